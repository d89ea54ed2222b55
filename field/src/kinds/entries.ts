/** An entry's line: read as it came, written once. What was received is never written again. */
import { fromUtf8, utf8, type Bytes } from "@/base/bytes.ts";
import type { Entry, SealedBody } from "./standing.ts";

/** Bytes; a longer line is returned by the station. */
export const LONGEST_LINE = 64 * 1024;

const TEXTS = ["id", "device", "kind", "act", "record", "actor", "occurred_at", "recorded_at", "grid"] as const;

/** The entry of an exact line. Throws SyntaxError or TypeError when it is none. */
export function readEntry(line: Uint8Array): Entry {
  const read = JSON.parse(fromUtf8(line)) as Partial<Entry> | null;
  if (!read || TEXTS.some((name) => typeof read[name] !== "string") || !Number.isInteger(read.seq) || !Number.isInteger(read.v)) {
    throw new SyntaxError("a line that is no entry");
  }
  return { saw: 0, station: "", gacha: "", body: {}, sealed: [], training: false, ...read } as Entry;
}

/** The line of an entry, without a line feed; what is empty is left out. */
export function writeLine(entry: Entry): Bytes {
  const told: Record<string, unknown> = {
    id: entry.id, device: entry.device, seq: entry.seq, kind: entry.kind, v: entry.v, act: entry.act,
    record: entry.record, actor: entry.actor, occurred_at: entry.occurred_at, recorded_at: entry.recorded_at,
    grid: entry.grid,
  };
  if (entry.saw) told.saw = entry.saw;
  if (entry.station) told.station = entry.station;
  if (entry.gacha) told.gacha = entry.gacha;
  if (Object.keys(entry.body).length) told.body = entry.body;
  if (entry.sealed.length) told.sealed = entry.sealed;
  if (entry.training) told.training = true;
  return utf8(JSON.stringify(told));
}

/** A sealed part as it travels: its first field tells it from an entry. */
export function writeSealed(part: SealedBody): Bytes {
  const { sealed_of, key, salt, body } = part;
  return utf8(JSON.stringify({ sealed_of, part: part.part, key, salt, body }));
}

/** Whose key seals a part: the record's, a party's within it, or a compartment's. */
export function sealKey(record: string, part: string, party = ""): string {
  if (part === "personal") return record;
  return part === "party" ? `${record}/party/${party}` : `${record}/${part}`;
}
