/** Every word and every sentence there is, in every language, as the server words them. */
import { describe, expect, it } from "vitest";
import type { Sentence } from "@/kinds/standing.ts";
import type { Lang } from "@/kinds/tables.ts";
import { Words } from "@/kinds/words.ts";
import { haveVectors, shelf, vectors } from "../vectors.ts";

const LANGS: Lang[] = ["zh-hans", "en", "mvf"];

describe.runIf(haveVectors)("words", () => {
  const books = haveVectors ? Object.fromEntries(LANGS.map((lang) => [lang, new Words(shelf(), lang)])) : {};

  it("are found where the server finds them", () => {
    const told = vectors<[Lang, string, string, string, string | null][]>("labels");
    expect(told.filter(([lang, kind, group, name, word]) => books[lang]?.find(kind, group, name) !== word)).toEqual([]);
    expect(told.length).toBeGreaterThan(3_000);
  });

  it("make the same sentences", () => {
    const told = vectors<({ said: Sentence } & Record<Lang, string>)[]>("sentences");
    const wrong = told.flatMap((one) => LANGS.filter((lang) => books[lang]?.sentence(one.said) !== one[lang]).map((lang) => [lang, one.said, one[lang], books[lang]?.sentence(one.said)]));
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(told.length).toBeGreaterThan(300);
  });
});
