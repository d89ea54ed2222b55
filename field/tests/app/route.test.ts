import { expect, test } from "vitest";
import { dayText, momentOf, secondsOf } from "@/kinds/workdays.ts";
import type { Body } from "@/kinds/tables.ts";
import type { Seen } from "@/phone/contract.ts";
import { addable, isUnknown, outlook, type Happened } from "@/app/mending.ts";
import { deedsOf, Ground, hereOn, readyAt, routeOf, stopsOn } from "@/app/route.ts";
import { BATAAR, QIQIGE, seen, task, TUESDAY } from "./cast.ts";

const HOUR = 3600;
const WEEK = "2026-W48";
const [TODAY, TOMORROW] = [TUESDAY, TUESDAY + 1];
const at = (hour: number, day = TODAY): number => Date.parse(momentOf(day, hour * HOUR));

/** Four places in a row, half an hour apart; the way between the second and the fourth nobody published. */
function route(stops: Body[]): Body {
  const day = (one: number): Body => ({ day: dayText(one), starts_at: 0, ends_at: 0, earliest: 8 * HOUR, latest: 18 * HOUR, duty: 9 * HOUR });
  const way = (a: number, b: number, basis: string): Body => ({ a, b, seconds: Math.abs(a - b) * 1800, basis });
  return {
    week: WEEK, officer: QIQIGE, days: [day(TODAY), day(TOMORROW)], places: [0, 1, 2, 3].map((place) => ({ place, label: `p${place}` })), stops: stops as Body[string],
    ways: [way(0, 1, "network"), way(0, 2, "network"), way(0, 3, "estimate"), way(1, 2, "network"), way(2, 3, "estimate")],
  };
}
const row = (name: string, place: number, kind = "routine", more: Body = {}): Body => ({
  task: name, day: dayText(TODAY), place, service: HOUR, opens: 8 * HOUR, closes: 17 * HOUR, begins: 9 * HOUR, class: kind, fixed: false, ...more,
});
const stop = (name: string, hour: number, more: Body = {}, state = "acknowledged", day = TODAY): Seen =>
  task(name, { on_day: dayText(day), begins: momentOf(day, hour * HOUR), way_minutes: 30, way_basis: "network", ...more }, state);

const ROUTE = route([row("near", 1), row("promised", 2, "promise", { opens: 11 * HOUR, closes: 12 * HOUR }), row("far", 3), row("later", 1, "routine", { day: dayText(TOMORROW) })]);
const MINE = [stop("near", 9), stop("promised", 11, { promised: true }), stop("far", 12.5), stop("later", 9, {}, "acknowledged", TOMORROW), task("free", { minutes: 30 })];
const calm: Happened = { late: 0, cancelled: [], added: new Map() };
const names = (found: { task: Seen }[]): string[] => found.map((one) => one.task.standing.record);

test("the officer's own published route of the week, and the last where there are two", () => {
  const published = (record: string, holder: string, week = WEEK, state = "published"): Seen => seen("route", record, state, { week, n: record }, [], { holder });
  const all = [published("1", QIQIGE), published("3", QIQIGE), published("4", QIQIGE, WEEK, "replaced"), published("5", BATAAR), published("6", QIQIGE, "2026-W49")];
  expect(routeOf(all, QIQIGE, WEEK)?.n).toBe("3");
  expect(routeOf([], QIQIGE, WEEK)).toBeNull();
});

test("moments are on the banner's clock", () => {
  expect(momentOf(TODAY, 9 * HOUR + 61)).toBe("2026-11-24T09:01:01+08:00");
  expect(secondsOf(at(23.5))).toBe(23.5 * HOUR);
});

test("the stops of a day are in the order of the clock, without what is begun, done or on another day", () => {
  const all = [...MINE, stop("begun", 8, {}, "started"), stop("done", 8, {}, "done")].reverse();
  expect(stopsOn(all, TODAY).map((one) => one.standing.record)).toEqual(["near", "promised", "far"]);
});

test("a way that nobody published is as long as the longest, and a typed one as far from everywhere", () => {
  const ground = Ground.of(ROUTE, TODAY)!;
  expect([ground.ways[1]?.[2], ground.ways[2]?.[1], ground.ways[1]?.[3], ground.ways[2]?.[2]]).toEqual([1800, 1800, 5400, 0]);
  expect([ground.basis(0, 1), ground.basis(3, 2), ground.basis(1, 3)]).toEqual(["network", "estimate", "typed"]);
  expect(Ground.of(ROUTE, TODAY + 5)).toBeNull();
  const free = ground.asked(MINE[4]!, 20);
  expect([ground.ways[free.place]?.[3], ground.ways[0]?.[free.place], ground.ways[free.place]?.[free.place]]).toEqual([1200, 1200, 0]);
});

