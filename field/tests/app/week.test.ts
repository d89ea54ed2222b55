import { expect, test } from "vitest";
import { dayNumber, dayText, WorkingDays } from "@/kinds/workdays.ts";
import { daysOfWeek, legsOf, mondayOf, weekName } from "@/app/week.ts";
import { MONDAY, TUESDAY } from "./cast.ts";

const days = new WorkingDays({
  "2026": { free: ["2026-10-01", "2026-10-02", "2026-11-23"], worked: ["2026-10-10"] }, "2027": { free: ["2027-01-01"], worked: [] },
});
const plain = new WorkingDays({ "2026": { free: [], worked: [] } });
const said = (monday: number, table = plain, pattern?: string): string =>
  daysOfWeek(monday, table, pattern).map(({ day, part }) => `${dayText(day).slice(8)}${part[0]}`).join(" ");

test("a usual week is one day of briefing, three in the field, one of return", () => {
  expect(said(MONDAY)).toBe("23b 24f 25f 26f 27r");
  expect(legsOf(daysOfWeek(MONDAY, plain)).map((leg) => leg.days.length)).toEqual([1, 3, 1]);
});

test("a short week keeps its two ends", () => {
  expect(said(MONDAY, days)).toBe("24b 25f 26f 27r");
  expect(said(dayNumber("2026-09-28"), days)).toBe("28b 29f 30r");
});

test("a make-up day at the weekend lengthens the week", () => {
  expect(said(dayNumber("2026-10-05"), days)).toBe("05b 06f 07f 08f 09f 10r");
});

test("a station may have another pattern", () => {
  expect(said(MONDAY, plain, "BFFRF--")).toBe("23b 24f 25f 26r 27f");
});

test("a year without a table keeps the usual days and does not guess holidays", () => {
  expect(said(dayNumber("2030-01-07"))).toBe("07b 08f 09f 10f 11r");
});

test("weeks are named after ISO 8601", () => {
  expect(weekName(TUESDAY)).toBe("2026-W48");
  expect(weekName(dayNumber("2026-12-31"))).toBe("2026-W53");
  expect(weekName(dayNumber("2027-01-03"))).toBe("2026-W53");
  expect(weekName(dayNumber("2027-01-04"))).toBe("2027-W01");
  expect(mondayOf(dayNumber("2026-11-29"))).toBe(MONDAY);
});
