/** What is wrong with a new PIN, and the code of a card. */
import { isTrivial, PIN_LENGTH } from "@/base/pins.ts";

export { isTrivial, PIN_LENGTH };

export type PinFault = "short" | "trivial" | "different" | "";

export function pinFault(pin: string, again: string): PinFault {
  if (!/^\d{6}$/.test(pin)) return "short";
  if (isTrivial(pin)) return "trivial";
  return pin === again ? "" : "different";
}

/** The code of a card out of what was read or typed: a link with #card=, or the letters themselves. */
export function cardCode(text: string): string {
  const linked = /#card=([^&\s]+)/.exec(text);
  return decodeURIComponent(linked?.[1] ?? text).trim().toUpperCase();
}
