/**
 * What the screens may ask of the phone. `phone.ts` is the real one; the practice vault is another.
 * Screens import this file and nothing below it but `kinds/` and `base/`.
 */
import type { Shelf } from "@/kinds/shelf.ts";
import type { ClockFace } from "@/kinds/clocks.ts";
import type { Answer, Deed, Entry, Sentence, Standing } from "@/kinds/standing.ts";
import type { ActRow, Body } from "@/kinds/tables.ts";

/** new: not enrolled · locked: a PIN is asked · open · elsewhere: another tab has it · lease: over, sync first ·
 *  revoked · wiped: ten wrong PINs, only what waits is left, sealed to the station · broken: cannot store */
export type Gate = "new" | "locked" | "open" | "elsewhere" | "lease" | "revoked" | "wiped" | "broken";
export type Road = "unknown" | "online" | "offline" | "syncing" | "busy";

export interface Status {
  gate: Gate;
  /** Officer's name, staff id and roles; empty while locked. */
  name: string;
  staff: string;
  roles: string[];
  device: string;
  /** Own entries without a receipt; photos not yet at the station; answered held, answered returned. */
  waiting: number;
  photosWaiting: number;
  held: number;
  returned: number;
  drafts: number;
  /** The last answer of the station, until when the lease lasts; ISO moments or null. */
  heardAt: string | null;
  leaseUntil: string | null;
  road: Road;
  /** What went wrong last, in a sentence; null when nothing did. */
  problem: Sentence | null;
  /** How far this phone's clock is ahead of the station's, in minutes. */
  skewMinutes: number;
  /** Records on the phone; a warning is due from 5,000. */
  records: number;
  storage: { used: number; quota: number; persisted: boolean };
  /** Wrong PINs left before the key is destroyed. */
  attemptsLeft: number;
  training: boolean;
}

/** A record as this phone shows it: own pending acts on top. */
export interface Seen {
  standing: Standing;
  /** Own acts in it without a receipt. */
  pending: number;
  /** Personal words this phone may show, later ones over earlier ones. */
  words: Body;
  faces: ClockFace[];
}

/** One line of a record's history, oldest first. */
export interface Event {
  entry: string; act: string; actor: string; at: string; state: string; late: boolean; body: Body;
  /** "" = the server's own account; else what became of an own line: pending or taken. */
  own: "" | "pending" | "taken" | "held" | "returned";
}

/** Something in the inbox: an own line that was not taken, or a warning about this phone. */
export interface Message {
  id: string; about: "entry" | "phone"; sentence: Sentence | null; seq: number; answer: Answer | "";
  kind: string; record: string; act: string; at: string; fields: Body;
}

export interface Draft { id: string; kind: string; act: string; record: string; fields: Body; at: string; photos: string[] }
export interface PhotoRef { sha256: string; size: number; mime: string }
export interface Written { seq: number; id: string; record: string; state: string }

export interface Household {
  id: string; label: string; gacha: string; group: string; landmark: string; phone: string; language: string; access: string;
}
export interface Colleague { id: string; name: string; roles: string[] }
export interface Gacha { code: string; name: string; sumu: string }
export interface Grid { id: string; name: string; station: string }
export interface Station { id: string; name: string; phone: string; supervision_phone: string; week: unknown }
export interface Places { grids: Grid[]; stations: Station[]; gachas: Gacha[]; households: Household[]; officers: Colleague[] }

export type Unlocked = { ok: true } | { ok: false; attemptsLeft: number; waitSeconds: number };

/** Thrown by everything that is refused; the sentence is for the person refused. */
export class Refused extends Error {
  readonly sentence: Sentence;
  readonly status: number;
  constructor(sentence: Sentence, status = 0) {
    super(sentence.name);
    this.sentence = sentence;
    this.status = status;
  }
}

export interface Phone {
  status(): Status;
  /** Called after every change; returns how to stop. */
  subscribe(listener: () => void): () => void;

  /** Becomes somebody's phone by a card. `checks` is what the phone check found. */
  enrol(code: string, pin: string, label: string, checks: Record<string, unknown>): Promise<void>;
  unlock(pin: string): Promise<Unlocked>;
  lock(): Promise<void>;
  /** Somebody uses the phone: the idle lock counts from now. */
  touched(): void;
  /** Take over from another tab. */
  takeOver(): Promise<void>;
  changePin(from: string, to: string): Promise<Unlocked>;

  shelf(): Shelf;
  places(): Places;
  /** Every record on the phone (the house's own bookkeeping left out). */
  records(): Seen[];
  record(id: string): Seen | null;
  history(id: string): Event[];
  /** Records whose open words, personal words, number or household fit, best first; case, FVS and MVS ignored. */
  search(text: string, only?: { kind?: string; open?: boolean }): Seen[];
  /** Acts the table offers this person on this record now; `offline` tells those that work here. */
  openActs(id: string): ActRow[];
  /** Acts with which this person may begin a record of this kind on the phone. */
  beginnings(kind: string): ActRow[];
  /** Own lines, newest first, for "my week". */
  ownEntries(): { entry: Entry; answer: Answer | ""; sentence: Sentence | null }[];

  /** What the table says to a body before anything is written: the first sentence, or null. */
  check(deed: Deed): Sentence | null;
  /** Writes one act for good, on the disk before it returns. Throws Refused. */
  write(deed: Deed, draft?: string): Promise<Written>;
  saveDraft(draft: Draft): Promise<void>;
  drafts(): Draft[];
  dropDraft(id: string): Promise<void>;
  /** Keeps a re-encoded picture; its bytes travel later. Throws Refused when the disk is full. */
  addPhoto(bytes: Uint8Array, mime: string): Promise<PhotoRef>;
  /** The bytes of a picture that is still on the phone, or null. */
  photo(sha256: string): Promise<Uint8Array | null>;

  inbox(): Message[];
  dismiss(id: string): Promise<void>;
  sync(reason: string): Promise<void>;
  /** Everything unsent, sealed to the station, as one file. */
  rescueFile(): Promise<{ name: string; bytes: Uint8Array }>;
  now(): Date;
}
