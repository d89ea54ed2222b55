/** The memory on the disk: read once when the phone is unlocked, written by the difference between two memories. */
import { fromUtf8, hex, unhex, utf8 } from "@/base/bytes.ts";
import type { Noise } from "@/base/ids.ts";
import { packed, unpacked } from "@/base/merkle.ts";
import { filled } from "@/kinds/fold.ts";
import type { SealedBody, Sentence } from "@/kinds/standing.ts";
import {
  drop, empty, inOneGo, lay, type Cipher, type Database, type OwnRow, type PhotoRow, type PictureRow, type Writing,
} from "./database.ts";
import { Memory, NO_FACTS, REOPEN, type Facts, type FeedState, type KeptRecord, type OwnLine, type Reference } from "./memory.ts";
import { Safe } from "./vault.ts";

export const BLOCK = 100;
/** One step of a transaction; whatever it writes is ready. */
export type Put = (writing: Writing) => void;

/** What is inside an own row's cipher. */
interface OwnInside { line: string; parts: SealedBody[]; sentence: Sentence | null }

/** The facts, readable without a PIN. */
export async function readFacts(db: Database): Promise<Facts> {
  return { ...NO_FACTS, ...((await db.get("plain", "facts")) as Partial<Facts> | undefined) };
}

/** All that lies on the disk, as it lies there. */
export interface Shut {
  facts: Facts; notes: Map<string, Cipher>; blocks: Map<number, Cipher>; outbox: OwnRow[]; photos: PhotoRow[];
}

/** Read in one transaction; nothing of it is readable without the key. */
export async function readShut(db: Database): Promise<Shut> {
  const reading = db.transaction(["plain", "notes", "blocks", "outbox", "photos"], "readonly");
  const [notes, blocks] = [reading.objectStore("notes"), reading.objectStore("blocks")];
  const [facts, names, texts, numbers, ciphers, outbox, photos] = await Promise.all([
    reading.objectStore("plain").get("facts"), notes.getAllKeys(), notes.getAll(), blocks.getAllKeys(), blocks.getAll(),
    reading.objectStore("outbox").getAll(), reading.objectStore("photos").getAll(),
  ]);
  const beside = <K, V>(keys: K[], values: V[]): Map<K, V> => new Map(keys.map((key, i) => [key, values[i] as V]));
  return {
    facts: { ...NO_FACTS, ...(facts as Partial<Facts> | undefined) }, notes: beside(names, texts),
    blocks: beside(numbers, ciphers), outbox, photos,
  };
}

export class Store {
  readonly db: Database;
  readonly safe: Safe;
  /** Blocks that could not be read: they leave with the next change, or the phone would ask anew for ever. */
  private damaged: number[] = [];

  constructor(db: Database, key: CryptoKey, noise: Noise) {
    this.db = db;
    this.safe = new Safe(key, noise);
  }

  /**
   * Everything. What the station gave and the disk lost is left out, and asked for anew. Throws OperationError when
   * an own line or the owner cannot be read: what waits can then still be handed over sealed.
   */
  async read(shut?: Shut): Promise<Memory> {
    const there = shut ?? (await readShut(this.db));
    const memory = new Memory();
    memory.facts = there.facts;
    const noted = async <T>(name: string, otherwise: T): Promise<T> => {
      const cipher = there.notes.get(name);
      return cipher ? this.safe.openValue<T>(cipher, name) : otherwise;
    };
    memory.owner = await noted("owner", memory.owner);
    memory.notes = await noted("notes", memory.notes);
    memory.dismissed = new Set(await noted<string[]>("dismissed", []));
    memory.drafts = new Map(await noted<[string, never][]>("drafts", []));
    for (const told of await noted<Told[]>("feeds", [])) memory.feeds.set(told.name, feedOf(told));
    for (const row of there.photos) memory.photos.set(row.sha256, row);
    await Promise.all([this.readBlocks(memory, there), this.readOwn(memory, there), this.readRefs(memory, there)]);
    return memory;
  }

