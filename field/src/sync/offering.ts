/** What the phone says in a request: which lines it offers, what it holds, what it was told before. */
import { hex, unhex, type Bytes } from "@/base/bytes.ts";
import { genesis } from "@/base/chain.ts";
import { REOPEN, type Memory, type OwnLine } from "@/keep/memory.ts";
import { writeSealed } from "@/kinds/entries.ts";
import type { Asking } from "./wire.ts";

export const SCHEMA = "field-1";
export const MOST_LINES = 200;
const MOST_BYTES = 900 * 1024;
const MOST_HELD = 500;
/** The number and chain head of the last own line. */
export async function lastHead(memory: Memory): Promise<{ seq: number; head: Bytes }> {
  const seq = Math.max(memory.facts.purgedSeq, ...memory.own.keys());
  return { seq, head: unhex(await headAfter(memory, seq)) };
}

/** The chain head after an own line, hexadecimal; "" when there is no such line. */
export async function headAfter(memory: Memory, seq: number): Promise<string> {
  if (seq === 0) return hex(await genesis(memory.facts.device));
  if (seq === memory.facts.purgedSeq) return memory.facts.purgedHead;
  return memory.own.get(seq)?.head ?? "";
}

/** The first lines without a receipt, in a row, as many as one request carries. */
export function batch(memory: Memory, mostLines: number): OwnLine[] {
  if (memory.facts.forked) return [];
  const lines = memory.ownInOrder();
  const first = lines.findIndex((own) => own.answer === "");
  if (first < 0) return [];
  const found: OwnLine[] = [];
  let size = 0;
  for (const own of lines.slice(first, first + mostLines)) {
    size += own.line.length + JSON.stringify(own.parts).length;
    if (found.length && size > MOST_BYTES) break;
    found.push(own);
  }
  return found;
}

/** The lines of a batch as they travel, each followed by its sealed parts. */
export function travelling(lines: readonly OwnLine[]): Bytes[] {
  return lines.flatMap((own) => [own.line, ...own.parts.map(writeSealed)]);
}

/** The header of a request. The signature over its lines was made when the last of them was written. */
export async function asking(memory: Memory, lines: readonly OwnLine[], photos: number, now: Date): Promise<Asking> {
  const { facts } = memory;
  const cursors: Asking["cursors"] = {};
  const shown: Asking["shown"] = {};
  for (const feed of memory.feeds.values()) {
    if (feed.pos !== REOPEN) cursors[feed.name] = feed.pos;
    if (feed.root) shown[feed.name] = [feed.shownPos, feed.root];
  }
  for (const [name, ref] of memory.refs) cursors[name] = ref.digest;
  const held = memory.ownInOrder().filter((own) => own.answer === "held");
  held.sort((one, other) => one.askedAt.localeCompare(other.askedAt));
  const base = lines[0]?.seq ?? (await lastHead(memory)).seq + 1;
  return {
    device: facts.device, base_seq: base, prev: lines.length ? await headAfter(memory, base - 1) : "",
    sig: lines[lines.length - 1]?.sig ?? "", alg: facts.alg, schema: SCHEMA, cursors, shown,
    held: held.slice(0, MOST_HELD).map((own) => own.seq), queue_len: memory.waiting(), photos, clock: now.toISOString(),
    epoch: facts.epoch,
  };
}
