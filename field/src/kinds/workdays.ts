/**
 * Days as numbers, on the banner's clock (UTC+8, without summer time since 1991; moments are milliseconds), and which
 * of them are worked by the yearly notice. A year without a table is an error, never a guess (`base/workdays.py`).
 */
import type { KindsJson } from "./tables.ts";

/** A day as the count of days since 1970-01-01. */
export type DayNumber = number;

const LOCAL = 8 * 3_600_000;
const DAY = 86_400_000;

export class YearMissing extends Error {
  readonly year: number;
  constructor(year: number) {
    super(`there is no working-day table for ${year}`);
    this.year = year;
  }
}

export function dayNumber(text: string): DayNumber {
  return Date.parse(`${text}T00:00:00Z`) / DAY;
}

export function dayText(day: DayNumber): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** The day of a moment on the banner's clock. */
export const localDay = (moment: number): DayNumber => Math.floor((moment + LOCAL) / DAY);

/** 24:00 of a day. */
export const endOf = (day: DayNumber): number => (day + 1) * DAY - LOCAL;

/** Seconds since midnight. */
export const secondsOf = (moment: number): number => Math.floor((moment + LOCAL - localDay(moment) * DAY) / 1000);

/** What that clock shows, `2026-11-24T10:30:00`. */
export const shownAt = (moment: number): string => new Date(moment + LOCAL).toISOString().slice(0, 19);

/** What it showed, with its offset: `2026-11-24T10:30:00+08:00`. */
export const withOffset = (shown: string): string => `${shown}+08:00`;

/** A second of a day as a moment with its offset. */
export const momentOf = (day: DayNumber, second: number): string => withOffset(new Date(day * DAY + second * 1000).toISOString().slice(0, 19));

export class WorkingDays {
  private readonly years: Map<number, { free: Set<string>; worked: Set<string> }>;

  constructor(tables: KindsJson["workdays"]) {
    this.years = new Map(
      Object.entries(tables).map(([year, told]) => [
        Number(year), { free: new Set(told.free), worked: new Set(told.worked) },
      ]),
    );
  }

  /** Throws YearMissing. */
  isWorking(day: DayNumber): boolean {
    const text = dayText(day);
    const table = this.years.get(Number(text.slice(0, 4)));
    if (!table) throw new YearMissing(Number(text.slice(0, 4)));
    const weekday = (day + 3) % 7; // 1970-01-01 was a Thursday; 0 is Monday
    return table.worked.has(text) || (weekday < 5 && !table.free.has(text));
  }

  /** The count-th working day after a day; the day itself is not counted (民法典 201). */
  after(day: DayNumber, count: number): DayNumber {
    let at = day;
    for (let left = count; left > 0; ) {
      at += 1;
      if (this.isWorking(at)) left -= 1;
    }
    return at;
  }

  /** The day itself if it is worked, else the first worked day after it (民法典 203). */
  nextWorking(day: DayNumber): DayNumber {
    let at = day;
    while (!this.isWorking(at)) at += 1;
    return at;
  }
}
