/** What the practice station needs at its door: to open what is sealed to it, to unpack, to follow a chain. */
import { concat, fromUtf8, utf8, type Bytes } from "@/base/bytes.ts";
import { link, sealedDigest } from "@/base/chain.ts";
import { gunzip } from "@/base/gzip.ts";
import type { Entry, SealedBody, Sentence } from "@/kinds/standing.ts";
import type { Sent } from "./wire.ts";

export interface Sealing { point: Bytes; opener: CryptoKey }

export async function sealingPair(): Promise<Sealing> {
  const pair = (await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"])) as CryptoKeyPair;
  return { point: new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)), opener: pair.privateKey };
}

/** What is in an envelope (`keep/sealing.ts` makes them). */
export async function opened(envelope: Bytes, name: string, opener: CryptoKey, point: Bytes): Promise<Bytes> {
  const [ephemeral, iv, text] = [envelope.slice(1, 66), envelope.slice(66, 78), envelope.slice(78)];
  const other = await crypto.subtle.importKey("raw", ephemeral, { name: "ECDH", namedCurve: "P-256" }, false, []);
  const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: other }, opener, 256);
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: concat(ephemeral, point), info: utf8("urtuu-sealed-1") };
  const key = await crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: utf8(name) }, key, text));
}

export async function linesOf(body: Bytes): Promise<string[] | null> {
  try {
    return fromUtf8(await gunzip(body)).split("\n").filter(Boolean);
  } catch {
    return null;
  }
}

export async function headsOf(prev: Bytes, lines: string[]): Promise<Bytes[]> {
  const heads = [prev];
  for (const line of lines) heads.push(await link(heads[heads.length - 1] as Bytes, utf8(line)));
  return heads.slice(1);
}

export function answered(status: number, head: object, lines: string[] = []): Sent {
  return { status, body: utf8([JSON.stringify(head), ...lines].map((line) => `${line}\n`).join("")), retryAfter: 0 };
}

export function refusal(status: number, sentence: Sentence): Sent {
  return answered(status, { sentence });
}

/** Whether the parts are those that the line commits to, each of them and no other. */
export async function sealsFit(entry: Entry, parts: readonly SealedBody[]): Promise<boolean> {
  if (entry.sealed.length !== parts.length) return false;
  for (const { part, key, digest } of entry.sealed) {
    const there = parts.find((one) => one.part === part && one.key === key);
    if (!there || (await sealedDigest(there.salt, there.body)) !== digest) return false;
  }
  return true;
}
