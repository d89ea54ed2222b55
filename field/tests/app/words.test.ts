import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import en from "@/app/words/en.ts";
import moreEn from "@/app/words/more.en.ts";
import moreZh from "@/app/words/more.zh-hans.ts";
import zh from "@/app/words/zh-hans.ts";

const APP = new URL("../../src/app", import.meta.url).pathname;
const all = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => (statSync(join(folder, name)).isDirectory() ? all(join(folder, name)) : [join(folder, name)]));
const source = all(APP).filter((path) => /\.(vue|ts)$/.test(path) && !path.includes("/words/")).map((path) => readFileSync(path, "utf8")).join("\n");
const chinese: Record<string, string> = { ...zh, ...moreZh };
const english: Record<string, string> = { ...en, ...moreEn };
const blanks = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

test.each(Object.keys(chinese))("%s has the same blanks in both languages", (key) => {
  for (const side of (english[key] ?? "").split("|")) {
    for (const blank of blanks(side)) expect(blanks(chinese[key] ?? "")).toContain(blank);
  }
  expect(blanks(english[key] ?? "")).toEqual(blanks(chinese[key] ?? ""));
});

test("no word is left over that nothing shows", () => {
  const begins = [...source.matchAll(/`([\w.]+\.)\$\{/g)].map((found) => found[1] as string);
  const unused = Object.keys(chinese).filter((key) => !source.includes(`"${key}"`) && !source.includes(`'${key}'`) && !begins.some((start) => key.startsWith(start)));
  expect(unused.filter((key) => !key.startsWith("language."))).toEqual([]);
});
