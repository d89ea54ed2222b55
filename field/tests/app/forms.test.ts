import { describe, expect, it } from "vitest";
import { toldAt } from "@/app/forms/model.ts";
import { Words } from "@/kinds/words.ts";
import { haveVectors, shelf, vectors } from "../vectors.ts";

describe.runIf(haveVectors)("safety questions", () => {
  const asked = haveVectors ? shelf().tableOf("dispute", "safety_questions").act.fields : {};
  const tiers = haveVectors ? vectors<[string, string, string][]>("tiers") : [];

  it("say at once that it is danger, at the answers that the server calls danger and at no other", () => {
    const told = tiers.filter(([name, answer]) => toldAt(asked[name]!, answer) !== "");
    expect(told).toEqual(tiers.filter(([, , tier]) => tier === "danger"));
    expect([tiers.length, told.length]).toEqual([44, 5]);
  });

  it("say it in a sentence of each language, and nothing before an answer", () => {
    for (const lang of ["zh-hans", "en"] as const) {
      expect(new Words(shelf(), lang).sentence({ name: toldAt(asked.weapon!, "yes") })).toContain("110");
    }
    expect(toldAt(asked.weapon!, undefined)).toBe("");
  });
});
