/** Writing an entry: fields as a form gives them become an open line and the sealed parts beside it. */
import { hex, type Bytes } from "@/base/bytes.ts";
import { sealedDigest } from "@/base/chain.ts";
import { newId, type Noise } from "@/base/ids.ts";
import { normalised } from "@/base/mongolian.ts";
import { sealKey, writeLine } from "./entries.ts";
import type { Deed, Entry, SealedBody } from "./standing.ts";
import type { ActRow, Body, Json, KindRow } from "./tables.ts";

/** Who writes, with what, and when; `noise` gives random bytes. */
export interface Hand { device: string; seq: number; actor: string; now: Date; noise: Noise }
export interface Composed { entry: Entry; line: Bytes; sealed: SealedBody[] }

/** The entry of a deed, its line and its sealed parts. Fields the table does not know stay open. */
export async function compose(kind: KindRow, act: ActRow, deed: Deed, hand: Hand): Promise<Composed> {
  const ident = newId(hand.now, hand.noise(10));
  const record = deed.record || newId(hand.now, hand.noise(10));
  const { open, closed } = apart(act, deed.fields);
  const sealed = [...closed].map(([part, body]) => ({
    sealed_of: ident, part, key: sealKey(record, part, String(open.party ?? "")), salt: hex(hand.noise(16)), body,
  }));
  const entry: Entry = {
    id: ident, device: hand.device, seq: hand.seq, kind: kind.name, v: kind.version, act: act.name, record,
    actor: hand.actor, occurred_at: (deed.occurred_at ?? hand.now).toISOString(), recorded_at: hand.now.toISOString(),
    grid: deed.grid ?? "", saw: deed.saw ?? 0, station: deed.station ?? "", gacha: deed.gacha ?? "", body: open,
    sealed: [], training: deed.training ?? false,
  };
  for (const one of sealed) {
    entry.sealed.push({ part: one.part, key: one.key, digest: await sealedDigest(one.salt, one.body) });
  }
  return { entry, line: writeLine(entry), sealed };
}

/** The open fields, and the closed ones by their part. */
export function apart(act: ActRow, fields: Body): { open: Body; closed: Map<string, Body> } {
  const open: Body = {};
  const closed = new Map<string, Body>();
  for (const [name, value] of Object.entries(fields)) {
    const part = act.fields[name]?.part ?? "";
    if (part && !closed.has(part)) closed.set(part, {});
    (part ? (closed.get(part) as Body) : open)[name] = tidied(value);
  }
  Object.assign(open, gathered(act, fields));
  return { open, closed };
}

/** The open fields that are read off the rows of a sealed group, unless they were given. */
function gathered(act: ActRow, fields: Body): Body {
  const found: Body = {};
  for (const [name, { gathers }] of Object.entries(act.fields)) {
    const [group = "", column = ""] = gathers?.split(".") ?? [];
    const rows = fields[group];
    if (!gathers || name in fields || !Array.isArray(rows) || !rows.length) continue;
    const days = rows.map((row) => (row as Body | null)?.[column]);
    if (days.every(Boolean)) found[name] = days as Json[];
  }
  return found;
}

/** No database keeps NUL, and half of a letter, as a cut text may end in, has no bytes. */
const UNKEEPABLE = /\0|\p{Surrogate}/gu;

/** Text as it is stored: Mongolian separators in their one spelling, nothing that the station could not keep. */
function tidied(value: Json): Json {
  if (typeof value === "string") return normalised(value.replace(UNKEEPABLE, ""));
  if (Array.isArray(value)) return value.map(tidied);
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, tidied(inner)]));
  }
  return value;
}