  private async readBlocks(memory: Memory, { blocks }: Shut): Promise<void> {
    const opened = await Promise.all(
      [...blocks].map(async ([block, cipher]) => {
        const rows = await this.safe.openValue<[string, KeptRecord][]>(cipher, `block/${block}`).catch(() => null);
        return { block, rows: rows?.map(([record, kept]) => [record, { ...kept, standing: kept.standing && filled(kept.standing), block }] as const) };
      }),
    );
    this.damaged = opened.filter(({ rows }) => !rows).map(({ block }) => block);
    memory.records = new Map(opened.flatMap(({ rows }) => rows ?? []));
    if (this.damaged.length) {
      for (const feed of memory.feeds.values()) memory.feeds.set(feed.name, { ...feed, pos: REOPEN });
    }
  }

  private async readOwn(memory: Memory, { outbox }: Shut): Promise<void> {
    const rows = outbox.filter((row) => row.own);
    const inside = await Promise.all(
      rows.map((row) => this.safe.openValue<OwnInside>(row.own as Cipher, `own/${row.seq}`)),
    );
    rows.forEach((row, i) => {
      const { line, parts, sentence } = inside[i] as OwnInside;
      const { own: _cipher, ...open } = row;
      memory.own.set(row.seq, { ...open, answer: row.answer as OwnLine["answer"], line: utf8(line), parts, sentence });
    });
  }

  private async readRefs(memory: Memory, { notes }: Shut): Promise<void> {
    for (const [name, cipher] of notes) {
      const ref = name.startsWith("ref:") ? await this.safe.openValue<Reference>(cipher, name).catch(() => null) : null;
      if (ref) memory.refs.set(name, ref);
    }
  }

  /** Writes what differs, in one transaction; whatever must be encrypted is encrypted before it opens. */
  async write(from: Memory, to: Memory, more: Put[] = [], first: Put[] = []): Promise<void> {
    const puts: Put[] = [
      ...first, ...this.damaged.map((block): Put => (writing) => drop(writing, "blocks", block)), ...(await this.blockPuts(from, to)), ...(await this.ownPuts(from, to)), ...(await this.notePuts(from, to)),
      ...photoPuts(from, to), ...more,
    ];
    if (to.facts !== from.facts) puts.push((writing) => lay(writing, "plain", to.facts, "facts"));
    await inOneGo(this.db, (writing) => puts.forEach((put) => put(writing)));
    this.damaged = [];
  }

  private async blockPuts(from: Memory, to: Memory): Promise<Put[]> {
    const touched = new Set<number>();
    const sizes = new Map<number, number>();
    for (const kept of to.records.values()) {
      if (kept.block >= 0) sizes.set(kept.block, (sizes.get(kept.block) ?? 0) + 1);
    }
    for (const [record, kept] of from.records) {
      if (kept.block >= 0 && to.records.get(record) !== kept) touched.add(kept.block);
    }
    for (const [record, kept] of to.records) {
      if (kept.block >= 0) continue;
      const block = roomyBlock(sizes);
      to.records.set(record, { ...kept, block });
      touched.add(block);
    }
    return this.encryptedBlocks(to, touched);
  }

  private async encryptedBlocks(to: Memory, touched: Set<number>): Promise<Put[]> {
    const rows = new Map<number, [string, KeptRecord][]>([...touched].map((block) => [block, []]));
    for (const [record, kept] of to.records) rows.get(kept.block)?.push([record, kept]);
    return Promise.all(
      [...rows].map(async ([block, inside]): Promise<Put> => {
        if (!inside.length) return (writing) => drop(writing, "blocks", block);
        const cipher = await this.safe.shutValue(inside, `block/${block}`);
        return (writing) => lay(writing, "blocks", cipher, block);
      }),
    );
  }

  private async ownPuts(from: Memory, to: Memory): Promise<Put[]> {
    const changed = [...to.own.values()].filter((own) => from.own.get(own.seq) !== own);
    const gone = [...from.own.keys()].filter((seq) => !to.own.has(seq));
    const rows = await Promise.all(changed.map((own) => this.ownRow(own)));
    return [
      ...rows.map((row): Put => (writing) => lay(writing, "outbox", row)),
      ...gone.map((seq): Put => (writing) => drop(writing, "outbox", seq)),
    ];
  }

