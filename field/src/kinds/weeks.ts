/** The names of weeks: an ISO week begins on Monday, and belongs to the year of its Thursday. */
import type { DayNumber } from "./workdays.ts";

export const weekdayOf = (day: DayNumber): number => (((day + 3) % 7) + 7) % 7; // 0 is Monday
export const mondayOf = (day: DayNumber): DayNumber => day - weekdayOf(day);

/** The ISO week of a day: 2026-W48. */
export function weekName(day: DayNumber): string {
  const thursday = mondayOf(day) + 3;
  const year = new Date(thursday * 86_400_000).getUTCFullYear();
  const first = Date.UTC(year, 0, 1) / 86_400_000;
  return `${year}-W${String(Math.floor((thursday - first) / 7) + 1).padStart(2, "0")}`;
}
