/** How an answer of the phone is compared with what the server's code said. */
import type { Parts } from "@/kinds/judging.ts";
import type { Entry, Standing, Verdict } from "@/kinds/standing.ts";
import type { Body, Json } from "@/kinds/tables.ts";

/** Answer, why, the sentence's name and its field. */
export type Told = [string, string, string, string];
export interface OddAct {
  kind: string; act: string; entry: Entry; parts: Parts; standing: Standing | null; guarded: boolean;
  values: Record<string, Json[]>; odd: Record<string, number[]>; several: [Body, Parts, number][];
}
export interface Odd { answers: Told[]; acts: OddAct[] }

/** Sentences of the table and of the door itself. What else is returned comes from a guard, which only the station has. */
const OF_THE_TABLE = new Set(["field_wrong", "field_missing", "unknown_part", "unknown_act", "already_begun", "second_person"]);

/** Where the table would take it and a guard refused, either answer is right. */
export function differs(found: Verdict, told: Told, guarded: boolean): boolean {
  const byGuard = guarded && told[0] === "returned" && !OF_THE_TABLE.has(told[2]);
  if (byGuard) return found.answer !== "taken";
  const said: Told = [found.answer, found.why ?? "", found.sentence?.name ?? "", String(found.sentence?.values?.field ?? "")];
  return said.some((word, n) => word !== told[n]);
}

/** Every odd body of an act; those of one field only, when it is named. */
export function* oddVerdicts(odd: Odd, act: OddAct, only = ""): Generator<{ body: Body; parts: Parts; told: Told }> {
  for (const [name, row] of Object.entries(act.odd)) {
    if (only && name !== only) continue;
    const part = Object.keys(act.parts).find((one) => name in (act.parts[one] as Body));
    for (const [n, answer] of row.entries()) {
      const value = act.values[name]?.[n] as Json;
      const body = part ? act.entry.body ?? {} : { ...act.entry.body, [name]: value };
      const parts = part ? { ...act.parts, [part]: { ...act.parts[part], [name]: value } } : act.parts;
      yield { body, parts, told: odd.answers[answer] as Told };
    }
  }
  for (const [body, parts, answer] of only ? [] : act.several) yield { body, parts, told: odd.answers[answer] as Told };
}