  private async ownRow(own: OwnLine): Promise<OwnRow> {
    const { line, parts, sentence, ...open } = own;
    const inside: OwnInside = { line: fromUtf8(line), parts, sentence };
    return { ...open, own: await this.safe.shutValue(inside, `own/${own.seq}`) };
  }

  private async notePuts(from: Memory, to: Memory): Promise<Put[]> {
    const puts: Promise<Put>[] = [];
    const put = (name: string, value: unknown): void => {
      puts.push(this.safe.shutValue(value, name).then((cipher) => (writing) => lay(writing, "notes", cipher, name)));
    };
    if (to.owner !== from.owner) put("owner", to.owner);
    if (to.notes !== from.notes) put("notes", to.notes);
    if (to.dismissed !== from.dismissed) put("dismissed", [...to.dismissed]);
    if (!sameEntries(from.drafts, to.drafts)) put("drafts", [...to.drafts]);
    if (!sameEntries(from.feeds, to.feeds)) put("feeds", [...to.feeds.values()].map(toldOf));
    for (const [name, ref] of to.refs) if (from.refs.get(name) !== ref) put(name, ref);
    const gone = [...from.refs.keys()].filter((name) => !to.refs.has(name));
    return [
      ...(await Promise.all(puts)),
      ...gone.map((name): Put => (writing) => drop(writing, "notes", name)),
    ];
  }
}

function roomyBlock(sizes: Map<number, number>): number {
  let block = Math.max(0, ...sizes.keys());
  if ((sizes.get(block) ?? 0) >= BLOCK) block += 1;
  sizes.set(block, (sizes.get(block) ?? 0) + 1);
  return block;
}

function sameEntries<K, V>(one: Map<K, V>, other: Map<K, V>): boolean {
  if (one.size !== other.size) return false;
  for (const [key, value] of one) if (other.get(key) !== value) return false;
  return true;
}

type Told = Omit<FeedState, "frontier"> & { frontier: string | null };

function toldOf(feed: FeedState): Told {
  return { ...feed, frontier: feed.frontier ? hex(packed(feed.frontier)) : null };
}

function feedOf(told: Told): FeedState {
  return { ...told, frontier: told.frontier === null ? null : unpacked(unhex(told.frontier)) };
}

/** Names of pictures; their bytes are put by whoever has them. An arrived one needs no envelope any more. */
function photoPuts(from: Memory, to: Memory): Put[] {
  const gone = [...from.photos.keys()].filter((sha256) => !to.photos.has(sha256));
  const changed = [...to.photos.values()].filter((photo) => from.photos.get(photo.sha256) !== photo);
  const arrived = changed.filter((photo) => photo.arrived && !from.photos.get(photo.sha256)?.arrived);
  return [
    ...gone.flatMap((sha256): Put[] => [(writing) => drop(writing, "photos", sha256), (writing) => drop(writing, "pictures", sha256)]),
    ...changed.map((photo): Put => (writing) => lay(writing, "photos", photo)),
    ...arrived.map(({ sha256 }): Put => (writing) => {
      const there = writing.objectStore("pictures").get(sha256);
      void there.then((row) => row && lay(writing, "pictures", { ...row, envelope: null }, sha256), () => undefined);
    }),
  ];
}

/**
 * The key is destroyed and with it all that it shut. Envelopes stay, those already answered too: a station that is
 * restored from a backup may ask for them.
 */
export async function wipe(db: Database): Promise<void> {
  const rows = await db.getAll("outbox");
  const photos = await db.getAll("photos");
  const pictures = new Map<string, PictureRow | undefined>();
  for (const { sha256 } of photos) pictures.set(sha256, await db.get("pictures", sha256));
  await inOneGo(db, (writing) => {
    drop(writing, "plain", "vault");
    lay(writing, "plain", true, "wiped");
    for (const store of ["blocks", "notes", "pictures", "photos"] as const) empty(writing, store);
    for (const row of rows) lay(writing, "outbox", { ...row, own: null });
    for (const photo of photos) {
      const envelope = pictures.get(photo.sha256)?.envelope;
      if (!envelope || photo.arrived || !photo.named) continue;
      lay(writing, "photos", photo);
      lay(writing, "pictures", { body: null, envelope }, photo.sha256);
    }
  });
}
