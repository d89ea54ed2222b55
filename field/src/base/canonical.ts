/**
 * One spelling for one value (RFC 8785 within the house's values; keys by code point, as `base/canonical.py`).
 * Fractions, numbers past ±(2^53 - 1) and text that has no UTF-8 are not values.
 */
import { utf8, type Bytes } from "./bytes.ts";

/** A surrogate without its other half: such text has no UTF-8. */
const HALF = /\p{Surrogate}/u;

export class NotCanonical extends Error {}

/** The canonical text of a value. Throws NotCanonical. */
export function canonical(value: unknown): string {
  if (value === null || typeof value === "boolean") return JSON.stringify(value);
  if (typeof value === "string") return text(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new NotCanonical(`${value} is no whole number within ±(2^53 - 1)`);
    return JSON.stringify(value === 0 ? 0 : value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object") return table(value as Record<string, unknown>);
  throw new NotCanonical(`a ${typeof value} is no value`);
}

export function canonicalBytes(value: unknown): Bytes {
  return utf8(canonical(value));
}

function text(value: string): string {
  if (HALF.test(value)) throw new NotCanonical("half a letter has no bytes");
  return JSON.stringify(value);
}

function table(value: Record<string, unknown>): string {
  const names = Object.keys(value).filter((name) => value[name] !== undefined).sort(byCodePoint);
  return `{${names.map((name) => `${text(name)}:${canonical(value[name])}`).join(",")}}`;
}

/** UTF-16 order differs from code point order only where a surrogate meets U+E000 to U+FFFF. */
export function byCodePoint(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  for (let i = 0; i < a.length && i < b.length; i += 1) {
    const difference = (a[i] as string).codePointAt(0)! - (b[i] as string).codePointAt(0)!;
    if (difference) return difference;
  }
  return a.length - b.length;
}
