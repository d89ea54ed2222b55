/**
 * Device keys and signatures: Ed25519 where the browser has it, else ECDSA P-256 (`base/signing.py`).
 * Keys and signatures travel as standard base64; a P-256 signature is r ‖ s, its key the uncompressed point.
 */
import { base64, unbase64, type Bytes } from "./bytes.ts";

export type Alg = "ed25519" | "p256";

/** A device's key as it is kept: `pkcs8` is secret and only ever stored encrypted. */
export interface MadeKey { alg: Alg; publicText: string; pkcs8: Bytes }

const P256 = { name: "ECDSA", namedCurve: "P-256" };
const P256_SIGN = { name: "ECDSA", hash: "SHA-256" };
const ED = "Ed25519";

function keyOf(alg: Alg): string | typeof P256 {
  return alg === "ed25519" ? ED : P256;
}

let probed: Promise<boolean> | null = null;

/** Whether this browser signs with Ed25519; asked once. */
export function hasEd25519(): Promise<boolean> {
  probed ??= crypto.subtle.generateKey(ED, false, ["sign", "verify"]).then(() => true, () => false);
  return probed;
}

export async function makeKey(alg?: Alg): Promise<MadeKey> {
  const chosen = alg ?? ((await hasEd25519()) ? "ed25519" : "p256");
  const pair = (await crypto.subtle.generateKey(keyOf(chosen), true, ["sign", "verify"])) as CryptoKeyPair;
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey));
  return { alg: chosen, publicText: base64(raw), pkcs8 };
}

/** The key to sign with; it cannot be read out again. */
export function openKey(alg: Alg, pkcs8: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey("pkcs8", pkcs8 as Bytes, keyOf(alg), false, ["sign"]);
}

export async function sign(key: CryptoKey, message: Uint8Array): Promise<string> {
  const how = key.algorithm.name === ED ? ED : P256_SIGN;
  return base64(new Uint8Array(await crypto.subtle.sign(how, key, message as Bytes)));
}

/** Whether the signature was made with this key. What is malformed is simply not signed. */
export async function signedBy(alg: Alg, publicText: string, message: Uint8Array, signature: string): Promise<boolean> {
  if (alg !== "ed25519" && alg !== "p256") return false; // it came over the wire
  try {
    const [raw, sig] = [unbase64(publicText), unbase64(signature)];
    if (alg === "ed25519" && !(await hasEd25519())) return await signedByHand(raw, message, sig);
    const key = await crypto.subtle.importKey("raw", raw, keyOf(alg), false, ["verify"]);
    return await crypto.subtle.verify(alg === "ed25519" ? ED : P256_SIGN, key, sig, message as Bytes);
  } catch {
    return false;
  }
}

async function signedByHand(raw: Bytes, message: Uint8Array, sig: Bytes): Promise<boolean> {
  const { verifyAsync } = await import("@noble/ed25519"); // fetched by old browsers only
  return verifyAsync(sig, message, raw);
}
