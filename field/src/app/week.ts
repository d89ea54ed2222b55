/** The 131 week on the phone: which day is for what (`urtuu.base.weeks`), and the names of weeks. */
import { YearMissing, type DayNumber, type WorkingDays } from "@/kinds/workdays.ts";
import { mondayOf, weekName } from "@/kinds/weeks.ts";

export { mondayOf, weekName };

export type DayPart = "briefing" | "field" | "return";
export interface WeekDay { day: DayNumber; part: DayPart }
/** Days side by side that are for the same thing. */
export interface Leg { part: DayPart; days: DayNumber[] }

export const ONE_THREE_ONE = "BFFFR--";
const LETTERS: Record<string, DayPart> = { B: "briefing", F: "field", R: "return" };

/** What each worked day of the week is for. A short week keeps its two ends. */
export function daysOfWeek(monday: DayNumber, days: WorkingDays, pattern = ONE_THREE_ONE): WeekDay[] {
  const all = [0, 1, 2, 3, 4, 5, 6].map((n) => monday + n);
  const usual = all.filter((_day, n) => pattern[n] !== undefined && pattern[n] as string in LETTERS);
  const worked = workedOf(all, days, usual);
  const parts = [...pattern].flatMap((letter) => LETTERS[letter] ?? []);
  if (worked.length === usual.length && worked.every((day, n) => day === usual[n])) {
    return worked.map((day, n) => ({ day, part: parts[n] as DayPart }));
  }
  return worked.map((day, n) => {
    if (n === 0) return { day, part: "briefing" };
    return { day, part: n === worked.length - 1 ? "return" : "field" };
  });
}

/** A year without a table keeps the usual days: the ribbon is a picture, no period is reckoned from it. */
function workedOf(all: DayNumber[], days: WorkingDays, usual: DayNumber[]): DayNumber[] {
  try {
    return all.filter((day) => days.isWorking(day));
  } catch (missing) {
    if (missing instanceof YearMissing) return usual;
    throw missing;
  }
}

export function legsOf(week: WeekDay[]): Leg[] {
  const legs: Leg[] = [];
  for (const { day, part } of week) {
    const last = legs[legs.length - 1];
    if (last?.part === part) last.days.push(day);
    else legs.push({ part, days: [day] });
  }
  return legs;
}
