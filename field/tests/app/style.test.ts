import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const APP = new URL("../../src/app", import.meta.url).pathname;
const all = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => (statSync(join(folder, name)).isDirectory() ? all(join(folder, name)) : [join(folder, name)]));
const styleOf = (path: string): string => {
  const text = readFileSync(path, "utf8");
  return (path.endsWith(".css") ? text : [...text.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map((found) => found[1]).join("\n")).replace(/\/\*[\s\S]*?\*\//g, "");
};
const sheets = all(APP).filter((path) => /\.(css|vue)$/.test(path)).map((path) => [path.slice(APP.length + 1), styleOf(path)] as const).filter(([, css]) => css);
const PHYSICAL = /^(width|height|(min|max)-(width|height)|top|right|bottom|left|(margin|padding|border)-(top|right|bottom|left).*|border-(top|bottom)-(left|right)-radius|overflow-[xy])$/;
const OLD = ["@layer", ":has(", "@container", "http:", "https:", "100dvh", "color-mix("];

describe.each(sheets)("%s", (_name, css) => {
  const declared = [...css.matchAll(/(?:^|[{;])\s*([a-z-]+)\s*:\s*([^;{}]+)/g)].map((found) => [found[1] as string, found[2] as string] as const);
  test("names no side of the paper", () => {
    expect(declared.filter(([name]) => PHYSICAL.test(name)).map(([name]) => name)).toEqual([]);
    expect(declared.filter(([name, value]) => ["text-align", "float"].includes(name) && /^(left|right)$/.test(value.trim()))).toEqual([]);
  });
  test("spells shorthands of several sides logically", () => {
    const several = declared.filter(([name, value]) => ["padding", "margin", "inset"].includes(name) && value.replace("!important", "").replace(/\([^)]*\)/g, "").trim().split(/\s+/).length > 1);
    expect(several).toEqual([]);
  });
  test("uses nothing that Chromium 92 would drop or the policy refuse", () => {
    expect(OLD.filter((banned) => css.includes(banned))).toEqual([]);
    expect(css).not.toMatch(/[{;]\s*&/);
  });
});

test("no component writes a style or a script into the page", () => {
  const found = all(APP).filter((path) => path.endsWith(".vue")).filter((path) => / style="| onclick=|v-html/.test(readFileSync(path, "utf8")));
  expect(found).toEqual([]);
});
