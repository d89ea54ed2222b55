/** What the phone shows: what the station's entries fold to, and own lines not among them on top. */
import { readEntry } from "@/kinds/entries.ts";
import { running, type ClockFace } from "@/kinds/clocks.ts";
import { begin, copied, fold } from "@/kinds/fold.ts";
import { offeredIn, type Shelf } from "@/kinds/shelf.ts";
import type { SealedBody, Standing } from "@/kinds/standing.ts";
import type { ActRow, Body } from "@/kinds/tables.ts";
import { WorkingDays } from "@/kinds/workdays.ts";
import type { KeptRecord, OwnLine } from "@/keep/memory.ts";
import type { Event, Message, Seen } from "./contract.ts";
import type { Core } from "./core.ts";

/** The days of a shelf, read once: thousands of records ask for them. */
const daysOf = new WeakMap<Shelf, WorkingDays>();
function workingDays(shelf: Shelf): WorkingDays {
  const days = daysOf.get(shelf) ?? new WorkingDays(shelf.json.workdays);
  daysOf.set(shelf, days);
  return days;
}

/** A record as shown; words and clocks are worked out when they are asked for. */
class Shown implements Seen {
  readonly standing: Standing;
  readonly pending: number;
  private readonly parts: SealedBody[];
  private readonly core: Core;
  private known: { minute: number; faces: ClockFace[] } | null = null;
  private said: Body | null = null;

  constructor(standing: Standing, pending: number, parts: SealedBody[], core: Core) {
    this.standing = standing;
    this.pending = pending;
    this.parts = parts;
    this.core = core;
  }

  /** Later words over earlier ones; ids grow with time. */
  get words(): Body {
    if (!this.said) {
      const inOrder = [...this.parts].sort((one, other) => (one.sealed_of < other.sealed_of ? -1 : 1));
      this.said = Object.assign({}, ...inOrder.map((part) => part.body)) as Body;
    }
    return this.said;
  }

  get faces(): ClockFace[] {
    const now = this.core.around.now().getTime();
    const minute = Math.floor(now / 60_000);
    if (this.known?.minute !== minute) this.known = { minute, faces: this.clocks(now) };
    return this.known.faces;
  }

  private clocks(now: number): ClockFace[] {
    const shelf = this.core.shelf();
    const kind = shelf.kind(this.standing.kind);
    return kind ? running(this.standing, kind, now, workingDays(shelf)) : [];
  }
}

interface Cached { kept: KeptRecord | undefined; own: OwnLine[]; folded: string; seen: Seen | null }

export class Looking {
  private readonly core: Core;
  private readonly cache = new Map<string, Cached>();
  private ownBy: { map: Map<number, OwnLine>; by: Map<string, OwnLine[]> } | null = null;
  private all: { records: unknown; own: unknown; feeds: unknown; list: Seen[] } | null = null;

  constructor(core: Core) {
    this.core = core;
  }

  /** A record with own pending acts on top; null when it is not on the phone. */
  record(id: string): Seen | null {
    const kept = this.core.memory.records.get(id);
    const own = this.ownOf(id);
    const folded = own.map((line) => `${line.seq}${line.answer}${this.isFolded(line)}`).join();
    const known = this.cache.get(id);
    if (known && known.kept === kept && known.folded === folded) return known.seen;
    const seen = this.shown(kept, own);
    this.cache.set(id, { kept, own, folded, seen });
    return seen;
  }

  /** Every record on the phone, the house's own bookkeeping left out. */
  records(): Seen[] {
    const { records, own, feeds } = this.core.memory;
    if (this.all && this.all.records === records && this.all.own === own && this.all.feeds === feeds) return this.all.list;
    const ids = new Set([...records.keys(), ...[...own.values()].map((line) => line.record)]);
    const shelf = this.core.shelf();
    const list: Seen[] = [];
    for (const id of ids) {
      const seen = this.record(id);
      if (seen && !shelf.kind(seen.standing.kind)?.desk_only) list.push(seen);
    }
    this.all = { records, own, feeds, list };
    return list;
  }

