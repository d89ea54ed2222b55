// Builds dev.html with the cardboard phone into a folder named by OUT; nothing of it is shipped.
import { fileURLToPath } from "node:url";
import base from "../../../vite.config.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default {
  ...base,
  root: here("../../.."),
  base: "/",
  build: { ...(base as { build: object }).build, outDir: process.env.OUT ?? "/tmp/urtuu-field-dev", rollupOptions: { input: here("../../../dev.html") } },
};
