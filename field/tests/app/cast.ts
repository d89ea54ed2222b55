/** Records for the tests of the screens' rules: Qiqige's, on Tuesday 24 November 2026. */
import type { Standing } from "@/kinds/standing.ts";
import type { Body } from "@/kinds/tables.ts";
import { dayNumber } from "@/kinds/workdays.ts";
import type { Seen } from "@/phone/contract.ts";

export const QIQIGE = "qiqige";
export const BATAAR = "bataar";
export const TUESDAY = dayNumber("2026-11-24");
export const MONDAY = TUESDAY - 1;

export function seen(kind: string, record: string, state: string, body: Body, acts: [string, string, string?][] = [], more: Partial<Standing> = {}): Seen {
  return {
    pending: 0, words: {}, faces: [],
    standing: {
      kind, record, grid: "near", station: "s", gacha: "", state, before: "", version: acts.length, holder: "", body, wrote: {}, proposals: [], training: false,
      acts: acts.map(([act, at, actor = QIQIGE], n) => ({ entry: `${record}-${n}`, act, actor, device: "d", at, state, late: false, body: n ? {} : body })),
      ...more,
    },
  };
}

export function task(record: string, body: Body = {}, state = "acknowledged", holder = QIQIGE): Seen {
  return seen("task", record, state, { title: record, week: "2026-W48", ...body }, [], { holder });
}
