import { expect, test } from "vitest";
import type { ClockFace } from "@/kinds/clocks.ts";
import type { Shelf } from "@/kinds/shelf.ts";
import { shareLeft, urgentOf } from "@/app/urgent.ts";
import { seen } from "./cast.ts";

const NOW = Date.parse("2026-11-24T07:00:00Z");
const HOUR = 3_600_000;
const shelf = { kind: () => ({ ends: [], clocks: [{ name: "contact", tonight: true }, { name: "triage", tonight: false }] }) } as unknown as Shelf;

function with_(record: string, name: string, state: ClockFace["state"], hours: number | null) {
  const dueAt = hours === null ? null : NOW + hours * HOUR;
  const face: ClockFace = { name, state, dueAt, startedAt: NOW - 3 * HOUR, stoppedAt: null, plainDueAt: dueAt, warnsAt: null, remainingMinutes: 0, reportedLate: false, doubt: null, number: 0 };
  return { ...seen("dispute", record, "reported", {}), faces: [face] };
}
const pick = (...all: ReturnType<typeof with_>[]): string | undefined => urgentOf(all, shelf, NOW)?.seen.standing.record;

test("tonight's promise comes first, even before it warns", () => {
  expect(pick(with_("soon", "triage", "warn", 8.5), with_("tonight", "contact", "ok", 9))).toBe("tonight");
});

test("what was broken days ago does not hide what can still be kept today", () => {
  expect(pick(with_("old", "contact", "breached", -50), with_("tonight", "contact", "warn", 9))).toBe("tonight");
  expect(pick(with_("old", "contact", "breached", -50))).toBe("old");
});

test("nothing is urgent that is paused, done, far away or without a day", () => {
  expect(pick(with_("a", "triage", "ok", 20), with_("b", "contact", "paused", 2), with_("c", "contact", "done", 2), with_("d", "contact", "unknown", null))).toBeUndefined();
});

test("the ring shows the share of the promised time that is left", () => {
  const found = urgentOf([with_("a", "contact", "ok", 9)], shelf, NOW);
  expect(found && shareLeft(found, NOW)).toBeCloseTo(0.75);
  expect(found && shareLeft(found, NOW + 10 * HOUR)).toBe(0);
});
