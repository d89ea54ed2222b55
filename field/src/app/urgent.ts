/** The one thing that cannot wait: which clock, on which record, and what would stop it. */
import type { ClockFace } from "@/kinds/clocks.ts";
import type { Shelf } from "@/kinds/shelf.ts";
import type { ClockRow } from "@/kinds/tables.ts";
import type { Seen } from "@/phone/contract.ts";

export interface Urgent { seen: Seen; face: ClockFace; clock: ClockRow; dueAt: number }

const LONG_AGO = 24 * 3_600_000;
const ENDED = ["paused", "done", "done_late"];

/** Today's promises first, then what is overdue since yesterday or before: an old breach must not hide a new night. */
export function urgentOf(records: Seen[], shelf: Shelf, now: number): Urgent | null {
  let best: Urgent | null = null;
  for (const seen of records) {
    const kind = shelf.kind(seen.standing.kind);
    const rows = kind?.clocks ?? [];
    // Clocks are worked out when they are asked for: of thousands of records most have none, or have ended.
    if (!rows.length || kind?.ends.includes(seen.standing.state)) continue;
    for (const face of seen.faces) {
      const clock = rows.find((row) => row.name === face.name);
      if (!clock || face.dueAt === null || ENDED.includes(face.state)) continue;
      if (!clock.tonight && face.state !== "warn" && face.state !== "breached") continue;
      const found = { seen, face, clock, dueAt: face.dueAt };
      if (!best || weight(found, now) < weight(best, now)) best = found;
    }
  }
  return best;
}

function weight({ dueAt, clock }: Urgent, now: number): number {
  const old = dueAt < now - LONG_AGO ? 1e15 : 0;
  return old + dueAt - (clock.tonight ? 3_600_000 : 0);
}

/** What is left of the promised time, 0 to 1. */
export function shareLeft({ face, dueAt }: Urgent, now: number): number {
  const whole = dueAt - face.startedAt;
  return whole > 0 ? Math.max(0, Math.min(1, (dueAt - now) / whole)) : 0;
}
