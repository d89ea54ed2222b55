// One app, one entry. Written to the folder from which the site serves /field/.
import vue from "@vitejs/plugin-vue";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { serviceWorker } from "./src/worker/plugin.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  base: "/field/",
  plugins: [vue(), serviceWorker()],
  // Every component is a script setup: what Vue keeps for other styles and for its devtools stays out of the start route.
  define: { __VUE_OPTIONS_API__: "false", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" },
  resolve: { alias: { "@": here("./src") } },
  build: {
    outDir: here("../src/urtuu/interfaces/field/built/field"),
    emptyOutDir: true,
    manifest: true, // from it the build counts the start route
    target: "chrome92",
    cssTarget: "chrome92",
    assetsInlineLimit: 0, // the policy knows no data: scripts, and one file is one thing to count
    modulePreload: { polyfill: false }, // the polyfill would be an inline script on some engines
  },
  test: { environment: "node", include: ["tests/**/*.test.ts"] },
});