  history(id: string): Event[] {
    const kept = this.core.memory.records.get(id);
    const own = this.ownOf(id);
    const mine = new Map(own.map((line) => [line.id, line.answer || "pending"]));
    const there = (kept?.standing?.acts ?? []).map(
      (done): Event => ({ ...done, own: (mine.get(done.entry) ?? "") as Event["own"] }),
    );
    const known = new Set(there.map((event) => event.entry));
    const shelf = this.core.shelf();
    for (const line of own.filter((one) => !known.has(one.id))) {
      const entry = readEntry(line.line);
      const fact = shelf.tableOf(entry.kind, entry.act).act.fact;
      there.push({
        entry: entry.id, act: entry.act, actor: entry.actor, at: entry.occurred_at, state: "", late: false,
        body: fact ? entry.body : {}, own: line.answer || "pending",
      });
    }
    return there;
  }

  /** What the table offers this person on this record now. */
  openActs(id: string): ActRow[] {
    const seen = this.record(id);
    const kind = seen && this.core.shelf().kind(seen.standing.kind);
    if (!seen || !kind || kind.desk_only) return [];
    const roles = this.core.roles();
    const { any } = this.core.shelf().json;
    return kind.acts.filter(
      (act) => !act.begins && act.by.some((role) => roles.includes(role)) &&
        (act.always || offeredIn(act, seen.standing.state, any)),
    );
  }

  beginnings(name: string): ActRow[] {
    const kind = this.core.shelf().kind(name);
    const roles = this.core.roles();
    if (!kind || kind.desk_only) return [];
    return kind.acts.filter((act) => act.begins && act.offline && act.by.some((role) => roles.includes(role)));
  }

  /** Own lines that were held or returned, then warnings; those put away left out. */
  inbox(): Message[] {
    const { memory } = this.core;
    const lines = memory.ownInOrder().filter((own) => own.answer === "held" || own.answer === "returned");
    const messages = lines.map((own): Message => {
      const entry = readEntry(own.line);
      const fields = Object.assign({}, entry.body, ...own.parts.map((part) => part.body)) as Body;
      return {
        id: `${own.seq}/${own.answer}`, about: "entry", sentence: own.sentence, seq: own.seq, answer: own.answer as "held",
        kind: entry.kind, record: entry.record, act: entry.act, at: entry.occurred_at, fields,
      };
    });
    const notes = memory.notes.map((note): Message => ({
      id: `note/${note.at}/${note.sentence.name}`, about: "phone", sentence: note.sentence, seq: 0, answer: "", kind: "",
      record: "", act: "", at: note.at, fields: {},
    }));
    return [...messages, ...notes].filter((message) => !memory.dismissed.has(message.id));
  }

  private ownOf(record: string): OwnLine[] {
    const { own } = this.core.memory;
    if (this.ownBy?.map !== own) {
      const by = new Map<string, OwnLine[]>();
      for (const line of this.core.memory.ownInOrder()) by.set(line.record, [...(by.get(line.record) ?? []), line]);
      this.ownBy = { map: own, by };
    }
    return (this.ownBy as { by: Map<string, OwnLine[]> }).by.get(record) ?? [];
  }

  private shown(kept: KeptRecord | undefined, own: OwnLine[]): Seen | null {
    const there = new Set(kept?.standing?.acts.map((done) => done.entry));
    let standing = kept?.standing ?? null;
    let pending = 0;
    const shelf = this.core.shelf();
    for (const line of own) {
      if (line.answer === "held" || line.answer === "returned" || there.has(line.id) || this.isFolded(line)) continue;
      const entry = readEntry(line.line);
      if (!standing && !shelf.tableOf(entry.kind, entry.act).act.begins) continue;
      standing = fold(standing ? copied(standing) : begin(entry), entry, shelf, entry.occurred_at);
      if (line.answer === "") pending += 1;
    }
    if (!standing) return null;
    const mine = own.flatMap((line) => (line.answer === "returned" ? [] : line.parts));
    return new Shown(standing, pending, [...(kept?.parts ?? []), ...mine], this.core);
  }

  /** Whether the station's own account already reaches past it: then that account alone counts. */
  private isFolded(line: OwnLine): boolean {
    const home = this.core.memory.feeds.get(line.feed);
    return line.answer === "taken" && home !== undefined && line.pos > 0 && line.pos <= home.pos;
  }
}
