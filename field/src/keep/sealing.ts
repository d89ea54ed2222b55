/**
 * Sealing to the station: what waits can be handed over without a PIN and survives a wiped key.
 *
 * version ‖ ephemeral P-256 point (65) ‖ iv (12) ‖ AES-256-GCM text. Key: HKDF-SHA256 of the ECDH x-coordinate,
 * salt = ephemeral point ‖ station's point, info = "urtuu-sealed-1". The name is bound as additional data.
 */
import { concat, utf8, type Bytes } from "@/base/bytes.ts";
import type { Noise } from "@/base/ids.ts";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const INFO = utf8("urtuu-sealed-1");
const VERSION = new Uint8Array([1]);

/** An envelope that only the station opens. `point` is its uncompressed public point, 65 bytes. */
export async function sealed(plain: Uint8Array, name: string, point: Bytes, noise: Noise): Promise<Bytes> {
  const station = await crypto.subtle.importKey("raw", point, CURVE, false, []);
  const pair = (await crypto.subtle.generateKey(CURVE, false, ["deriveBits"])) as CryptoKeyPair;
  const ephemeral = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: station }, pair.privateKey, 256);
  const key = await envelopeKey(secret, concat(ephemeral, point));
  const iv = noise(12) as Bytes;
  const how = { name: "AES-GCM", iv, additionalData: utf8(name) };
  const text = new Uint8Array(await crypto.subtle.encrypt(how, key, plain as Bytes));
  return concat(VERSION, ephemeral, iv, text);
}

async function envelopeKey(secret: ArrayBuffer, salt: Bytes): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt, info: INFO };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
}
