/**
 * What the phone holds, in memory while it is unlocked. A change is made on a fork, written to the disk in one
 * transaction, and only then becomes what everybody sees. Values inside are replaced, never changed in place.
 */
import type { Bytes } from "@/base/bytes.ts";
import type { Frontier } from "@/base/merkle.ts";
import type { SealedBody, Sentence, Standing } from "@/kinds/standing.ts";
import type { Body } from "@/kinds/tables.ts";
import type { PhotoRow } from "./database.ts";

/** An own line and what the station said to it: "" nothing yet, else taken, held or returned. */
export interface OwnLine {
  readonly seq: number; readonly id: string; readonly record: string; readonly line: Bytes; readonly head: string;
  readonly sig: string; readonly envelope: Bytes; readonly parts: SealedBody[]; readonly recordedAt: string;
  readonly answer: "" | "taken" | "held" | "returned"; readonly why: string; readonly sentence: Sentence | null;
  readonly feed: string; readonly pos: number; readonly askedAt: string; readonly durable: boolean;
  /** Its personal words have left; what has to travel again travels in the envelope. */
  readonly stripped?: boolean;
}

/** A picture on the phone, without its bytes. */
export type PhotoState = Readonly<PhotoRow>;

/** A feed's position when it must be opened anew: something of it is not on the phone. */
export const REOPEN = -1;

/** A feed. `frontier` is its tree where it could be followed; `closing`: not ours any more. */
export interface FeedState {
  readonly name: string; readonly pos: number; readonly frontier: Frontier | null; readonly shownPos: number;
  readonly root: string; readonly closing: boolean;
}

/** A record on the phone: as it stands, the parts that may be read, and the feeds because of which it is held. */
export interface KeptRecord {
  readonly standing: Standing | null; readonly parts: SealedBody[]; readonly holds: string[]; readonly block: number;
}

export interface Note { readonly at: string; readonly sentence: Sentence }
export interface Reference { readonly digest: string; readonly rows: string[] }

/** Who holds this phone; `pkcs8` is the device's key. */
export interface Owner { staff: string; name: string; roles: string[]; pkcs8: string }

/** What is known without a PIN: nothing personal. */
export interface Facts {
  device: string; alg: "ed25519" | "p256"; epoch: string; receiptKey: string; rescueKey: string; acked: number;
  purgedSeq: number; purgedHead: string; forked: boolean; revoked: boolean; leaseUntil: string; heardAt: string;
  skewMinutes: number; tidiedOn: string; purgedOn: string; delivered: number; mostLines: number;
}

export const NO_FACTS: Facts = {
  device: "", alg: "p256", epoch: "", receiptKey: "", rescueKey: "", acked: 0, purgedSeq: 0, purgedHead: "",
  forked: false, revoked: false, leaseUntil: "", heardAt: "", skewMinutes: 0, tidiedOn: "", purgedOn: "",
  delivered: 0, mostLines: 0,
};

/** A form half filled. */
export interface KeptDraft {
  id: string; kind: string; act: string; record: string; fields: Body; at: string; photos: string[];
}

export class Memory {
  facts: Facts = { ...NO_FACTS };
  owner: Owner = { staff: "", name: "", roles: [], pkcs8: "" };
  own = new Map<number, OwnLine>();
  feeds = new Map<string, FeedState>();
  records = new Map<string, KeptRecord>();
  refs = new Map<string, Reference>();
  drafts = new Map<string, KeptDraft>();
  photos = new Map<string, PhotoState>();
  notes: Note[] = [];
  /** Ids of messages the owner has put away. */
  dismissed = new Set<string>();

  /** A copy to change; the maps are its own, the values in them shared. */
  fork(): Memory {
    const copy = new Memory();
    copy.facts = { ...this.facts };
    copy.owner = this.owner;
    copy.own = new Map(this.own);
    copy.feeds = new Map(this.feeds);
    copy.records = new Map(this.records);
    copy.refs = new Map(this.refs);
    copy.drafts = new Map(this.drafts);
    copy.photos = new Map(this.photos);
    copy.notes = this.notes;
    copy.dismissed = this.dismissed;
    return copy;
  }

