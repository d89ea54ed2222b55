/** What the practice station keeps: devices with their lines, feeds, records, pictures. */
import { hex, unhex, type Bytes } from "@/base/bytes.ts";
import type { Alg } from "@/base/signing.ts";
import type { Entry, SealedBody, Sentence, Standing } from "@/kinds/standing.ts";
import type { ReceiptLine } from "./wire.ts";

/** `at`: the moment it counts from, where that is not the one it claims. */
export interface Placed { line: Bytes; entry: Entry; parts: SealedBody[]; at: string }
export interface Kept { seq: number; id: string; line: string; answer: "taken" | "held" | "returned"; why: string; sentence: Sentence | null; feed: string; pos: number }
export interface Device {
  id: string; staff: string; grids: string[]; seq: number; head: Bytes; lines: Kept[]; revoked: boolean; alg: Alg; publicKey: string;
}

/** Everything that a restore would bring back. */
export interface State { devices: Map<string, Device>; feeds: Map<string, Placed[]>; standings: Map<string, Standing>; blobs: Map<string, Bytes> }

/** What the practice vault is told of places and people; all invented. */
export interface Setting { staff: string; name: string; roles: string[]; grids: string[]; places: Record<string, object[]> }

/** What a copy of its disk would hold. */
export function copyOf(state: State): State {
  return {
    devices: new Map([...state.devices].map(([id, one]) => [id, { ...one, grids: [...one.grids], lines: one.lines.map((kept) => ({ ...kept })), head: unhex(hex(one.head)) }])),
    feeds: new Map([...state.feeds].map(([name, lines]) => [name, [...lines]])),
    standings: new Map(state.standings), blobs: new Map(state.blobs),
  };
}

export function receiptOf(kept: Kept): ReceiptLine {
  const { seq, id, answer, why, sentence, feed, pos } = kept;
  return { seq, id, answer, ...(why ? { why } : {}), ...(sentence ? { sentence } : {}), ...(feed ? { feed, pos } : {}) };
}
