/** When the phone speaks: one round at a time, never silent for good, patient when it is asked to be. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startLoop, type Loop } from "@/sync/loop.ts";

let loop: Loop;
const target = new EventTarget();
const MINUTE = 60_000;

describe("the loop", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    loop.stop();
    vi.useRealTimers();
  });

  it("runs one round at a time, and once more for what came up meanwhile", async () => {
    let running = 0;
    let rounds = 0;
    let finish = (): void => undefined;
    loop = startLoop(async () => {
      expect((running += 1)).toBe(1);
      rounds += 1;
      await new Promise<void>((done) => (finish = done));
      running -= 1;
      return 0;
    }, target);
    const first = loop.now("open");
    void loop.now("written");
    void loop.now("written");
    finish();
    await vi.advanceTimersByTimeAsync(1);
    expect(rounds).toBe(2);
    finish();
    await first;
    expect(rounds).toBe(2);
  });

  it("goes on after a fault of the app", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    let rounds = 0;
    loop = startLoop(() => {
      rounds += 1;
      return Promise.reject(new TypeError("a fault"));
    }, target);
    await loop.now("open");
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(rounds).toBeGreaterThan(1);
  });

  it("gives a busy station its time, whatever the jitter, and comes back by itself", async () => {
    for (const chance of [0, 0.5, 1]) {
      const at: number[] = [];
      const began = Date.now();
      loop = startLoop(() => {
        at.push(Date.now() - began);
        return Promise.resolve(at.length === 1 ? 60 : 0);
      }, target, () => chance);
      await loop.now("open");
      await loop.now("written");
      target.dispatchEvent(new Event("online"));
      await vi.advanceTimersByTimeAsync(2 * MINUTE);
      expect(at[1]).toBeGreaterThanOrEqual(MINUTE);
      expect(at[1]).toBeLessThanOrEqual(1.6 * MINUTE);
      loop.stop();
    }
  });

  it("is not silenced by a clock that is set back", async () => {
    let rounds = 0;
    loop = startLoop(() => Promise.resolve((rounds += 1) === 1 ? 60 : 0), target);
    await loop.now("open");
    vi.setSystemTime(Date.now() - 30 * 86_400_000);
    await loop.now("visible");
    expect(rounds).toBe(2);
  });

  it("waits longer and longer without a road, half an hour at most, and tries at once when there is one", async () => {
    const at: number[] = [];
    loop = startLoop(() => {
      at.push(Date.now());
      return Promise.resolve(-1);
    }, target, () => 0.5);
    await loop.now("open");
    await vi.advanceTimersByTimeAsync(5 * 60 * MINUTE);
    const gaps = at.slice(1).map((one, n) => one - at[n]!);
    expect(gaps.every((gap, n) => n === 0 || gap >= gaps[n - 1]!)).toBe(true);
    expect(Math.max(...gaps)).toBe(30 * MINUTE);
    const before = at.length;
    target.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(1);
    expect(at.length).toBe(before + 1);
  });
});
