/** A phone, a colleague's phone and a station, with a clock each, and what has to hold between them. */
import { IDBObjectStore } from "fake-indexeddb";
import { expect } from "vitest";
import { fromUtf8, hex, utf8 } from "@/base/bytes.ts";
import { genesis, link } from "@/base/chain.ts";
import * as merkle from "@/base/merkle.ts";
import { digest } from "@/kinds/fold.ts";
import type { Deed } from "@/kinds/standing.ts";
import type { Memory } from "@/keep/memory.ts";
import type { FieldPhone } from "@/phone/phone.ts";
import type { PracticeStation } from "@/sync/practice.ts";
import type { Transport } from "@/sync/wire.ts";
import { enrolled, freshName, phoneAt, PIN, station } from "../phone/handset.ts";

export const memoryOf = (phone: FieldPhone): Memory => (phone as unknown as { core: { memory: Memory } }).core.memory;

export class World {
  readonly name = freshName();
  there!: PracticeStation;
  phone!: FieldPhone;
  colleague!: FieldPhone;
  /** Minutes since the beginning, and how far the phone's clock is off. */
  passed = 0;
  skew = 0;
  /** Every line that was written for good, as it was then. */
  readonly written = new Map<string, string>();
  /** Every answer that the station ever gave to a line. */
  private readonly given = new Set<string>();
  private send!: Transport;

  static async begin(grids = ["near"]): Promise<World> {
    const world = new World();
    const began = Date.parse("2026-11-23T01:00:00Z");
    const truly = (): Date => new Date(began + world.passed * 60_000);
    world.there = await station(grids, truly);
    world.send = world.there.send;
    world.phone = await enrolled(world.carried, world.name, { now: () => new Date(truly().getTime() + world.skew * 60_000) });
    world.device = world.phone.status().device;
    world.noteAnswers();
    world.colleague = await enrolled(world.there.send, freshName(), { now: truly });
    return world;
  }

  /** The phone speaks over the road of the moment; what the station says is written down. */
  private readonly carried: Transport = async (...asked) => {
    try {
      return await this.send(...asked);
    } finally {
      this.noteAnswers();
    }
  };

  over(send: Transport): void {
    this.send = send;
  }

  device = "";

  private noteAnswers(): void {
    for (const kept of this.there.state.devices.get(this.device)?.lines ?? []) this.given.add(`${kept.id}/${kept.answer}`);
  }

  async write(deed: Deed): Promise<string> {
    const { id, seq, record } = await this.phone.write(deed);
    this.written.set(id, fromUtf8(memoryOf(this.phone).own.get(seq)!.line));
    return record;
  }

  /** The battery is changed. Whatever was in memory must have been on the disk. */
  async restart(whole = true): Promise<void> {
    const before = whole ? told(memoryOf(this.phone)) : null;
    this.phone.close();
    this.phone = await phoneAt(this.name, this.carried, { now: () => new Date(Date.parse("2026-11-23T01:00:00Z") + (this.passed + this.skew) * 60_000) });
    if (this.phone.status().gate === "revoked") return;
    await this.phone.unlock(PIN);
    if (before && memoryOf(this.phone).owner.staff) expect(told(memoryOf(this.phone))).toEqual(before);
  }

  /** The disk is full from the n-th value on, while something is done. */
  async withFullDisk(after: number, doing: () => Promise<unknown>): Promise<void> {
    const proto = IDBObjectStore.prototype as unknown as { put: (...asked: unknown[]) => unknown };
    const put = proto.put;
    let left = after;
    proto.put = function full(...asked: unknown[]) {
      if ((left -= 1) < 0) throw new DOMException("full", "QuotaExceededError");
      return put.apply(this, asked);
    };
    try {
      await doing();
    } finally {
      proto.put = put;
    }
  }

  /** Only a receipt turns a line green. */
  checkReceipts(): void {
    for (const own of memoryOf(this.phone).own.values()) {
      if (own.answer) expect(this.given.has(`${own.id}/${own.answer}`), `${own.seq} is ${own.answer} by itself`).toBe(true);
    }
  }

  /** After a last synchronisation over a good road: one clean send, and equal accounts. */
  async checkOneCleanSend(): Promise<void> {
    const kept = this.there.state.devices.get(this.device)!;
    expect(kept.lines.map((one) => [one.id, one.line])).toEqual([...this.written]);
    let head = await genesis(this.device);
    for (const { line } of kept.lines) head = await link(head, utf8(line));
    expect(hex(kept.head)).toBe(hex(head));
    this.checkReceipts();
    const memory = memoryOf(this.phone);
    for (const one of kept.lines) {
      const own = memory.own.get(one.seq);
      if (own) expect([own.answer, fromUtf8(own.line)]).toEqual([one.answer, one.line]);
    }
    expect(this.phone.status()).toMatchObject({ waiting: 0, photosWaiting: 0, problem: null });
    await this.checkFeeds(kept.grids);
  }

  private async checkFeeds(grids: string[]): Promise<void> {
    const memory = memoryOf(this.phone);
    for (const grid of grids) {
      const lines = this.there.state.feeds.get(`grid:${grid}`) ?? [];
      const feed = memory.feeds.get(`grid:${grid}`)!;
      expect(feed.pos).toBe(lines.length);
      const leaves = await Promise.all(lines.map((one) => merkle.leaf(one.line)));
      if (feed.frontier) expect(hex(await merkle.root(feed.frontier))).toBe(hex(await merkle.root(await merkle.grown([], 0, leaves))));
    }
    for (const standing of this.there.state.standings.values()) {
      const ours = memory.records.get(standing.record)?.standing;
      const open = !this.there.shelf.kind(standing.kind)?.ends.includes(standing.state);
      if (grids.includes(standing.grid) && open) expect(ours, `${standing.kind} ${standing.record} is missing`).toBeTruthy();
      if (!grids.includes(standing.grid)) expect(ours ?? null).toBeNull();
      if (ours) expect(await digest(ours)).toBe(await digest(standing));
    }
  }

  close(): void {
    this.phone.close();
    this.colleague.close();
  }
}

/** What a memory says, in a form that can be compared. */
function told(memory: Memory): unknown {
  return {
    facts: memory.facts, own: [...memory.own.values()].sort((one, other) => one.seq - other.seq).map(({ seq, id, answer, why, sentence, parts, stripped }) => [seq, id, answer, why, sentence, parts, stripped ?? false]),
    feeds: [...memory.feeds.values()].map(({ name, pos, root, closing }) => [name, pos, root, closing]).sort(),
    records: [...memory.records].map(([record, { standing, parts, holds }]) => [record, standing, parts, holds]).sort((one, other) => (String(one[0]) < String(other[0]) ? -1 : 1)),
    photos: [...memory.photos.values()].sort((one, other) => (one.sha256 < other.sha256 ? -1 : 1)), drafts: [...memory.drafts], refs: [...memory.refs.keys()].sort(),
  };
}
