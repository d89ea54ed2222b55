/** A road to a station on which things get lost, by the chance of a seed: the troubles of the server's own tests. */
import { say, Unreachable, type Sent, type Transport } from "@/sync/wire.ts";

export const TROUBLES = [
  "lost_request", "lost_reply", "doubled", "torn_request", "torn_reply", "late_reply", "killed_before", "killed_after",
] as const;
export type Trouble = (typeof TROUBLES)[number];

/** The phone loses its power here. */
export class Killed extends Error {}

/** Numbers from a seed (mulberry32): the same schedule again and again. */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function rough(carry: Transport, chance: () => number, share = 0.5): { send: Transport; met: Set<Trouble> } {
  const earlier: Sent[] = [];
  const met = new Set<Trouble>();
  const lost = (): never => {
    throw new Unreachable(say("server_unreachable", { problem: "lost" }));
  };
  const kept = async (sent: Promise<Sent> | Sent): Promise<Sent> => {
    earlier.push(await sent);
    return sent;
  };
  const send: Transport = async (method, path, body, headers) => {
    const go = (): Promise<Sent> => carry(method, path, body, headers);
    if (path !== "/sync" || chance() >= share) return kept(go());
    const trouble = TROUBLES[Math.floor(chance() * TROUBLES.length)] as Trouble;
    met.add(trouble);
    switch (trouble) {
      case "lost_request": return lost();
      case "lost_reply": await go(); return lost();
      case "doubled": { const [one, other] = [await go(), await go()]; return kept(chance() < 0.5 ? one : other); }
      case "torn_request": return carry(method, path, body!.slice(0, Math.floor(chance() * body!.length)), headers);
      case "torn_reply": { const sent = await go(); return { ...sent, body: sent.body.slice(0, Math.floor(chance() * sent.body.length)) }; }
      case "late_reply": { await kept(go()); return earlier[Math.max(0, earlier.length - 1 - Math.floor(chance() * 4))] as Sent; }
      case "killed_before": throw new Killed("before");
      default: await go(); throw new Killed("after");
    }
  };
  return { send, met };
}
