/** An officer's own week out of what is on the phone: tasks laid over the days, and what was done on each. */
import { dayNumber, localDay, type DayNumber } from "@/kinds/workdays.ts";
import type { Seen } from "@/phone/contract.ts";
import type { WeekDay } from "./week.ts";

export const IN_HAND = ["issued", "acknowledged", "started"];
/** Facts that make a stop of the day by themselves. */
const FACTS: Record<string, string> = { visit: "make", publicity: "hold", dispute: "report", need: "hear" };

export interface Done { seen: Seen; at: number; pending: boolean }

/** Own tasks in hand: this week's, and those of earlier weeks that nobody carried over yet. */
export function ownTasks(records: Seen[], staff: string, week: string): Seen[] {
  return records.filter(({ standing }) =>
    standing.kind === "task" && standing.holder === staff && String(standing.body.week ?? "") <= week,
  );
}

export const isInHand = (task: Seen): boolean => IN_HAND.includes(task.standing.state);

function dayIn(task: Seen, field: string): DayNumber | null {
  const value = task.standing.body[field];
  const day = typeof value === "string" ? dayNumber(value.slice(0, 10)) : Number.NaN;
  return Number.isNaN(day) ? null : day;
}

export const lastDayOf = (task: Seen): DayNumber | null => dayIn(task, "window_to");
/** The day of its stop in the plan that was published; null where nobody planned it. */
export const plannedDay = (task: Seen): DayNumber | null => dayIn(task, "on_day");

/** When its stop begins, as the plan or the officer's last change of it says; null where nobody planned it. */
export function beginsAt(task: Seen): number | null {
  const moment = plannedDay(task) === null ? Number.NaN : Date.parse(String(task.standing.body.begins ?? ""));
  return Number.isNaN(moment) ? null : moment;
}

/** What was begun, then by the clock of the plan, then what ends soonest. */
export function inTurn(one: Seen, other: Seen): number {
  const rank = (task: Seen): number => (task.standing.state === "started" ? 0 : 1);
  const begins = (task: Seen): number => beginsAt(task) ?? Number.MAX_SAFE_INTEGER;
  return rank(one) - rank(other) || begins(one) - begins(other) || (lastDayOf(one) ?? 9e9) - (lastDayOf(other) ?? 9e9);
}

/**
 * Tasks in hand by day, from today on. What stands in the plan is on its day, or today when that is over; what has a
 * day of its own stands there, what is overdue stands today, and what may be done on any day is spread evenly over
 * the field days that are left: a suggestion, the officer decides.
 */
export function laidOut(tasks: Seen[], week: WeekDay[], today: DayNumber): Map<DayNumber, Seen[]> {
  const plan = new Map<DayNumber, Seen[]>();
  const put = (day: DayNumber, task: Seen): void => void plan.set(day, [...(plan.get(day) ?? []), task]);
  const field = week.filter(({ day, part }) => part === "field" && day >= today).map(({ day }) => day);
  const free: Seen[] = [];
  for (const task of tasks.filter(isInHand)) {
    const from = dayIn(task, "window_from") ?? 0;
    const to = lastDayOf(task);
    const planned = plannedDay(task);
    if (task.standing.state === "started") put(today, task);
    else if (planned !== null) put(Math.max(planned, today), task);
    else if (to !== null && to <= today) put(today, task);
    else if (to !== null && from === to) put(to, task);
    else free.push(task);
  }
  const open = field.length ? field : [today];
  for (const task of free.sort(nearFirst)) put(lightest(task, open, plan), task);
  return plan;
}

/** The least laden day of those the task's window allows. */
function lightest(task: Seen, open: DayNumber[], plan: Map<DayNumber, Seen[]>): DayNumber {
  const from = dayIn(task, "window_from") ?? 0;
  const to = lastDayOf(task) ?? Number.MAX_SAFE_INTEGER;
  const fitting = open.filter((day) => day >= from && day <= to);
  const days = fitting.length ? fitting : [open[open.length - 1] as DayNumber];
  return days.reduce((best, day) => ((plan.get(day)?.length ?? 0) < (plan.get(best)?.length ?? 0) ? day : best));
}

/** Soonest end first; then one gacha after another, so that a day stays in one part of the grid. */
function nearFirst(one: Seen, other: Seen): number {
  const ends = (lastDayOf(one) ?? 9e9) - (lastDayOf(other) ?? 9e9);
  return ends || one.standing.gacha.localeCompare(other.standing.gacha) || (one.standing.record < other.standing.record ? -1 : 1);
}

/** What this officer did on a day, in order: own facts, and own tasks that were finished. */
export function doneOn(records: Seen[], staff: string, day: DayNumber): Done[] {
  const done: Done[] = [];
  for (const seen of records) {
    const { kind, acts } = seen.standing;
    const closing = kind === "task" ? "done" : FACTS[kind];
    const act = acts.find((one) => one.act === closing && one.actor === staff);
    if (!act || localDay(Date.parse(act.at)) !== day) continue;
    done.push({ seen, at: Date.parse(act.at), pending: seen.pending > 0 });
  }
  const made = new Set(done.map(({ seen }) => String(seen.standing.body.made ?? "")));
  // A task and the record it made are one stop.
  return done.filter(({ seen }) => !made.has(seen.standing.record)).sort((one, other) => one.at - other.at);
}
