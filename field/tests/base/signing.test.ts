/** What the server's code signed, and what became of it on the way. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { unhex } from "@/base/bytes.ts";
import type { Alg } from "@/base/signing.ts";
import { haveVectors, vectors } from "../vectors.ts";

interface Signed { alg: Alg; key: string; message: string; signature: string; good: boolean }

async function disagreements(signed: Signed[]): Promise<Signed[]> {
  vi.resetModules(); // the browser is asked once what it can do
  const { signedBy } = await import("@/base/signing.ts");
  const found: Signed[] = [];
  for (const one of signed) {
    if ((await signedBy(one.alg, one.key, unhex(one.message), one.signature)) !== one.good) found.push(one);
  }
  return found;
}

describe.runIf(haveVectors)("signatures of the station", () => {
  const told = haveVectors ? vectors<Signed[]>("signatures") : [];
  afterEach(() => vi.restoreAllMocks());

  it("are believed and doubted as by the server", async () => {
    expect(told.filter((one) => one.good).length).toBeGreaterThan(10);
    expect(await disagreements(told)).toEqual([]);
  });

  it("also where the browser has no Ed25519", async () => {
    const old = new DOMException("Unrecognized name.", "NotSupportedError");
    const { subtle } = crypto;
    const named = (how: unknown): boolean => how === "Ed25519";
    const [make, take] = [subtle.generateKey.bind(subtle), subtle.importKey.bind(subtle)];
    vi.spyOn(subtle, "generateKey").mockImplementation(((how: never, ...rest: never[]) =>
      named(how) ? Promise.reject(old) : (make as (...all: never[]) => Promise<unknown>)(how, ...rest)) as never);
    vi.spyOn(subtle, "importKey").mockImplementation(((form: never, raw: never, how: never, ...rest: never[]) =>
      named(how) ? Promise.reject(old) : (take as (...all: never[]) => Promise<unknown>)(form, raw, how, ...rest)) as never);
    expect(await disagreements(told)).toEqual([]);
    const { hasEd25519, makeKey } = await import("@/base/signing.ts");
    expect([await hasEd25519(), (await makeKey()).alg]).toEqual([false, "p256"]);
  });
});
