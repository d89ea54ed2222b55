/** The key under the PIN, and what is shut with it. */
import { describe, expect, it } from "vitest";
import { utf8, fromUtf8 } from "@/base/bytes.ts";
import { noise } from "@/base/ids.ts";
import { ITERATIONS, newVault, opened, rewrapped, Safe, waitAfter } from "@/keep/vault.ts";

const FEW = 1000;

describe("a vault", () => {
  it("asks at least 600,000 rounds of a guess, and says so in its record", async () => {
    expect(ITERATIONS).toBeGreaterThanOrEqual(600_000);
    const [, wrapped] = await newVault("274951", noise);
    expect(wrapped).toMatchObject({ version: 1, iterations: ITERATIONS });
  });

  it("opens with its PIN only, to a key that cannot be read out", async () => {
    const [, wrapped] = await newVault("274951", noise, FEW);
    expect(await opened(wrapped, "274950")).toBeNull();
    const key = await opened(wrapped, "274951");
    expect(key?.extractable).toBe(false);
    await expect(crypto.subtle.exportKey("raw", key as CryptoKey)).rejects.toThrow();
  });

  it("under another PIN holds the same key, and the old PIN opens it no more", async () => {
    const [key, wrapped] = await newVault("274951", noise, FEW);
    const shut = await new Safe(key, noise).shut(utf8("词"), "here");
    const made = await rewrapped(wrapped, "274951", "830264", noise);
    expect(await rewrapped(wrapped, "000000", "830264", noise)).toBeNull();
    expect(await opened(made!, "274951")).toBeNull();
    expect(made!.salt).not.toBe(wrapped.salt);
    const again = new Safe((await opened(made!, "830264"))!, noise);
    expect(fromUtf8(await again.open(shut, "here"))).toBe("词");
  });

  it("binds what is shut to its place, and notices every changed byte", async () => {
    const [key] = await newVault("274951", noise, FEW);
    const safe = new Safe(key, noise);
    const shut = await safe.shut(utf8("井干了三天"), "block/1");
    await expect(safe.open(shut, "block/2")).rejects.toThrow();
    const changed = { ...shut, text: Uint8Array.from(shut.text) };
    changed.text[0]! ^= 1;
    await expect(safe.open(changed, "block/1")).rejects.toThrow();
    expect((await safe.shut(utf8("井干了三天"), "block/1")).iv).not.toEqual(shut.iv);
  });

  it("makes one wait longer and longer, never more than a minute", () => {
    const waits = Array.from({ length: 11 }, (_one, wrong) => waitAfter(wrong));
    expect(waits.slice(0, 4)).toEqual([0, 0, 0, 5]);
    expect(waits.every((wait, n) => n === 0 || wait >= waits[n - 1]!)).toBe(true);
    expect(Math.max(...waits)).toBe(60);
  });
});
