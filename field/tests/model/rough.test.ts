/**
 * Blind retry over a rough road: the schedules of tests/sync/test_rough_roads.py, by the same seeds and the same
 * draws, played by this phone against the station in memory.
 */
import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import { Refused } from "@/phone/contract.ts";
import { haveVectors } from "../vectors.ts";
import { NEED, VISIT } from "../phone/handset.ts";
import { Random } from "./random.ts";
import { Killed, rough, TROUBLES, type Trouble } from "./roads.ts";
import { memoryOf, World } from "./world.ts";

const LONG = process.env.URTUU_LONG === "1";
const [FIRST, RUNS] = LONG ? [100_000, 10_000] : [0, 300];

/** `broken` spoils the phone after each step: controls must be noticed. */
async function played(seed: number, broken: (world: World) => Promise<void> | void = () => undefined): Promise<Trouble[]> {
  const world = await World.begin();
  const chance = new Random(seed);
  const road = rough(world.there.send, chance);
  const most = chance.choice([1, 2, 500]);
  await (world.phone as unknown as { core: { change(doing: (next: { facts: { mostLines: number } }) => void): Promise<void> } }).core
    .change((next) => void (next.facts.mostLines = Math.min(200, most)));
  world.over(road.send);
  const records: string[] = [];
  for (let left = chance.randint(2, 5); left > 0; left -= 1) {
    try {
      if (chance.random() < 0.6) await recordSomething(world, chance, records);
      else await world.phone.sync("asked");
    } catch (problem) {
      if (problem instanceof Killed) await world.restart(false);
      else if (!(problem instanceof Refused)) throw problem;
    }
    await broken(world);
    world.checkReceipts();
  }
  world.over(world.there.send);
  await world.restart(false);
  await world.phone.sync("asked");
  await world.checkOneCleanSend();
  for (const own of memoryOf(world.phone).own.values()) expect(own.answer).toBe("taken");
  world.close();
  return road.met;
}

async function recordSomething(world: World, chance: Random, records: string[]): Promise<void> {
  const act = chance.choice(["visit", "hear", "met"]);
  if (act === "visit") await world.write(VISIT);
  else if (act === "hear" || !records.length) records.push(await world.write(NEED));
  else await world.write({ kind: "need", act: "met", record: chance.choice(records), fields: { how_met: "修好了" } });
}

describe.runIf(haveVectors)("over a rough road", () => {
  it(`${RUNS} seeded schedules end in one clean send`, async () => {
    const met = new Set<Trouble>();
    for (let seed = FIRST; seed < FIRST + RUNS; seed += 1) {
      await played(seed).then((troubles) => troubles.forEach((one) => met.add(one)), (problem: unknown) => {
        throw new Error(`seed ${seed}`, { cause: problem });
      });
    }
    expect([...met].sort()).toEqual([...TROUBLES].sort()); // smooth roads would prove nothing
  }, LONG ? 3_600_000 : 120_000);

  const core = (world: World): { change(doing: (next: ReturnType<typeof memoryOf>) => void): Promise<void> } =>
    (world.phone as unknown as { core: never }).core;
  const controls: [string, (world: World) => Promise<void>][] = [
    ["forgets the last line without a receipt", (world) => core(world).change((next) => {
      const last = next.ownInOrder().pop();
      if (last && !last.answer) next.own.delete(last.seq);
    })],
    ["turns green without a receipt", (world) => core(world).change((next) => {
      for (const own of next.own.values()) if (!own.answer) next.own.set(own.seq, { ...own, answer: "taken" });
    })],
    ["sends a line without its sealed part", (world) => core(world).change((next) => {
      for (const own of next.own.values()) if (own.parts.length) next.own.set(own.seq, { ...own, parts: [] });
    })],
    ["loses its place in a feed", (world) => core(world).change((next) => {
      for (const feed of next.feeds.values()) if (feed.pos > 0) next.feeds.set(feed.name, { ...feed, pos: feed.pos - 1 });
    })],
  ];
  it.each(controls)("a phone that %s is noticed", async (_name, broken) => {
    const noticed: unknown[] = [];
    for (let seed = 0; seed < 12; seed += 1) await played(seed, broken).catch((problem: unknown) => noticed.push(problem));
    // By what must hold, not by a crash that would notice anything.
    expect(noticed.filter((problem) => (problem as Error).name === "AssertionError").length).toBeGreaterThan(0);
  });
});
