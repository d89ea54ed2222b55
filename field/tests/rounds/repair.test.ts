import { describe, expect, it } from "vitest";
import { canonical } from "@/base/canonical.ts";
import { mended, SURCHARGE, stays, type Asked, type Day, type Here, type Mended } from "@/rounds/repair.ts";
import { haveVectors, vectors } from "../vectors.ts";

interface Told { day: Day; stops: Asked[]; ways: number[][]; here: Here; add: Asked[]; drop: string[]; text: string }

describe.runIf(haveVectors)("a day mended as the server mends it", () => {
  const days = haveVectors ? vectors<Told[]>("mended") : [];
  const found = (one: Told, surcharge?: number): string =>
    canonical(mended(one.day, one.stops, one.ways, one.here, one.add, one.drop, surcharge));
  const differing = (change: (one: Told) => string): number => days.filter((one) => change(one) !== one.text).length;

  it("agrees byte for byte on every made day", () => {
    expect(days.length).toBeGreaterThanOrEqual(200);
    for (const [n, one] of days.entries()) expect([n, found(one)]).toEqual([n, one.text]);
  });

  it("is asked about everything that can happen", () => {
    const answers = days.map((one) => JSON.parse(one.text) as Mended);
    const some = (what: (one: Told, answer: Mended) => boolean): number => days.filter((one, n) => what(one, answers[n] as Mended)).length;
    expect(some((one) => one.stops.length === 0)).toBeGreaterThan(10);
    expect(some((_one, { stops }) => stops.some(({ late }) => late > 0))).toBeGreaterThan(10); // impossible promises
    expect(some((_one, { over }) => over > 0)).toBeGreaterThan(5);
    expect(some((one) => one.here.left === null)).toBeGreaterThan(50);
    expect(some((one) => one.stops.some((stop) => stop.fixed && stop.kind !== "promise"))).toBeGreaterThan(50);
    for (const why of ["cancelled", "too_late", "no_room"]) expect(some((_one, { left }) => left.some((one) => one.why === why))).toBeGreaterThan(10);
    expect(some((one, { stops }) => one.add.some(({ id }) => stops.some((stop) => stop.id === id)))).toBeGreaterThan(20);
    const reordered = some((one, { stops }) => stops.some(({ id }, n) => n > 0 && one.stops.findIndex((stop) => stop.id === id) < one.stops.findIndex((stop) => stop.id === stops[n - 1]?.id)));
    expect(reordered).toBeGreaterThan(10);
  });

  it.each([["half the surcharge", SURCHARGE / 2], ["none", 0], ["a tenth more", SURCHARGE * 1.1]])("notices a changed constant: %s", (_name, surcharge) => {
    expect(differing((one) => found(one, surcharge))).toBeGreaterThan(0);
  });

  it("notices when pins, classes, the duty or the leaving are not looked at", () => {
    const asFree = (stops: Asked[]): Asked[] => stops.map((stop) => ({ ...stop, fixed: false }));
    expect(differing((one) => found({ ...one, stops: asFree(one.stops) }))).toBeGreaterThan(5);
    expect(differing((one) => found({ ...one, stops: one.stops.map((stop) => (stays(stop) ? stop : { ...stop, kind: "due" })) }))).toBeGreaterThan(0);
    expect(differing((one) => found({ ...one, day: { ...one.day, duty: one.day.duty + 60 } }))).toBeGreaterThan(5);
    expect(differing((one) => found({ ...one, here: { ...one.here, left: one.here.left ?? one.here.now } }))).toBeGreaterThan(5);
  });
});
