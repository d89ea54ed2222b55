/** Bodies at the edge of what a table allows: which answer, and which field is named. */
import { describe, expect, it } from "vitest";
import { filled } from "@/kinds/fold.ts";
import { judge, type Parts } from "@/kinds/judging.ts";
import type { Entry, Standing } from "@/kinds/standing.ts";
import { readEntry } from "@/kinds/entries.ts";
import { utf8 } from "@/base/bytes.ts";
import { haveVectors, shelf, vectors } from "../vectors.ts";
import { differs, oddVerdicts, type Odd, type Told } from "./agreeing.ts";

describe.runIf(haveVectors)("odd bodies", () => {
  it("are answered alike, one odd value at a time and several", () => {
    const odd = vectors<Odd>("odd");
    let count = 0;
    const wrong: unknown[] = [];
    for (const act of odd.acts) {
      for (const { body, parts, told } of oddVerdicts(odd, act)) {
        const found = judge({ ...readEntry(utf8(JSON.stringify(act.entry))), body }, act.standing && filled(act.standing), parts, shelf());
        if (differs(found, told, act.guarded)) wrong.push([act.kind, act.act, body, parts, told, found]);
        count += 1;
      }
    }
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(count).toBeGreaterThan(15_000);
  });

  it("and strange kinds, versions, acts, parts and persons too", () => {
    const strange = vectors<{ strange: { entry: Entry; standing: Standing | null; parts: Parts; verdict: Told }[] }>("odd").strange;
    const wrong = strange.filter(({ entry, standing, parts, verdict }) => {
      const found = judge(readEntry(utf8(JSON.stringify(entry))), standing && filled(standing), parts, shelf());
      return differs(found, verdict, true);
    });
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(strange.length).toBeGreaterThan(500);
  });
});
