/** What the phone seals is what the station opens: both against one vector that the server's tests hold too. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { concat, fromUtf8, unhex, utf8, type Bytes } from "@/base/bytes.ts";
import { sealed } from "@/keep/sealing.ts";

type Vector = Record<"point" | "station_scalar" | "name" | "plain" | "envelope", string>;
const VECTOR = JSON.parse(readFileSync(new URL("../../../tests/sync/envelope.json", import.meta.url), "utf8")) as Vector;
const POINT = unhex(VECTOR.point);
const noise = (size: number): Uint8Array => crypto.getRandomValues(new Uint8Array(size));

const url = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");

/** The station's side, from docs/wire.md. */
async function opened(envelope: Uint8Array, name: string): Promise<string> {
  const key = {
    kty: "EC", crv: "P-256", d: url(unhex(VECTOR.station_scalar)), x: url(POINT.subarray(1, 33)), y: url(POINT.subarray(33)),
  };
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const own = await crypto.subtle.importKey("jwk", key, curve, false, ["deriveBits"]);
  const ephemeral = envelope.slice(1, 66);
  const theirs = await crypto.subtle.importKey("raw", ephemeral, curve, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own, 256);
  const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: concat(ephemeral as Bytes, POINT), info: utf8("urtuu-sealed-1") };
  const aes = await crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  const gcm = { name: "AES-GCM", iv: envelope.slice(66, 78), additionalData: utf8(name) };
  return fromUtf8(new Uint8Array(await crypto.subtle.decrypt(gcm, aes, envelope.slice(78))) as Bytes);
}

describe("an envelope", () => {
  it("of the server's tests is read alike here", async () => {
    expect(await opened(unhex(VECTOR.envelope), VECTOR.name)).toBe(VECTOR.plain);
  });

  it("of the phone opens under its name and no other", async () => {
    const envelope = await sealed(utf8(VECTOR.plain), VECTOR.name, POINT, noise);
    expect(envelope[0]).toBe(1);
    expect(await opened(envelope, VECTOR.name)).toBe(VECTOR.plain);
    await expect(opened(envelope, `${VECTOR.name}0`)).rejects.toThrow();
  });

  it("is never made twice alike", async () => {
    const [one, two] = await Promise.all([1, 2].map(() => sealed(utf8("井"), "a/1", POINT, noise)));
    expect(Buffer.from(one as Bytes).equals(Buffer.from(two as Bytes))).toBe(false);
  });
});
