/** Fills the list of files and their digest into the service worker, as the last step of a build. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { transformWithOxc, type Plugin } from "vite";

const SOURCE = fileURLToPath(new URL("./sw.ts", import.meta.url));
const PUBLIC = ["manifest.webmanifest", "icon.svg", "icon-192.png"];

export function serviceWorker(): Plugin {
  return {
    name: "urtuu-service-worker",
    apply: "build",
    enforce: "post",
    async generateBundle(_options, bundle) {
      const digest = createHash("sha256");
      const names = Object.keys(bundle).filter((name) => !name.startsWith(".vite") && name !== "index.html").sort();
      for (const name of ["index.html", ...names]) {
        const file = bundle[name];
        if (file) digest.update(name).update(file.type === "chunk" ? file.code : file.source);
      }
      const files = ["/field/", ...[...names, ...PUBLIC].map((name) => `/field/${name}`)];
      const { code } = await transformWithOxc(readFileSync(SOURCE, "utf8"), SOURCE, { target: "chrome92" });
      const source = code
        .replace("__FILES__", JSON.stringify(files))
        .replace("__VERSION__", JSON.stringify(digest.digest("hex").slice(0, 12)))
        .replace(/\/\*[\s\S]*?\*\//g, "")
        .replace(/^\s*\/\/.*$/gm, "")
        .replace(/^export \{\};?$/m, "")
        .replace(/\n\s+/g, "\n");
      this.emitFile({ type: "asset", fileName: "sw.js", source });
    },
  };
}
