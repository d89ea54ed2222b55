/** A road on which things get lost, by the draws of a seed: tests/phone/carrying.py, trouble for trouble. */
import { say, Unreachable, type Sent, type Transport } from "@/sync/wire.ts";
import type { Random } from "./random.ts";

export const TROUBLES = [
  "lost_request", "lost_reply", "doubled", "torn_request", "torn_reply", "late_reply", "killed_before", "killed_after",
] as const;
export type Trouble = (typeof TROUBLES)[number];

/** The phone loses its power here. */
export class Killed extends Error {}

/** `paths`: where the road is rough; elsewhere it is as it should be. */
export function rough(
  carry: Transport, chance: Random, share = 0.5, paths: readonly string[] = ["/sync"],
): { send: Transport; met: Trouble[] } {
  const earlier = new Map<string, Sent[]>();
  const met: Trouble[] = [];
  const send: Transport = async (method, path, body, headers) => {
    const go = (): ReturnType<Transport> => carry(method, path, body, headers);
    const place = paths.find((one) => path === one || path.startsWith(`${one}/`));
    const kept = (sent: Sent): Sent => {
      earlier.set(path, [...(earlier.get(path) ?? []), sent]);
      return sent;
    };
    if (!place || chance.random() >= share) return kept(await go());
    const trouble = chance.choice(TROUBLES);
    met.push(trouble);
    switch (trouble) {
      case "lost_request": throw new Unreachable(say("server_unreachable", { problem: "lost" }));
      case "lost_reply": await go(); throw new Unreachable(say("server_unreachable", { problem: "lost" }));
      case "doubled": return kept(chance.choice([await go(), await go()]));
      case "torn_request": return carry(method, path, body && body.slice(0, chance.randrange(body.length)), headers);
      case "torn_reply": { const sent = await go(); return { ...sent, body: sent.body.slice(0, chance.randrange(Math.max(1, sent.body.length))) }; }
      case "late_reply": { kept(await go()); return chance.choice((earlier.get(path) as Sent[]).slice(-4)); }
      case "killed_before": throw new Killed();
      default: await go(); throw new Killed();
    }
  };
  return { send, met };
}
