/** Writing for good: composed, judged, chained, signed and sealed, and on the disk before it returns. */
import { concat, hex, unbase64, utf8, type Bytes } from "@/base/bytes.ts";
import { link } from "@/base/chain.ts";
import { hexDigest } from "@/base/hash.ts";
import { sign } from "@/base/signing.ts";
import { readId } from "@/base/ids.ts";
import { lay } from "@/keep/database.ts";
import type { Memory, OwnLine } from "@/keep/memory.ts";
import { sealed } from "@/keep/sealing.ts";
import { apart, compose, type Composed } from "@/kinds/composing.ts";
import { LONGEST_LINE, writeSealed } from "@/kinds/entries.ts";
import { judge, type Parts } from "@/kinds/judging.ts";
import type { Deed, Entry, Sentence, Standing } from "@/kinds/standing.ts";
import type { ActRow, Body, KindRow } from "@/kinds/tables.ts";
import { lastHead } from "@/sync/offering.ts";
import { say } from "@/sync/wire.ts";
import { Refused, type Draft, type PhotoRef, type Written } from "./contract.ts";
import type { Core } from "./core.ts";
import type { Looking } from "./looking.ts";

const NEWLINE = utf8("\n");

export class Writing {
  private readonly core: Core;
  private readonly looking: Looking;

  constructor(core: Core, looking: Looking) {
    this.core = core;
    this.looking = looking;
  }

  /** What the table says to a deed before anything is written: the first sentence, or null. */
  check(deed: Deed): Sentence | null {
    try {
      const { kind, act } = this.row(deed);
      const standing = this.standingOf(deed);
      const { open, closed } = apart(act, deed.fields);
      const entry = { ...asEntry(deed, kind, this.core.memory.owner.staff), body: open, saw: standing?.version ?? 0 };
      return judge(entry, standing, Object.fromEntries(closed) as Parts, this.core.shelf()).sentence ?? null;
    } catch (problem) {
      if (problem instanceof Refused) return problem.sentence;
      throw problem;
    }
  }

  /** Throws Refused. `draft` leaves the phone in the same transaction. */
  async write(deed: Deed, draft = ""): Promise<Written> {
    this.core.ready();
    if (this.core.leaseOver()) throw new Refused(say("lease_over"));
    if (this.core.memory.facts.forked) throw new Refused(say("chain_forked"));
    const { kind, act } = this.row(deed);
    const known = deed.record ? { ...deed, record: readId(deed.record) ?? deed.record } : deed; // one spelling, one record
    const own = await this.core.change((next) => this.appended(next, kind, act, known, draft));
    const state = this.looking.record(own.record)?.standing.state ?? "";
    return { seq: own.seq, id: own.id, record: own.record, state };
  }

  private row(deed: Deed): { kind: KindRow; act: ActRow } {
    const shelf = this.core.shelf();
    const kind = shelf.kind(deed.kind);
    if (!kind) throw new Refused(say("no_such_kind", { name: deed.kind, known: shelf.list().map((k) => k.name).join(", ") }));
    const act = shelf.act(deed.kind, deed.act);
    if (!act) throw new Refused(say("unknown_act", { name: deed.act }, deed.kind));
    if (kind.desk_only || !act.offline) throw new Refused(say("needs_the_desk", { act: act.name }, kind.name));
    return { kind, act };
  }

  private standingOf(deed: Deed): Standing | null {
    const seen = deed.record ? this.looking.record(deed.record) : null;
    if (seen && seen.standing.kind !== deed.kind) throw new Refused(say("record_of_other_kind", {}, seen.standing.kind));
    return seen?.standing ?? null;
  }

  /** One more own line in the fork. In turn with all other changes, so no number is given twice. */
  private async appended(next: Memory, kind: KindRow, act: ActRow, deed: Deed, draft: string): Promise<OwnLine> {
    const standing = this.standingOf(deed);
    const last = await lastHead(next);
    const { around, memory } = this.core;
    const placed = { ...deed, ...this.placeOf(deed, standing), saw: standing?.version ?? 0, training: around.training };
    const hand = {
      device: memory.facts.device, seq: last.seq + 1, actor: memory.owner.staff, now: around.now(), noise: around.noise,
    };
    const made = await compose(kind, act, placed, hand);
    this.refuseUnlessTaken(made, standing);
    const own = await this.ownLine(made, last.head);
    next.own.set(own.seq, own);
    for (const sha256 of picturesIn(act, made.entry)) {
      const photo = next.photos.get(sha256);
      if (photo) next.photos.set(sha256, { ...photo, named: own.seq });
    }
    if (draft) dropDraft(next, draft);
    return own;
  }

