/**
 * The phone's IndexedDB. What lies in `plain`, and the open columns of `outbox` and `photos`, is never personal:
 * ids, numbers, answers, envelopes sealed to the station. Everything else is ciphertext.
 */
import { deleteDB, openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from "idb";
import type { Bytes } from "@/base/bytes.ts";

/** AES-GCM under the data key; `iv` is 12 bytes. */
export interface Cipher { iv: Bytes; text: Bytes }

/** An own line. `own` holds line, parts and sentence under the data key; it is gone after a wipe. */
export interface OwnRow {
  seq: number; id: string; record: string; head: string; sig: string; envelope: Bytes; own: Cipher | null;
  answer: string; why: string; feed: string; pos: number; askedAt: string; durable: boolean; recordedAt: string;
}

/** A picture, without its bytes. `named` is the number of the last own line that names it, 0 for a draft's. */
export interface PhotoRow { sha256: string; mime: string; size: number; arrived: boolean; named: number; at: string }

/** A picture's bytes: `body` under the data key, `envelope` to the station until it has arrived. */
export interface PictureRow { body: Cipher | null; envelope: Bytes | null }

export interface FieldSchema extends DBSchema {
  plain: { key: string; value: unknown };
  blocks: { key: number; value: Cipher };
  notes: { key: string; value: Cipher };
  outbox: { key: number; value: OwnRow };
  photos: { key: string; value: PhotoRow };
  pictures: { key: string; value: PictureRow };
}

export type Database = IDBPDatabase<FieldSchema>;
export type StoreName = "plain" | "blocks" | "notes" | "outbox" | "photos" | "pictures";
export type Writing = IDBPTransaction<FieldSchema, StoreName[], "readwrite">;

const STORES: StoreName[] = ["plain", "blocks", "notes", "outbox", "photos", "pictures"];
const VERSION = 2;

/** Opens the database of a name, making it if there is none. Rejects when the browser cannot store. `shut` hears
 *  that the connection is gone: "newer" for a later version of the app in another tab, "lost" for a fault. */
export async function openDatabase(name: string, shut: (why: "newer" | "lost") => void = () => undefined): Promise<Database> {
  const db = await openDB<FieldSchema>(name, VERSION, {
    // One step a version, none ever changed: a phone may come from any of them.
    async upgrade(made, from, _to, writing) {
      if (from < 1) {
        made.createObjectStore("plain");
        made.createObjectStore("blocks");
        made.createObjectStore("notes");
        made.createObjectStore("outbox", { keyPath: "seq" });
        made.createObjectStore("photos", { keyPath: "sha256" });
      }
      if (from < 2) {
        made.createObjectStore("pictures");
        if (from) await partPictures(writing as unknown as Writing);
      }
    },
    blocking() {
      db.close(); // let it: everything here is on the disk already
      shut("newer");
    },
    terminated: () => shut("lost"),
  });
  return db;
}

/** All of it, as if it had never been. */
export function deleteDatabase(name: string): Promise<void> {
  return deleteDB(name);
}

/** From version 1: a picture's bytes lay beside its name, and came along whenever its name was read. */
async function partPictures(writing: Writing): Promise<void> {
  const photos = writing.objectStore("photos");
  for (const row of (await photos.getAll()) as (PhotoRow & PictureRow)[]) {
    const { sha256, mime, size, arrived, body, envelope } = row;
    lay(writing, "pictures", { body, envelope }, sha256);
    lay(writing, "photos", { sha256, mime, size, arrived, named: Number.MAX_SAFE_INTEGER, at: "" }); // named or not: kept
  }
}

/** Somebody else holds this phone's storage now: nothing was written. */
export class NotHolding extends Error {}

const claims = new WeakMap<Database, string>();

/** From now on only this connection writes: one that was opened before is refused by the disk itself. */
export async function claim(db: Database, mark: string): Promise<void> {
  claims.set(db, mark);
  const writing = db.transaction(STORES, "readwrite", { durability: "strict" });
  lay(writing, "plain", mark, "holder");
  await writing.done;
}

/**
 * One change, whole or not at all, on the disk before it returns. Everything in it must be ready: no waiting inside
 * but for what is read in the same transaction. Throws NotHolding.
 */
export async function inOneGo(db: Database, change: (writing: Writing) => void | Promise<unknown>): Promise<void> {
  const writing = db.transaction(STORES, "readwrite", { durability: "strict" });
  try {
    const mark = claims.get(db);
    // Asked inside: a lock that was stolen a moment ago cannot let two tabs write one chain.
    if (mark !== undefined && (await writing.objectStore("plain").get("holder")) !== mark) throw new NotHolding();
    await change(writing);
  } catch (problem) {
    if (!writing.error) abort(writing);
    await writing.done.catch(() => undefined);
    throw problem;
  }
  await writing.done;
}

function abort(writing: Writing): void {
  try {
    writing.abort();
  } catch {
    // it was aborted already
  }
}

// What becomes of a request is told by its transaction; each would else be reported a second time, unheard.
const heard = (request: Promise<unknown>): void => void request.catch(() => undefined);

/** Puts a value; the key is left out where the value names its own. */
export function lay<S extends StoreName>(
  writing: Writing, store: S, value: FieldSchema[S]["value"], key?: FieldSchema[S]["key"],
): void {
  heard(writing.objectStore(store).put(value, key));
}

export function drop<S extends StoreName>(writing: Writing, store: S, key: FieldSchema[S]["key"]): void {
  heard(writing.objectStore(store).delete(key));
}

export function empty(writing: Writing, store: StoreName): void {
  heard(writing.objectStore(store).clear());
}

/** Whether the disk, or the browser's share of it, is full. */
export function isFull(problem: unknown): boolean {
  return problem instanceof DOMException && problem.name === "QuotaExceededError";
}