  ownInOrder(): OwnLine[] {
    return [...this.own.values()].sort((one, other) => one.seq - other.seq);
  }

  ownOf(record: string): OwnLine[] {
    return this.ownInOrder().filter((own) => own.record === record);
  }

  busy(record: string): boolean {
    for (const own of this.own.values()) if (own.record === record && own.answer === "") return true;
    return false;
  }

  waiting(): number {
    let count = 0;
    for (const own of this.own.values()) if (own.answer === "") count += 1;
    return count;
  }

  heldBecauseOf(feed: string): string[] {
    return [...this.records].filter(([, kept]) => kept.holds.includes(feed)).map(([record]) => record);
  }

  /** A record as it stands, held because of a feed. */
  putStanding(feed: string, standing: Standing): void {
    const kept = this.records.get(standing.record);
    const holds = kept?.holds.includes(feed) ? kept.holds : [...(kept?.holds ?? []), feed];
    this.records.set(standing.record, { parts: [], block: -1, ...kept, standing, holds });
  }

  /** Whether the record of a part is on the phone: words of others have no business here. */
  holds(part: SealedBody): boolean {
    return this.records.has(part.key.split("/")[0] as string);
  }

  putPart(part: SealedBody): void {
    const record = part.key.split("/")[0] as string;
    const kept = this.records.get(record) ?? { standing: null, parts: [], holds: [], block: -1 };
    const others = kept.parts.filter((one) => one.sealed_of !== part.sealed_of || one.part !== part.part);
    this.records.set(record, { ...kept, parts: [...others, part] });
  }

  /** A record is no longer held because of this feed; the last hold gone, it leaves the phone. */
  letGo(feed: string, record: string): void {
    const kept = this.records.get(record);
    if (!kept) return;
    const holds = kept.holds.filter((name) => name !== feed);
    if (holds.length) this.records.set(record, { ...kept, holds });
    else this.records.delete(record);
  }

  /** Personal words under a key, or under every key of a record, are gone. */
  erase(record: string, key: string): void {
    const gone = (part: SealedBody): boolean => (key === record ? part.key.split("/")[0] === record : part.key === key);
    const kept = this.records.get(record);
    if (kept) this.records.set(record, { ...kept, parts: kept.parts.filter((part) => !gone(part)) });
    for (const own of this.own.values()) {
      // Never one that may still have to travel.
      if (own.record !== record || own.answer !== "taken") continue;
      if (own.parts.some(gone)) this.own.set(own.seq, { ...own, parts: own.parts.filter((part) => !gone(part)) });
      if (key === record) this.dropPhotosOf(own.seq);
    }
  }

  /** Pictures that the station will want and does not have: nobody wants those of a returned line. */
  photosWaiting(): PhotoState[] {
    const wanted = ({ arrived, named }: PhotoState): boolean => !arrived && named > 0 && this.own.get(named)?.answer !== "returned";
    return [...this.photos.values()].filter(wanted);
  }

  /** Those of these pictures that neither a line nor a draft names. */
  loose(photos: Iterable<string>): string[] {
    const drafted = new Set([...this.drafts.values()].flatMap((draft) => draft.photos));
    return [...photos].filter((sha256) => this.photos.get(sha256)?.named === 0 && !drafted.has(sha256));
  }

  dropPhotosOf(seq: number): void {
    for (const photo of this.photos.values()) if (photo.named === seq) this.photos.delete(photo.sha256);
  }

  note(at: string, sentence: Sentence): void {
    const spelled = JSON.stringify(sentence);
    if (!this.notes.some((note) => JSON.stringify(note.sentence) === spelled)) {
      this.notes = [...this.notes, { at, sentence }];
    }
  }
}
