/** What the desk sent back to this officer: thanks, comments and wishes for a correction. */
import type { Phone, Seen } from "@/phone/contract.ts";

export type FeedbackAct = "comment" | "thank" | "ask_correction";
export interface Feedback { seen: Seen; act: FeedbackAct; from: string; at: number; text: string; about: string; open: boolean }

const BEGINS: readonly string[] = ["comment", "thank", "ask_correction"];

/** How many wait to be read: for the number on the tab. */
export function feedbackOpen(phone: Phone): number {
  return feedbackFor(phone).filter((one) => one.open).length;
}

/** Newest first, what is still open before what was answered. */
export function feedbackFor(phone: Phone): Feedback[] {
  const { staff } = phone.status();
  const ends = phone.shelf().kind("feedback")?.ends ?? [];
  const found: Feedback[] = [];
  for (const seen of phone.records()) {
    const { kind, holder, acts, body, state } = seen.standing;
    const first = acts[0];
    if (kind !== "feedback" || (holder || body.officer) !== staff || !first || !BEGINS.includes(first.act)) continue;
    found.push({
      seen, act: first.act as FeedbackAct, from: first.actor, at: Date.parse(first.at), open: !ends.includes(state),
      text: String(body.text ?? seen.words.text ?? ""), about: String(body.about ?? ""),
    });
  }
  return found.sort((one, other) => Number(other.open) - Number(one.open) || other.at - one.at);
}
