import { expect, test } from "vitest";
import { WorkingDays } from "@/kinds/workdays.ts";
import { beginsAt, doneOn, inTurn, laidOut, ownTasks, plannedDay } from "@/app/day.ts";
import { daysOfWeek } from "@/app/week.ts";
import { BATAAR, MONDAY, QIQIGE, seen, task, TUESDAY } from "./cast.ts";

const week = daysOfWeek(MONDAY, new WorkingDays({ "2026": { free: [], worked: [] } }));
const names = (tasks: { standing: { record: string } }[] | undefined): string[] => (tasks ?? []).map((one) => one.standing.record);

test("an officer sees the own tasks only, and none of a later week", () => {
  const all = [task("mine"), task("bataars", {}, "issued", BATAAR), task("next", { week: "2026-W49" }), task("left", { week: "2026-W47" })];
  expect(names(ownTasks(all, QIQIGE, "2026-W48"))).toEqual(["mine", "left"]);
});

test("a task with a day of its own stands on that day, an overdue and a started one today", () => {
  const plan = laidOut([
    task("wednesday", { window_from: "2026-11-25", window_to: "2026-11-25" }), task("overdue", { window_to: "2026-11-20" }), task("going", { window_to: "2026-11-27" }, "started"),
  ], week, TUESDAY);
  expect(names(plan.get(TUESDAY))).toEqual(["overdue", "going"]);
  expect(names(plan.get(TUESDAY + 1))).toEqual(["wednesday"]);
});

test("a stop of the published plan stands on its day and in the order of the clock, before any guess", () => {
  const stop = (name: string, day: number, time: string, more = {}) => task(name, { on_day: `2026-11-${day}`, begins: `2026-11-${day}T${time}:00+08:00`, ...more });
  const all = [
    stop("noon", 24, "12:00", { window_to: "2026-11-24" }), stop("morning", 24, "09:30"), stop("thursday", 26, "10:00", { window_to: "2026-11-24" }), stop("missed", 23, "15:00"),
    task("guess", { window_to: "2026-11-24" }), task("carried", { on_day: "", begins: "2026-11-24T08:00:00+08:00" }),
  ];
  const plan = laidOut(all, week, TUESDAY);
  expect(names(plan.get(TUESDAY)?.slice().sort(inTurn))).toEqual(["missed", "morning", "noon", "guess"]);
  expect(names(plan.get(TUESDAY + 2))).toContain("thursday");
  expect([plannedDay(all[5]!), beginsAt(all[5]!)]).toEqual([null, null]); // taken out of the plan again
});

test("what may be done on any day is spread over the field days that are left", () => {
  const plan = laidOut(["a", "b", "c", "d", "e"].map((name) => task(name, { window_to: "2026-11-27" })), week, TUESDAY);
  expect([...plan.values()].map((tasks) => tasks.length).sort()).toEqual([1, 2, 2]);
  expect(plan.has(TUESDAY + 3)).toBe(false); // Friday is for the return
});

test("a window that opens later is kept", () => {
  const plan = laidOut([task("late", { window_from: "2026-11-26", window_to: "2026-11-27" })], week, TUESDAY);
  expect(names(plan.get(TUESDAY + 2))).toEqual(["late"]);
});

test("what ended is not laid out", () => {
  expect(laidOut([task("done", {}, "done"), task("carried", {}, "carried")], week, TUESDAY).size).toBe(0);
});

test("the stops of a day are the own facts in order; a task and the record it made are one", () => {
  const all = [
    seen("visit", "v", "made", {}, [["make", "2026-11-24T03:00:00Z"]]),
    seen("need", "n", "heard", {}, [["hear", "2026-11-24T01:00:00Z"]]),
    seen("visit", "bataars", "made", {}, [["make", "2026-11-24T02:00:00Z", BATAAR]]),
    seen("visit", "yesterday", "made", {}, [["make", "2026-11-23T15:59:00Z"]]),
    seen("task", "t", "done", { made: "v" }, [["done", "2026-11-24T03:05:00Z"]]),
  ];
  expect(doneOn(all, QIQIGE, TUESDAY).map((one) => one.seen.standing.record)).toEqual(["n", "t"]);
});
