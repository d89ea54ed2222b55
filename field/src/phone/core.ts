/** What all of the phone shares: the disk, the memory, the keys, and one change at a time. */
import { noise as browserNoise, type Noise } from "@/base/ids.ts";
import type { MadeKey } from "@/base/signing.ts";
import { isFull, NotHolding, type Database } from "@/keep/database.ts";
import { Memory } from "@/keep/memory.ts";
import type { Put, Shut, Store } from "@/keep/store.ts";
import { Shelf } from "@/kinds/shelf.ts";
import type { Sentence } from "@/kinds/standing.ts";
import type { KindsJson } from "@/kinds/tables.ts";
import { say, type Transport } from "@/sync/wire.ts";
import { Refused, type Gate, type Places, type Road } from "./contract.ts";

export interface Surroundings {
  send: Transport; now: () => Date; noise?: Noise; name: string; training: boolean; iterations?: number;
}

const EMPTY_SHELF = new Shelf({
  format: 1, any: "*", back: "<", languages: ["zh-hans", "en"], kinds: {}, shared: {}, sentences: {}, workdays: {},
});

export class Core {
  readonly db: Database;
  readonly around: Required<Omit<Surroundings, "iterations">> & { iterations?: number };
  memory = new Memory();
  store: Store | null = null;
  deviceKey: CryptoKey | null = null;
  gate: Gate = "locked";
  road: Road = "unknown";
  problem: Sentence | null = null;
  /** What a locked phone knows of its queue. */
  waitingSealed = 0;
  photosSealed = 0;
  /** What a locked phone has read from its disk already, as it lies there. */
  ahead: Promise<Shut> | null = null;
  /** Kept between two tries of one card: a lost reply is asked for again with the same key. */
  begun: { device: string; key: MadeKey } | null = null;
  private turn: Promise<unknown> = Promise.resolve();
  private readonly listeners = new Set<() => void>();
  private shelfOf: { digest: string; shelf: Shelf } | null = null;
  private placesOf: { refs: unknown[]; places: Places } | null = null;

  constructor(db: Database, around: Surroundings) {
    this.db = db;
    this.around = { noise: browserNoise, ...around };
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  changed(): void {
    for (const listener of this.listeners) listener();
  }

  /** One after the other: two writings never take one number. */
  inTurn<T>(doing: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(doing, doing);
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  /** Changes the memory and the disk together or neither; `more` goes along in the same transaction. Throws Refused
   *  when the disk is full. */
  change<T>(doing: (next: Memory) => Promise<T> | T, more: () => Put[] = () => []): Promise<T> {
    return this.inTurn(async () => {
      const [store, before] = [this.opened(), this.memory];
      const next = before.fork();
      const result = await doing(next);
      await this.saving(() => store.write(before, next, more()));
      if (this.store === store) this.memory = next; // locked meanwhile: it is on the disk, and memory stays empty
      this.changed();
      return result;
    });
  }

  /** What the disk says, as its owner is told. */
  async saving<T>(doing: () => Promise<T>): Promise<T> {
    try {
      return await doing();
    } catch (problem) {
      if (problem instanceof NotHolding) this.dropKeys("elsewhere");
      if (problem instanceof NotHolding) throw new Refused(say("phone_locked"));
      throw isFull(problem) ? new Refused(say("phone_full")) : problem;
    }
  }

  /** Nothing readable stays in memory; the facts are not personal. */
  dropKeys(gate: Gate): void {
    const { facts } = this.memory;
    this.store = null;
    this.ahead = null;
    this.deviceKey = null;
    this.memory = new Memory();
    this.memory.facts = facts;
    this.gate = gate;
    this.changed();
  }

  /** The disk while the phone is open. Throws Refused. */
  opened(): Store {
    if (!this.store) throw new Refused(say("phone_locked"));
    return this.store;
  }

  /** Throws Refused unless the phone may be written on. */
  ready(): void {
    this.opened();
    if (!this.memory.owner.staff) throw new Refused(say("phone_not_enrolled"));
    if (this.memory.facts.revoked || !this.deviceKey) throw new Refused(say("phone_revoked"));
  }

  /** The gate as it stands this minute: a lease ends while the phone is open, too. */
  gateNow(): Gate {
    return this.gate === "open" && this.leaseOver() ? "lease" : this.gate === "lease" && !this.leaseOver() ? "open" : this.gate;
  }

  leaseOver(): boolean {
    const { leaseUntil, skewMinutes } = this.memory.facts;
    // By the station's clock, as far as this one is known to be off.
    const now = this.around.now().getTime() - skewMinutes * 60_000;
    return Boolean(leaseUntil) && now > Date.parse(leaseUntil);
  }

  shelf(): Shelf {
    const ref = this.memory.refs.get("ref:kinds");
    if (!ref) return EMPTY_SHELF;
    if (this.shelfOf?.digest !== ref.digest) {
      this.shelfOf = { digest: ref.digest, shelf: new Shelf(JSON.parse(ref.rows[0] ?? "{}") as KindsJson) };
    }
    return this.shelfOf.shelf;
  }

  places(): Places {
    const refs = [...this.memory.refs].filter(([name]) => name.startsWith("ref:places:")).map(([, ref]) => ref);
    const known = this.placesOf?.refs;
    if (!known || known.length !== refs.length || refs.some((ref, i) => ref !== known[i])) {
      this.placesOf = { refs, places: placesIn(refs.flatMap((ref) => ref.rows)) };
    }
    return (this.placesOf as { places: Places }).places;
  }

  /** The roles of the one who holds this phone: as the places name them now, else as the card did. */
  roles(): string[] {
    const me = this.places().officers.find((one) => one.id === this.memory.owner.staff);
    return me?.roles ?? this.memory.owner.roles;
  }
}

function placesIn(rows: string[]): Places {
  const found: Places = { grids: [], stations: [], gachas: [], households: [], officers: [] };
  const list: Record<string, { id?: string; code?: string }[]> = {
    grid: found.grids, station: found.stations, gacha: found.gachas, household: found.households, officer: found.officers,
  };
  for (const text of rows) {
    const { is, ...row } = JSON.parse(text) as { is: string; id?: string; code?: string };
    const among = list[is];
    // Two grids of one station name the same station and colleagues.
    if (among && !among.some((one) => (one.id ?? one.code) === (row.id ?? row.code))) among.push(row);
  }
  return found;
}
