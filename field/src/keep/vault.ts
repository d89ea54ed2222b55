/**
 * A random data key, wrapped under a PIN. Six digits are weak: whoever copies the storage can guess a million
 * PINs elsewhere. Ten tries only stop somebody who holds the phone; what defends is how little lies on it.
 */
import { base64, unbase64, utf8, fromUtf8, type Bytes } from "@/base/bytes.ts";
import type { Noise } from "@/base/ids.ts";
import type { Cipher } from "./database.ts";

export const ITERATIONS = 600_000;
export const MOST_TRIES = 10;
const VERSION = 1;

/** The data key under the PIN's key; versioned, so that a later app can wrap it anew. */
export interface Wrapped { version: number; salt: string; iterations: number; iv: string; text: string }

/** A new data key and its wrapping. */
export async function newVault(pin: string, noise: Noise, iterations = ITERATIONS): Promise<[CryptoKey, Wrapped]> {
  const raw = noise(32);
  const wrapped = await wrap(raw, pin, noise, iterations);
  const key = await dataKey(raw);
  raw.fill(0);
  return [key, wrapped];
}

/** The data key, or null when the PIN is not the one. */
export async function opened(wrapped: Wrapped, pin: string): Promise<CryptoKey | null> {
  const raw = await unwrap(wrapped, pin);
  if (!raw) return null;
  const key = await dataKey(raw);
  raw.fill(0);
  return key;
}

/** The same data key under another PIN; null when the old one is wrong. */
export async function rewrapped(wrapped: Wrapped, from: string, to: string, noise: Noise): Promise<Wrapped | null> {
  const raw = await unwrap(wrapped, from);
  if (!raw) return null;
  const made = await wrap(raw, to, noise, Math.max(ITERATIONS, wrapped.iterations));
  raw.fill(0);
  return made;
}

async function wrap(raw: Uint8Array, pin: string, noise: Noise, iterations: number): Promise<Wrapped> {
  const [salt, iv] = [noise(16) as Bytes, noise(12) as Bytes];
  const key = await pinKey(pin, salt, iterations, "encrypt");
  const text = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, raw as Bytes);
  return { version: VERSION, salt: base64(salt), iterations, iv: base64(iv), text: base64(new Uint8Array(text)) };
}

async function unwrap(wrapped: Wrapped, pin: string): Promise<Bytes | null> {
  const key = await pinKey(pin, unbase64(wrapped.salt), wrapped.iterations, "decrypt");
  try {
    const how = { name: "AES-GCM", iv: unbase64(wrapped.iv) };
    return new Uint8Array(await crypto.subtle.decrypt(how, key, unbase64(wrapped.text)));
  } catch {
    return null;
  }
}

async function pinKey(pin: string, salt: Bytes, iterations: number, use: KeyUsage): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, [use]);
}

function dataKey(raw: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", raw as Bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** Encrypts and decrypts under the data key; `about` binds a text to its place, so that none can be swapped. */
export class Safe {
  private readonly key: CryptoKey;
  private readonly noise: Noise;

  constructor(key: CryptoKey, noise: Noise) {
    this.key = key;
    this.noise = noise;
  }

  async shut(bytes: Uint8Array, about: string): Promise<Cipher> {
    const iv = this.noise(12) as Bytes;
    const how = { name: "AES-GCM", iv, additionalData: utf8(about) };
    return { iv, text: new Uint8Array(await crypto.subtle.encrypt(how, this.key, bytes as Bytes)) };
  }

  /** Throws OperationError when the text was changed or belongs elsewhere. */
  async open(cipher: Cipher, about: string): Promise<Bytes> {
    const how = { name: "AES-GCM", iv: cipher.iv, additionalData: utf8(about) };
    return new Uint8Array(await crypto.subtle.decrypt(how, this.key, cipher.text));
  }

  shutValue(value: unknown, about: string): Promise<Cipher> {
    return this.shut(utf8(JSON.stringify(value)), about);
  }

  async openValue<T>(cipher: Cipher, about: string): Promise<T> {
    return JSON.parse(fromUtf8(await this.open(cipher, about))) as T;
  }
}

/** Seconds to wait before another try: nothing for the first three wrong ones, then longer and longer. */
export function waitAfter(wrong: number): number {
  return wrong < 3 ? 0 : Math.min(60, 5 * 2 ** (wrong - 3));
}
