/**
 * Seeded schedules over a rough road, as the server's own (tests/sync/test_rough_roads.py, the same troubles under
 * the same names): whatever is lost, doubled, cut, late or killed, whatever the station changes meanwhile, it ends
 * with one clean send, and phone and station with equal accounts. Schedules are drawn and shrunk by fast-check.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromUtf8, hex } from "@/base/bytes.ts";
import { digest } from "@/kinds/fold.ts";
import { Refused } from "@/phone/contract.ts";
import type { FieldPhone } from "@/phone/phone.ts";
import type { PracticeStation } from "@/sync/practice.ts";
import { Random } from "../model/random.ts";
import { Killed, rough, TROUBLES, type Trouble } from "../model/roads.ts";
import { haveVectors } from "../vectors.ts";
import { enrolled, freshName, NEED, phoneAt, PIN, station, VISIT } from "./handset.ts";

const LONG = process.env.URTUU_LONG === "1";
const RUNS = LONG ? 10_000 : 300;
const STEPS = ["visit", "hear", "met", "sync", "restart", "clock", "scope", "copy", "restore"] as const;
type Step = (typeof STEPS)[number];

/** What has to hold after a last synchronisation over a good road. */
async function oneCleanSend(phone: FieldPhone, there: PracticeStation, written: Map<string, string>): Promise<void> {
  const device = there.state.devices.get(phone.status().device)!;
  const own = [...phone.ownEntries()].reverse();
  expect(device.lines.map((kept) => kept.id)).toEqual(own.map(({ entry }) => entry.id));
  expect(new Set(device.lines.map((kept) => kept.id)).size).toBe(device.lines.length);
  for (const id of written.keys()) expect(device.lines.some((kept) => kept.id === id)).toBe(true);
  expect(own.every(({ answer }) => answer !== "")).toBe(true);
  const lines = (phone as unknown as { core: { memory: { own: Map<number, { line: Uint8Array; head: string }> } } }).core.memory.own;
  for (const kept of device.lines) expect(fromUtf8(lines.get(kept.seq)!.line)).toBe(kept.line);
  expect(lines.get(device.seq)?.head ?? hex(device.head)).toBe(hex(device.head));
  const allowed = new Set(device.grids);
  for (const standing of there.state.standings.values()) {
    if (!allowed.has(standing.grid)) continue;
    const seen = phone.record(standing.record);
    if (seen) expect(await digest(seen.standing)).toBe(await digest(standing));
  }
}

interface Schedule { seed: number; steps: Step[]; share: number }

async function played({ seed, steps, share }: Schedule): Promise<Trouble[]> {
  const chance = new Random(seed);
  let ahead = 0;
  const now = (): Date => new Date(Date.parse("2026-11-24T01:00:00Z") + ahead);
  const there = await station(["near"], now);
  const road = rough(there.send, chance, share);
  const name = freshName();
  let phone = await enrolled(there.send, name, { now });
  phone.close();
  const again = async (): Promise<void> => {
    phone = await phoneAt(name, road.send, { now });
    await phone.unlock(PIN);
  };
  await again();
  const written = new Map<string, string>();
  const records: string[] = [];
  let copy = there.copy();
  const doing: Record<Step, () => Promise<void> | void> = {
    visit: async () => void written.set((await phone.write({ ...VISIT })).id, "visit"),
    hear: async () => {
      const made = await phone.write({ ...NEED });
      records.push(made.record);
      written.set(made.id, "hear");
    },
    met: async () => {
      const record = records.length ? chance.choice(records) : "";
      if (record) written.set((await phone.write({ kind: "need", act: "met", record, fields: { how_met: "修好了" } })).id, "met");
    },
    sync: () => phone.sync("asked"),
    restart: async () => {
      phone.close();
      await again();
    },
    clock: () => void (ahead += Math.floor((chance.random() - 0.5) * 6 * 3_600_000)),
    scope: () => there.scope(phone.status().device, chance.random() < 0.5 ? ["near"] : ["near", "next"]),
    copy: () => void (copy = there.copy()),
    restore: () => there.restore(copy),
  };
  for (const step of steps) {
    try {
      await doing[step]();
    } catch (problem) {
      if (problem instanceof Killed) {
        phone.close();
        await again();
      } else if (!(problem instanceof Refused)) throw problem;
    }
  }
  phone.close();
  phone = await phoneAt(name, there.send, { now });
  await phone.unlock(PIN);
  await phone.sync("asked");
  await phone.sync("asked");
  expect(phone.status().waiting).toBe(0);
  await oneCleanSend(phone, there, written);
  phone.close();
  return road.met;
}

const schedules = fc.record({
  seed: fc.nat(),
  steps: fc.array(fc.constantFrom(...STEPS), { minLength: 3, maxLength: 12 }),
  share: fc.constantFrom(0.2, 0.5, 0.9),
});

describe.runIf(haveVectors)("over a rough road", () => {
  it(`${RUNS} schedules end in one clean send`, async () => {
    const met = new Set<Trouble>();
    await fc.assert(
      fc.asyncProperty(schedules, async (schedule) => {
        for (const trouble of await played(schedule)) met.add(trouble);
      }),
      { numRuns: RUNS, seed: 131 },
    );
    expect([...met].sort()).toEqual([...TROUBLES].sort()); // smooth roads would prove nothing
  }, LONG ? 3_600_000 : 120_000);

  it("notices a phone that forgets a line when a reply is lost", async () => {
    const there = await station();
    const phone = await enrolled(there.send);
    const { id } = await phone.write({ ...VISIT });
    const core = (phone as unknown as { core: { change(doing: (next: { own: Map<number, unknown> }) => void): Promise<void> } }).core;
    await core.change((next) => void next.own.delete(1));
    await phone.sync("asked");
    await expect(oneCleanSend(phone, there, new Map([[id, "visit"]]))).rejects.toThrow();
    phone.close();
  });
});