  private refuseUnlessTaken({ entry, line, sealed: parts }: Composed, standing: Standing | null): void {
    const bodies = Object.fromEntries(parts.map((part) => [part.part, part.body]));
    const verdict = judge(entry, standing, bodies, this.core.shelf());
    if (verdict.answer !== "taken") throw new Refused(verdict.sentence ?? say("not_taken"));
    if (line.length > LONGEST_LINE) throw new Refused(say("too_long", { bytes: line.length, most: LONGEST_LINE }));
  }

  /** A known record's own place; else the grid named, or the only one this phone serves. */
  private placeOf(deed: Deed, standing: Standing | null): { grid: string; station: string; gacha: string } {
    const { place } = deed.fields;
    const named = place && typeof place === "object" && !Array.isArray(place) ? String(place.gacha ?? "") : "";
    const gacha = deed.gacha || named;
    if (standing) return { grid: standing.grid, station: standing.station, gacha };
    const { grids } = this.core.places();
    const grid = deed.grid || (grids.length === 1 ? (grids[0]?.id ?? "") : "");
    if (!grid) throw new Refused(say("which_grid", { grids: grids.map((one) => one.name).join("、") }));
    return { grid, station: deed.station || (grids.find((one) => one.id === grid)?.station ?? ""), gacha };
  }

  private async ownLine({ entry, line, sealed: parts }: Composed, before: Bytes): Promise<OwnLine> {
    const head = await link(before, line);
    const { facts } = this.core.memory;
    const plain = concat(line, ...parts.flatMap((part) => [NEWLINE, writeSealed(part)]));
    return {
      seq: entry.seq, id: entry.id, record: entry.record, line, head: hex(head),
      sig: await sign(this.core.deviceKey as CryptoKey, head), parts, recordedAt: entry.recorded_at,
      envelope: await this.toStation(plain, `${facts.device}/${entry.seq}`),
      answer: "", why: "", sentence: null, feed: "", pos: 0, askedAt: "", durable: false,
    };
  }

  private toStation(plain: Uint8Array, name: string): Promise<Bytes> {
    const point = unbase64(this.core.memory.facts.rescueKey);
    return sealed(plain, name, point, this.core.around.noise);
  }

  async saveDraft(draft: Draft): Promise<void> {
    await this.core.change((next) => void next.drafts.set(draft.id, { ...draft }));
  }

  /** Its pictures go with it unless something else names them. */
  async dropDraft(id: string): Promise<void> {
    await this.core.change((next) => dropDraft(next, id));
  }

  /** Throws Refused when the disk is full. */
  async addPhoto(bytes: Uint8Array, mime: string): Promise<PhotoRef> {
    const store = this.core.opened();
    const sha256 = await hexDigest(bytes);
    const body = await store.safe.shut(bytes, `photo/${sha256}`);
    const envelope = await this.toStation(bytes, `${this.core.memory.facts.device}/photo/${sha256}`);
    await this.core.change(
      (next) => {
        const known = next.photos.get(sha256);
        const at = this.core.around.now().toISOString();
        next.photos.set(sha256, { sha256, mime, size: bytes.length, arrived: false, named: known?.named ?? 0, at });
      },
      () => [(writing) => lay(writing, "pictures", { body, envelope }, sha256)],
    );
    return { sha256, size: bytes.length, mime };
  }

  async photo(sha256: string): Promise<Uint8Array | null> {
    const row = await this.core.db.get("pictures", sha256);
    return row?.body ? this.core.opened().safe.open(row.body, `photo/${sha256}`) : null;
  }
}

function dropDraft(next: Memory, id: string): void {
  const photos = next.drafts.get(id)?.photos ?? [];
  next.drafts.delete(id);
  next.loose(photos).forEach((sha256) => next.photos.delete(sha256));
}

/** The pictures that a line names, by the table of its act. */
function picturesIn(act: ActRow, entry: Entry): string[] {
  const fields = Object.entries(act.fields).filter(([, field]) => field.widget === "photo").map(([name]) => name);
  const told = fields.flatMap((name) => (entry.body[name] as { sha256?: string }[] | undefined) ?? []);
  return told.map((one) => String(one.sha256 ?? ""));
}

/** A deed as the door would see it, with what only its body decides left empty. */
function asEntry(deed: Deed, kind: KindRow, actor: string): Entry {
  return {
    id: "", device: "", seq: 0, kind: kind.name, v: kind.version, act: deed.act, record: deed.record ?? "", actor,
    occurred_at: "", recorded_at: "", grid: "", saw: 0, station: "", gacha: "", body: {} as Body, sealed: [],
    training: false,
  };
}

