/** How a thing is named before any server has seen it: UUID version 7 (RFC 9562). */
import { hex } from "./bytes.ts";

export type Noise = (count: number) => Uint8Array;

/** Random bytes of the browser. */
export const noise: Noise = (count) => crypto.getRandomValues(new Uint8Array(count));

/** A UUIDv7 made at a moment; `random` is 10 bytes, of which 74 bits are used. Order never comes from it. */
export function newId(at: Date, random: Uint8Array): string {
  let number = 0n;
  for (const byte of random) number = (number << 8n) | BigInt(byte);
  const time = BigInt(at.getTime()) & ((1n << 48n) - 1n);
  const high = (number >> 62n) & 0xfffn;
  const low = number & ((1n << 62n) - 1n);
  return spelled((time << 80n) | (0x7n << 76n) | (high << 64n) | (0x2n << 62n) | low);
}

/** A UUIDv4: for what has no moment, as a device. */
export function randomId(random: Uint8Array): string {
  const bytes = Uint8Array.from(random.subarray(0, 16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return dashed(hex(bytes));
}

function spelled(number: bigint): string {
  return dashed(number.toString(16).padStart(32, "0"));
}

function dashed(digits: string): string {
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join("-");
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id in a text in its usual spelling, or null. */
export function readId(text: string): string | null {
  const lower = text.trim().toLowerCase();
  return UUID.test(lower) ? lower : null;
}
