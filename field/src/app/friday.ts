/** The officer's own week in figures, as this phone knows it: what is receipted, and what is not yet sent. */
import { localDay, type DayNumber } from "@/kinds/workdays.ts";
import type { Body } from "@/kinds/tables.ts";
import type { Phone } from "@/phone/contract.ts";

export const FIGURES = [
  "visits", "disputes_opened", "sessions", "people_reached", "needs_heard", "needs_met", "tasks_done", "tasks_carried",
] as const;
export type Figure = (typeof FIGURES)[number];
export interface Count { known: number; pending: number }
export type Week = Record<Figure, Count>;

/** An own act of the week; `pending` until the station's receipt. */
export interface Deed { id: string; kind: string; act: string; at: number; body: Body; pending: boolean }

const BY_ACT: Record<string, Figure> = {
  "visit/make": "visits", "dispute/report": "disputes_opened", "publicity/hold": "sessions", "need/hear": "needs_heard",
  "need/met": "needs_met", "task/done": "tasks_done", "task/carry_over": "tasks_carried",
};

/** Own acts from two sources: what stands in the records, and own lines that are not there (yet). Held and returned
 *  lines do not count: they stand in the inbox. */
export function ownDeeds(phone: Phone): Deed[] {
  const { staff } = phone.status();
  const deeds = new Map<string, Deed>();
  for (const { standing } of phone.records()) {
    for (const act of standing.acts) {
      if (act.actor !== staff) continue;
      deeds.set(act.entry, { id: act.entry, kind: standing.kind, act: act.act, at: Date.parse(act.at), body: act.body, pending: false });
    }
  }
  for (const { entry, answer } of phone.ownEntries()) {
    if (answer === "held" || answer === "returned") deeds.delete(entry.id);
    else deeds.set(entry.id, { id: entry.id, kind: entry.kind, act: entry.act, at: Date.parse(entry.occurred_at), body: entry.body, pending: answer === "" });
  }
  return [...deeds.values()];
}

export function weekInFigures(deeds: Deed[], monday: DayNumber): Week {
  const week = Object.fromEntries(FIGURES.map((name) => [name, { known: 0, pending: 0 }])) as Week;
  const add = (name: Figure, count: number, pending: boolean): void => void (week[name][pending ? "pending" : "known"] += count);
  for (const deed of deeds) {
    const day = localDay(deed.at);
    if (day < monday || day > monday + 6) continue;
    const figure = BY_ACT[`${deed.kind}/${deed.act}`];
    if (figure) add(figure, 1, deed.pending);
    if (figure === "sessions" && typeof deed.body.people === "number") add("people_reached", deed.body.people, deed.pending);
  }
  return week;
}