test("the officer is where the last stop was begun, and away since the way to the first", () => {
  const ground = Ground.of(ROUTE, TODAY)!;
  const moment = (hour: number): string => new Date(at(hour)).toISOString();
  const done = seen("task", "near", "done", {}, [["start", moment(9)], ["done", moment(10)]], { holder: QIQIGE });
  const started = seen("task", "promised", "started", {}, [["start", moment(11)]], { holder: QIQIGE });
  expect(hereOn(ground, MINE, TODAY, at(7))).toEqual({ now: 7 * HOUR, place: 0, left: null });
  expect(hereOn(ground, [done], TODAY, at(10.5))).toEqual({ now: 10.5 * HOUR, place: 1, left: 8.5 * HOUR });
  expect(hereOn(ground, [started, done], TODAY, at(11.5))).toEqual({ now: 12 * HOUR, place: 2, left: 8.5 * HOUR }); // at work until noon
  expect(hereOn(ground, [done], TOMORROW, at(8, TOMORROW)).left).toBeNull();
});

test("late is later than planned, and never before now", () => {
  const ground = Ground.of(ROUTE, TODAY)!;
  const here = { now: 7 * HOUR, place: 0, left: null };
  expect(readyAt(here, ground, MINE[0], 0)).toBe(7 * HOUR);
  expect(readyAt(here, ground, MINE[0], 120)).toBe(10.5 * HOUR); // away at 8:30
  expect(readyAt({ ...here, now: 12 * HOUR }, ground, MINE[0], 60)).toBe(12 * HOUR);
});

test("a day two hours late goes to the promise first, and to the rest after it", () => {
  const then = outlook(ROUTE, MINE, TODAY, at(7), { ...calm, late: 120 })!;
  expect(names(then.changes)).toEqual(["promised", "far", "near"]);
  expect(then.changes.map(({ begins, late, same }) => [secondsOf(begins) / HOUR, late, same])).toEqual([[11.5, 0, false], [13, 0, false], [15.5, 0, false]]);
  expect([then.out, then.over, then.back]).toEqual([[], 0, 17 * HOUR]);
});

test("a promise that cannot be kept any more stays, is late and says by how much", () => {
  const then = outlook(ROUTE, MINE, TODAY, at(7), { ...calm, late: 180, cancelled: ["near", "far"] })!;
  expect(names(then.changes.filter(({ day }) => day === TODAY))).toEqual(["promised"]);
  expect(then.changes[0]).toMatchObject({ late: 2.5 * HOUR, begins: at(14.5) }); // away at 10:30, three hours late
});

test("what falls out of today goes to the first later day that has room, a cancelled promise into next week", () => {
  const then = outlook(ROUTE, MINE, TODAY, at(7), { ...calm, cancelled: ["near", "promised"] })!;
  expect(then.out.map(({ task: one, why, to }) => [one.standing.record, why, to])).toEqual([["near", "cancelled", TOMORROW], ["promised", "cancelled", null]]);
  const moved = then.changes.filter(({ day }) => day === TOMORROW);
  expect(names(moved).sort()).toEqual(["later", "near"]);
  const deeds = deedsOf(then.changes, [{ task: MINE[1]!, why: "not_home" }], "2026-W49");
  expect(deeds.find(({ record }) => record === "near")?.fields.on_day).toBe("2026-11-25");
  expect(deeds[deeds.length - 1]).toEqual({ kind: "task", act: "carry_over", record: "promised", fields: { why_carried: "not_home", week: "2026-W49" } });
});

test("a window that ends today does not move to tomorrow", () => {
  const mine = MINE.map((one) => (one.standing.record === "near" ? stop("near", 9, { window_to: dayText(TODAY) }) : one));
  expect(outlook(ROUTE, mine, TODAY, at(7), { ...calm, cancelled: ["near"] })!.out[0]?.to).toBeNull();
});

test("a stop is added from those in hand, with typed minutes where the place is unknown", () => {
  expect(addable(MINE, TODAY).map((one) => one.standing.record)).toEqual(["later", "free"]);
  expect(isUnknown(ROUTE, TODAY, MINE[4]!)).toBe(true);
  expect(isUnknown(ROUTE, TODAY, MINE[3]!)).toBe(false);
  const then = outlook(ROUTE, MINE, TODAY, at(7), { ...calm, added: new Map([["free", 10]]) })!;
  const added = then.changes.find((one) => one.task === MINE[4])!;
  expect([added.way, added.basis, added.before, added.same]).toEqual([10, "typed", null, false]);
  expect(deedsOf([added], [], "")[0]?.fields).toMatchObject({ on_day: "2026-11-24", way_minutes: 10, way_basis: "typed" });
});

test("nothing is written of a day in which nothing changed", () => {
  const first = outlook(ROUTE, MINE, TODAY, at(7), calm)!;
  const settled = MINE.map((one) => {
    const change = first.changes.find(({ task: each }) => each === one);
    return change ? stop(one.standing.record, secondsOf(change.begins) / HOUR, { ...one.standing.body, begins: momentOf(TODAY, secondsOf(change.begins)), way_minutes: change.way }) : one;
  });
  expect(deedsOf(outlook(ROUTE, settled, TODAY, at(7), calm)!.changes, [], "")).toEqual([]);
});
