/** The disk: all or nothing, one holder, an upgrade that loses nothing. */
import "fake-indexeddb/auto";
import { IDBObjectStore } from "fake-indexeddb";
import { openDB } from "idb";
import { describe, expect, it } from "vitest";
import { claim, drop, inOneGo, isFull, lay, NotHolding, openDatabase } from "@/keep/database.ts";

let count = 0;
const fresh = (): string => `disk-${(count += 1)}`;

describe("a change on the disk", () => {
  it("is whole or not at all", async () => {
    const db = await openDatabase(fresh());
    await inOneGo(db, (writing) => lay(writing, "plain", 1, "kept"));
    const failed = inOneGo(db, (writing) => {
      lay(writing, "plain", 2, "kept");
      drop(writing, "plain", "other");
      throw new Error("in the middle");
    });
    await expect(failed).rejects.toThrow("in the middle");
    expect(await db.get("plain", "kept")).toBe(1);
    db.close();
  });

  it("tells a full disk by its name, also when a request fails inside", async () => {
    const db = await openDatabase(fresh());
    const proto = IDBObjectStore.prototype as unknown as { put: (...asked: unknown[]) => unknown };
    const put = proto.put;
    proto.put = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    const problem = await inOneGo(db, (writing) => lay(writing, "plain", 1, "one")).catch((one: unknown) => one);
    proto.put = put;
    expect(isFull(problem)).toBe(true);
    expect(await db.get("plain", "one")).toBeUndefined();
    db.close();
  });

  it("reports an abort once: no request of it is left to fail unheard", async () => {
    const db = await openDatabase(fresh());
    const unheard: unknown[] = [];
    const hear = (problem: unknown): void => void unheard.push(problem);
    process.on("unhandledRejection", hear);
    const aborted = inOneGo(db, (writing) => {
      for (let n = 0; n < 5; n += 1) lay(writing, "plain", n, `n${n}`);
      writing.abort();
    });
    await expect(aborted).rejects.toBeDefined();
    await new Promise((done) => setTimeout(done, 20));
    process.off("unhandledRejection", hear);
    expect(unheard).toEqual([]);
    db.close();
  });
});

describe("two connections", () => {
  it("let only the last one that claimed the disk write", async () => {
    const name = fresh();
    const [one, other] = [await openDatabase(name), await openDatabase(name)];
    await claim(one, "first tab");
    await inOneGo(one, (writing) => lay(writing, "plain", "by the first", "said"));
    await claim(other, "second tab");
    await expect(inOneGo(one, (writing) => lay(writing, "plain", "late", "said"))).rejects.toThrow(NotHolding);
    await inOneGo(other, (writing) => lay(writing, "plain", "by the second", "said"));
    expect(await one.get("plain", "said")).toBe("by the second");
    one.close();
    other.close();
  });
});

describe("an upgrade", () => {
  it("from version 1 keeps every picture and parts its bytes from its name", async () => {
    const name = fresh();
    const old = await openDB(name, 1, {
      upgrade(made) {
        for (const store of ["plain", "blocks", "notes"]) made.createObjectStore(store);
        made.createObjectStore("outbox", { keyPath: "seq" });
        made.createObjectStore("photos", { keyPath: "sha256" });
      },
    });
    const body = { iv: new Uint8Array(12), text: new Uint8Array([1, 2, 3]) };
    await old.put("photos", { sha256: "aa", mime: "image/jpeg", size: 3, record: "", body, envelope: new Uint8Array([9]), arrived: false });
    await old.put("plain", { device: "d" }, "facts");
    old.close();
    const db = await openDatabase(name);
    expect(await db.get("photos", "aa")).toMatchObject({ size: 3, arrived: false });
    expect(await db.get("photos", "aa")).not.toHaveProperty("body");
    expect(await db.get("pictures", "aa")).toEqual({ body, envelope: new Uint8Array([9]) });
    expect(await db.get("plain", "facts")).toEqual({ device: "d" });
    db.close();
  });

  it("in another tab closes this one, which is told", async () => {
    const name = fresh();
    let told = "";
    const db = await openDatabase(name, (why) => (told = why));
    const newer = await openDB(name, 99);
    expect(told).toBe("newer");
    expect(() => db.transaction("plain")).toThrow();
    newer.close();
  });
});
