import { readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SRC = fileURLToPath(new URL("../src/", import.meta.url));
const FLOORS = ["base", "kinds", "rounds", "keep", "sync", "phone", "app"];

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = `${folder}/${name}`;
    return statSync(path).isDirectory() ? files(path) : /\.(ts|vue)$/.test(name) ? [path] : [];
  });
}

/** What a file imports of our own, as "floor/file". */
function imports(path: string): string[] {
  const text = readFileSync(path, "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"@\/([a-z]+\/[^"]+)"/g)].map((found) => found[1] as string);
}

describe("floors", () => {
  const all = files(SRC.replace(/\/$/, ""));
  const floorOf = (path: string): string => path.slice(SRC.length).split("/")[0] as string;

  it("lets imports go downstairs only", () => {
    const up = all.flatMap((path) => {
      const here = FLOORS.indexOf(floorOf(path));
      return imports(path).filter((target) => here >= 0 && FLOORS.indexOf(target.split("/")[0] as string) > here).map((target) => `${path} → ${target}`);
    });
    expect(up).toEqual([]);
  });
  it("lets screens know the contract, the kinds, the reckoning of a day and the base, and nothing between", () => {
    const allowed = (path: string, target: string): boolean =>
      /^(kinds|rounds|base|app|worker)\//.test(target) || target === "phone/contract.ts" || (path.endsWith("app/main.ts") && target === "phone/phone.ts");
    const through = all.filter((path) => floorOf(path) === "app").flatMap((path) => imports(path).filter((target) => !allowed(path, target)).map((target) => `${path} → ${target}`));
    expect(through).toEqual([]);
  });
  it("keeps the lowest floors free of the browser's page, its storage and the clock", () => {
    const impure = all
      .filter((path) => ["base", "kinds", "rounds"].includes(floorOf(path)))
      .filter((path) => /\b(document|window|indexedDB|localStorage)\b|Date\.now\(|new Date\(\)/.test(readFileSync(path, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")));
    expect(impure).toEqual([]);
  });
});
