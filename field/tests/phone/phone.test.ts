import { openDB } from "idb";
import { describe, expect, it } from "vitest";
import { fromUtf8, utf8 } from "@/base/bytes.ts";
import { Refused } from "@/phone/contract.ts";
import { Denied, say, Unreachable, type Transport } from "@/sync/wire.ts";
import { haveVectors } from "../vectors.ts";
import { enrolled, freshName, GACHA, NEED, phoneAt, PIN, station, VISIT } from "./handset.ts";

const nowhere: Transport = () => Promise.reject(new Unreachable(say("server_unreachable")));

/** Everything in a phone's database, as bytes and text. */
async function contents(name: string): Promise<string> {
  const db = await openDB(name);
  const found: unknown[] = [];
  for (const store of [...db.objectStoreNames]) found.push(...(await db.getAll(store)), ...(await db.getAllKeys(store)));
  db.close();
  const spell = (value: unknown): string =>
    value instanceof Uint8Array ? new TextDecoder("latin1").decode(value) + new TextDecoder().decode(value)
      : value && typeof value === "object" ? Object.values(value).map(spell).join("|") : String(value);
  return found.map(spell).join("\n");
}

describe.runIf(haveVectors)("a phone", () => {
  it("records without a road, and turns green by a receipt only", async () => {
    const there = await station();
    let road: Transport = there.send;
    const phone = await enrolled((...asked) => road(...asked));
    road = nowhere;
    const written = await phone.write(NEED);
    await phone.sync("asked");
    expect(phone.status()).toMatchObject({ waiting: 1, road: "offline" });
    expect(phone.record(written.record)).toMatchObject({ pending: 1, words: { said: "井干了三天" } });
    road = there.send;
    await phone.sync("asked");
    expect(phone.status()).toMatchObject({ waiting: 0, road: "online", problem: null });
    expect(phone.record(written.record)?.pending).toBe(0);
    expect(phone.history(written.record).map((event) => event.own)).toEqual(["taken"]);
    phone.close();
  });

  it("is the same phone after its battery was changed", async () => {
    const there = await station();
    const name = freshName();
    const phone = await enrolled(there.send, name);
    const { record } = await phone.write(NEED);
    await phone.saveDraft({ id: "d1", kind: "visit", act: "make", record: "", fields: { label: "半" }, at: "2026-11-24T00:00:00Z", photos: [] });
    phone.close();
    const again = await phoneAt(name, there.send);
    expect(again.status().gate).toBe("locked");
    expect(again.records()).toEqual([]);
    expect(await again.unlock("000001")).toMatchObject({ ok: false, attemptsLeft: 9 });
    expect(await again.unlock(PIN)).toEqual({ ok: true });
    expect(again.record(record)?.words.said).toBe("井干了三天");
    expect(again.drafts()).toMatchObject([{ fields: { label: "半" } }]);
    again.close();
  });

  it("keeps nothing readable: neither words, nor names, nor the key", async () => {
    const there = await station();
    const name = freshName();
    const phone = await enrolled(there.send, name);
    await phone.write({ ...NEED, fields: { ...NEED.fields, who: "某某某" } });
    await phone.write({ ...VISIT, fields: { ...VISIT.fields, label: "井东第三家" } });
    await phone.saveDraft({ id: "d1", kind: "visit", act: "make", record: "", fields: { label: "草稿里的话" }, at: "", photos: [] });
    await phone.sync("asked");
    const all = await contents(name);
    expect(all).toContain(phone.status().device); // the scan finds what lies in clear
    for (const word of ["井干了三天", "某某某", "井东第三家", "草稿里的话", "巴特尔", "永和12号", "机井不出水"]) expect(all).not.toContain(word);
    phone.close();
  });

  it("ten wrong PINs destroy the key, and lose no queued entry", async () => {
    const there = await station();
    let now = new Date("2026-11-24T01:00:00Z");
    const name = freshName();
    const sealed: string[] = [];
    const send: Transport = async (method, path, body, headers) => {
      if (path !== "/sync/sealed") return there.send(method, path, body, headers);
      const { gunzip } = await import("@/base/gzip.ts");
      const lines = fromUtf8(await gunzip(body!)).trim().split("\n");
      sealed.push(...lines.slice(1));
      return { status: 200, retryAfter: 0, body: utf8(JSON.stringify({ epoch: "e", acked: [lines.length - 1, ""], answers: {} })) };
    };
    const phone = await enrolled(send, name, { now: () => now });
    await phone.write(NEED);
    await phone.write(VISIT);
    await phone.lock();
    for (let n = 0; n < 10; n += 1) {
      now = new Date(now.getTime() + 61_000);
      await phone.unlock("000001");
    }
    expect(phone.status()).toMatchObject({ gate: "wiped", waiting: 2 });
    const file = fromUtf8((await phone.rescueFile()).bytes).trim().split("\n").map((line) => JSON.parse(line));
    expect(file[0]).toMatchObject({ urtuu_rescue: 1, lines: 2, base_seq: 1 });
    expect(file.slice(1).map((line) => line.seq)).toEqual([1, 2]);
    await phone.sync("asked");
    expect(sealed.length).toBe(2);
    await expect(phone.unlock(PIN)).rejects.toThrow(Refused);
    phone.close();
  });

  it("counts a wrong PIN before it is tried, and makes one wait", async () => {
    const there = await station();
    const now = new Date("2026-11-24T01:00:00Z");
    const phone = await enrolled(there.send, freshName(), { now: () => now });
    await phone.lock();
    for (const left of [9, 8, 7]) expect(await phone.unlock("000001")).toMatchObject({ attemptsLeft: left });
    expect(await phone.unlock(PIN)).toMatchObject({ ok: false, attemptsLeft: 7, waitSeconds: 5 });
    phone.close();
  });

  it("changes nothing when the disk is full", async () => {
    const there = await station();
    const phone = await enrolled(there.send);
    const proto = (await import("fake-indexeddb")).IDBObjectStore.prototype as unknown as { put: (...asked: unknown[]) => unknown };
    const put = proto.put;
    proto.put = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    const refused = await phone.write(VISIT).catch((problem: unknown) => problem);
    proto.put = put;
    expect((refused as Refused).sentence.name).toBe("phone_full");
    expect(phone.status().waiting).toBe(0);
    await phone.write(VISIT);
    await phone.sync("asked");
    expect(phone.status().waiting).toBe(0);
    phone.close();
  });

  it("refuses as the station would, before anything is written", async () => {
    const there = await station();
    const phone = await enrolled(there.send);
    const missing = { ...VISIT, fields: { card_left: true } };
    expect(phone.check(missing)).toMatchObject({ name: "field_missing", values: { field: "met" } });
    await expect(phone.write(missing)).rejects.toThrow("field_missing");
    await expect(phone.write({ kind: "task", act: "issue", record: "x", fields: {} })).rejects.toThrow("needs_the_desk");
    expect(phone.ownEntries()).toEqual([]);
    phone.close();
  });

  it("finds records by open words, personal words and the door", async () => {
    const there = await station();
    const phone = await enrolled(there.send);
    await phone.write({ ...NEED, fields: { ...NEED.fields, place: { gacha: GACHA } } });
    await phone.write({ ...VISIT, fields: { ...VISIT.fields, household: "22222222-2222-4222-8222-222222222222" } });
    const kindsOf = (text: string): string[] => phone.search(text).map((seen) => seen.standing.kind);
    expect(kindsOf("机井")).toEqual(["need"]);
    expect(kindsOf("井干了")).toEqual(["need"]);
    expect(kindsOf("兴隆沟 12")).toEqual(["visit"]);
    expect(kindsOf("没有这样的")).toEqual([]);
    expect(phone.search("", { open: true }).map((seen) => seen.standing.kind)).toEqual(["need"]);
    phone.close();
  });

  it("comes back from a held and a returned entry with their sentences", async () => {
    const there = await station();
    const phone = await enrolled(there.send);
    const { record } = await phone.write(NEED);
    await phone.sync("asked");
    const device = there.state.devices.values().next().value!;
    const standing = there.state.standings.get(record)!;
    there.state.standings.set(record, { ...standing, state: "closed" }); // somebody ended it meanwhile
    await phone.write({ kind: "need", act: "route", record, fields: { to: "township" } });
    await phone.sync("asked");
    expect(phone.inbox()).toMatchObject([{ answer: "held", sentence: { name: "no_longer_possible" }, act: "route" }]);
    device.lines[1]!.answer = "taken"; // the chief let it through
    await phone.sync("asked");
    expect(phone.status()).toMatchObject({ held: 0, returned: 0 });
    phone.close();
  });

  it("offers everything again after a restore of the station, and ends with equal accounts", async () => {
    const there = await station();
    const phone = await enrolled(there.send);
    await phone.write(VISIT);
    await phone.sync("asked");
    const copy = there.copy();
    const later = await phone.write(NEED);
    await phone.sync("asked");
    there.restore(copy);
    expect(there.state.standings.has(later.record)).toBe(false);
    await phone.sync("asked");
    expect(there.state.standings.has(later.record)).toBe(true);
    expect(phone.status().waiting).toBe(0);
    phone.close();
  });

  it("drops what it may hold no longer, but nothing that still waits", async () => {
    const there = await station(["near", "next"]);
    let road: Transport = there.send;
    const phone = await enrolled((...asked) => road(...asked));
    const { record } = await phone.write({ ...NEED, grid: "next" });
    await phone.sync("asked");
    road = nowhere;
    await phone.write({ kind: "need", act: "route", record, fields: { to: "township" } });
    there.scope(phone.status().device, ["near"]);
    road = there.send;
    await phone.sync("asked");
    expect(there.state.standings.get(record)?.state).toBe("routed");
    await phone.sync("asked");
    // Its own lines keep telling what this officer wrote; the station's account has left.
    expect(phone.status().records).toBe(0);
    phone.close();
  });

  it("destroys its key once it hears that it was revoked, after handing in what it wrote", async () => {
    const there = await station();
    const name = freshName();
    const phone = await enrolled(there.send, name);
    await phone.write(NEED);
    there.revoke(phone.status().device);
    await phone.sync("asked");
    expect(there.state.devices.values().next().value?.lines.length).toBe(1);
    expect(phone.status().gate).toBe("revoked");
    phone.close();
    const again = await phoneAt(name, there.send);
    expect(again.status().gate).toBe("revoked");
    again.close();
  });

  it("asks to synchronise first when its lease is over", async () => {
    const there = await station();
    let now = new Date("2026-11-24T01:00:00Z");
    const name = freshName();
    let road: Transport = there.send;
    const phone = await enrolled((...asked) => road(...asked), name, { now: () => now });
    there["now" as never] = (() => now) as never;
    await phone.sync("asked");
    await phone.lock();
    now = new Date("2026-12-24T01:00:00Z");
    road = nowhere;
    await phone.unlock(PIN);
    expect(phone.status().gate).toBe("lease");
    await expect(phone.write(VISIT)).rejects.toThrow("lease_over");
    road = there.send;
    await phone.sync("asked");
    expect(phone.status().gate).toBe("open");
    phone.close();
  });

  it("sends a picture in pieces after the text and goes on where it was cut", async () => {
    const there = await station();
    let cut = true;
    const pieces: number[] = [];
    const send: Transport = async (method, path, body, headers) => {
      const answer = await there.send(method, path, body, headers);
      if (method === "PATCH") {
        pieces.push(body!.length);
        if (cut && pieces.length === 2) {
          cut = false;
          throw new Unreachable(say("server_unreachable"));
        }
      }
      return answer;
    };
    const phone = await enrolled(send);
    const picture = Uint8Array.from({ length: 600_000 }, (_one, n) => n % 255);
    const photo = await phone.addPhoto(picture, "image/jpeg");
    await phone.write({ ...VISIT, fields: { ...VISIT.fields, photo: [{ ...photo }] } });
    expect(phone.status().photosWaiting).toBe(1);
    await phone.sync("asked");
    expect(phone.status()).toMatchObject({ waiting: 0, photosWaiting: 1 }); // the text did not wait
    await phone.sync("asked");
    expect(phone.status().photosWaiting).toBe(0);
    expect(pieces.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(600_000 + 256 * 1024);
    expect(there.state.blobs.get(`whole/${photo.sha256}`)).toEqual(picture);
    phone.close();
  });

  it("forgets erased words when it hears of it", async () => {
    const there = await station();
    const phone = await enrolled(there.send);
    const { record } = await phone.write(NEED);
    await phone.sync("asked");
    const memory = (phone as unknown as { core: { memory: { fork(): never } } }).core;
    const next = memory.memory.fork() as { erase(record: string, key: string): void; own: Map<number, { parts: unknown[] }> };
    next.erase(record, record);
    expect([...next.own.values()].flatMap((own) => own.parts)).toEqual([]);
    phone.close();
  });

  it("opens a practice phone whose every entry says so, and whose station is in memory", async () => {
    const there = await station();
    const phone = await enrolled(there.send, freshName(), { training: true });
    await phone.write(VISIT);
    expect(phone.ownEntries()[0]?.entry.training).toBe(true);
    phone.close();
  });

  it("gives a refused card its sentence", async () => {
    const phone = await phoneAt(freshName(), () => Promise.reject(new Denied(say("card_used"), 403)));
    await expect(phone.enrol("X", PIN, "", {})).rejects.toThrow("card_used");
    await expect(phone.enrol("X", "111111", "", {})).rejects.toThrow("pin_trivial");
    expect(phone.status().gate).toBe("new");
    phone.close();
  });
});
