/** What is folded and what is said: the values that the journal, the wire and the screens share. */
import type { Body, Json } from "./tables.ts";

/** A sentence by name with its values; worded by `kinds/words.ts`. `kind` names the kind it speaks of. */
export interface Sentence {
  name: string;
  values?: Record<string, Json>;
  kind?: string;
  /** As the station worded it, by language: before the first sync a phone has no words of its own. */
  text?: Record<string, string>;
}

export interface Seal { part: string; key: string; digest: string }

/** The open line of an entry, field for field as `kinds/entries.py` writes it. */
export interface Entry {
  id: string; device: string; seq: number; kind: string; v: number; act: string; record: string;
  actor: string; occurred_at: string; recorded_at: string; grid: string; saw: number; station: string;
  gacha: string; body: Body; sealed: Seal[]; training: boolean;
}

/** A sealed part as it travels beside its line. */
export interface SealedBody { sealed_of: string; part: string; key: string; salt: string; body: Body }

/** One taken act in a record's life. */
export interface Done {
  entry: string; act: string; actor: string; device: string; at: string; state: string;
  late: boolean; body: Body;
}

export interface Proposal { field: string; value: Json; entry: string; actor: string }

/** A record as it stands. */
export interface Standing {
  kind: string; record: string; grid: string; station: string; gacha: string; state: string; before: string;
  version: number; holder: string; body: Body; wrote: Record<string, [number, string]>; acts: Done[];
  proposals: Proposal[]; training: boolean;
}

export type Answer = "taken" | "known" | "held" | "returned";
export interface Verdict { answer: Answer; why?: string; sentence?: Sentence }

/** What somebody does, before it is an entry (`composing.py`). */
export interface Deed {
  kind: string; act: string; fields: Body; record?: string; grid?: string; station?: string; gacha?: string;
  saw?: number; training?: boolean; occurred_at?: Date;
}
