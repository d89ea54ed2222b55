/** The gate: tries that cannot be stretched, a queue that is not given up, a phone in one tab only. */
import { describe, expect, it, vi } from "vitest";
import { openDB } from "idb";
import { fromUtf8 } from "@/base/bytes.ts";
import { claim, openDatabase } from "@/keep/database.ts";
import { say, Unreachable, type Transport } from "@/sync/wire.ts";
import { haveVectors } from "../vectors.ts";
import { enrolled, freshName, NEED, phoneAt, PIN, station, VISIT } from "./handset.ts";

const nowhere: Transport = () => Promise.reject(new Unreachable(say("no_signal")));

/** What lies in clear under a name, and how to change it behind the phone's back. */
async function plainOf(name: string, key: string, value?: unknown): Promise<unknown> {
  const db = await openDB(name);
  if (value !== undefined) await db.put("plain", value, key);
  const found: unknown = await db.get("plain", key);
  db.close();
  return found;
}

/** How many rows lie in the stores that hold what an owner wrote. */
async function rowsOf(name: string): Promise<Record<string, number>> {
  const db = await openDB(name);
  const found: Record<string, number> = {};
  for (const store of ["outbox", "photos", "pictures"]) found[store] = await db.count(store);
  db.close();
  return found;
}

describe.runIf(haveVectors)("ten tries", () => {
  it("are ten, though the battery is pulled after the tenth was counted", async () => {
    const there = await station();
    const name = freshName();
    const phone = await enrolled(there.send, name);
    await phone.write(VISIT);
    phone.close();
    await plainOf(name, "tries", { wrong: 10, until: 0 });
    const again = await phoneAt(name, nowhere);
    expect(again.status()).toMatchObject({ gate: "wiped", waiting: 1 });
    await expect(again.unlock(PIN)).rejects.toThrow("phone_not_enrolled");
    again.close();
  });

  it("are not used up by a right PIN whose reading was interrupted", async () => {
    const there = await station();
    const name = freshName();
    const phone = await enrolled(there.send, name);
    await phone.write(VISIT);
    phone.close();
    await plainOf(name, "tries", { wrong: 2, until: 0 });
    const db = await openDB(name);
    await db.put("outbox", { ...(await db.get("outbox", 1)), own: { iv: new Uint8Array(12), text: new Uint8Array(40) } }); // reading it will fail
    db.close();
    const again = await phoneAt(name, there.send);
    await expect(again.unlock(PIN)).rejects.toThrow();
    expect(await plainOf(name, "tries")).toEqual({ wrong: 0, until: 0 });
    again.close();
  });

  it("count a wrong old PIN as well, when somebody holds the open phone", async () => {
    const there = await station();
    let now = new Date("2026-11-24T01:00:00Z");
    const phone = await enrolled(there.send, freshName(), { now: () => now });
    await phone.write(VISIT);
    expect(await phone.changePin("000001", "830264")).toMatchObject({ ok: false, attemptsLeft: 9 });
    for (let n = 0; n < 9; n += 1) {
      now = new Date(now.getTime() + 61_000);
      await phone.changePin("000001", "830264").catch(() => undefined);
    }
    expect(phone.status()).toMatchObject({ gate: "wiped", waiting: 1 });
    phone.close();
  });

  it("begin anew under the new PIN", async () => {
    const there = await station();
    const phone = await enrolled(there.send);
    expect(await phone.changePin(PIN, "830264")).toEqual({ ok: true });
    await phone.lock();
    expect(await phone.unlock(PIN)).toMatchObject({ ok: false });
    expect(await phone.unlock("830264")).toEqual({ ok: true });
    phone.close();
  });
});

describe.runIf(haveVectors)("a damaged disk", () => {
  it("is given anew by the station what it lost of the station's", async () => {
    const there = await station();
    const name = freshName();
    const phone = await enrolled(there.send, name);
    const { record } = await phone.write(NEED);
    await phone.sync("asked");
    phone.close();
    const db = await openDB(name);
    for (const key of await db.getAllKeys("blocks")) await db.put("blocks", { iv: new Uint8Array(12), text: new Uint8Array(40) }, key);
    await db.put("notes", { iv: new Uint8Array(12), text: new Uint8Array(40) }, "ref:kinds");
    db.close();
    const again = await phoneAt(name, there.send);
    expect(await again.unlock(PIN)).toEqual({ ok: true });
    await again.sync("asked");
    expect(again.status()).toMatchObject({ problem: null, records: 1 });
    expect(again.record(record)).toMatchObject({ pending: 0, standing: { state: "heard" } });
    again.close();
  });
});

describe.runIf(haveVectors)("a wiped phone", () => {
  async function wiped(photo: boolean): Promise<{ name: string; there: Awaited<ReturnType<typeof station>> }> {
    const there = await station();
    const name = freshName();
    const phone = await enrolled(there.send, name);
    const picture = await phone.addPhoto(Uint8Array.from({ length: 900 }, (_one, n) => n % 251), "image/jpeg");
    await phone.write({ ...VISIT, fields: { ...VISIT.fields, ...(photo ? { photo: [{ ...picture }] } : {}) } });
    phone.close();
    await plainOf(name, "tries", { wrong: 10, until: 0 });
    return { name, there };
  }

  it("takes a new card once its lines have arrived sealed", async () => {
    const { name, there } = await wiped(false);
    const phone = await phoneAt(name, there.send);
    await phone.enrol("CARD", PIN, "", {});
    expect([...there.state.devices.values()].map((one) => one.lines.length)).toEqual([1, 0]);
    expect(phone.status()).toMatchObject({ gate: "open", waiting: 0, photosWaiting: 0 });
    phone.close();
  });

  it("does not give up a picture that lies nowhere else, until a file has been saved", async () => {
    const { name, there } = await wiped(true);
    const phone = await phoneAt(name, there.send);
    expect(phone.status().photosWaiting).toBe(1);
    await expect(phone.enrol("CARD", PIN, "", {})).rejects.toThrow("phone_queue_left");
    const lines = fromUtf8((await phone.rescueFile()).bytes).trim().split("\n").map((line) => JSON.parse(line));
    expect(lines.map((line) => Object.keys(line)[0])).toEqual(["urtuu_rescue", "seq", "photo"]);
    expect(await rowsOf(name)).toMatchObject({ photos: 1, pictures: 1 });
    await phone.enrol("CARD", PIN, "", {});
    expect(await rowsOf(name)).toEqual({ outbox: 0, photos: 0, pictures: 0 });
    phone.close();
  });

  it("asks for another file when something was written after the last one", async () => {
    const there = await station();
    const name = freshName();
    const phone = await enrolled(there.send, name);
    await phone.write(VISIT);
    await phone.rescueFile();
    await phone.write(VISIT);
    phone.close();
    await plainOf(name, "tries", { wrong: 10, until: 0 });
    const again = await phoneAt(name, (method, path, body, headers) =>
      path === "/sync/sealed" ? nowhere(method, path, body, headers) : there.send(method, path, body, headers));
    await expect(again.enrol("CARD", PIN, "", {})).rejects.toThrow("phone_queue_left");
    again.close();
  });
});

describe.runIf(haveVectors)("two tabs", () => {
  it("cannot both write: the disk refuses the one that lost it, which drops its key", async () => {
    const there = await station();
    const name = freshName();
    const phone = await enrolled(there.send, name);
    const other = await openDatabase(name);
    await claim(other, "another tab"); // its lock was stolen while this one was about to write
    await expect(phone.write(NEED)).rejects.toThrow("phone_locked");
    expect(phone.status().gate).toBe("elsewhere");
    expect(phone.records()).toEqual([]);
    await expect(phone.unlock(PIN)).rejects.toThrow("phone_locked");
    expect(await other.count("outbox")).toBe(0);
    other.close();
    phone.close();
  });
});

describe.runIf(haveVectors && "locks" in navigator)("a window behind another", () => {
  it("opens by itself once the other is gone, as after a crash", async () => {
    const there = await station();
    const name = freshName();
    const first = await enrolled(there.send, name);
    const second = await phoneAt(name, there.send);
    expect(second.status().gate).toBe("elsewhere");
    await new Promise((done) => setTimeout(done, 2_000));
    expect(second.status().gate).toBe("elsewhere");
    first.close();
    await vi.waitFor(() => expect(second.status().gate).toBe("locked"), { timeout: 5_000 });
    second.close();
  });
});

describe.runIf(haveVectors)("an idle phone", () => {
  it("locks by the clock as well: a phone that slept ran no timer", async () => {
    const there = await station();
    let now = new Date("2026-11-24T01:00:00Z");
    const phone = await enrolled(there.send, freshName(), { now: () => now });
    now = new Date(now.getTime() + 4 * 60_000);
    phone.touched();
    expect(phone.status().gate).toBe("open");
    now = new Date(now.getTime() + 6 * 60_000);
    phone.touched(); // comes too late
    await new Promise((done) => setTimeout(done, 20));
    expect(phone.status().gate).toBe("locked");
    phone.close();
  });

  it("says that its lease is over while it is open", async () => {
    const there = await station();
    let now = new Date();
    const phone = await enrolled(there.send, freshName(), { now: () => now });
    now = new Date(now.getTime() + 10 * 86_400_000);
    expect(phone.status().gate).toBe("lease");
    phone.close();
  });
});

describe.runIf(haveVectors)("what is read while the PIN is typed", () => {
  it("is what opens, and nothing older than the lock before it", async () => {
    const there = await station();
    const name = freshName();
    const phone = await enrolled(there.send, name);
    await phone.write(VISIT);
    await phone.lock();
    phone.touched(); // the first digit
    expect(await phone.unlock(PIN)).toEqual({ ok: true });
    expect(phone.status()).toMatchObject({ gate: "open", waiting: 1, records: 0 });
    await phone.write(NEED);
    await phone.lock();
    phone.touched();
    await phone.unlock(PIN);
    expect(phone.ownEntries()).toHaveLength(2);
    phone.close();
  });

  it("is read again when another tab held the phone meanwhile", async () => {
    const there = await station();
    const name = freshName();
    const phone = await enrolled(there.send, name);
    await phone.lock();
    phone.touched();
    await new Promise((done) => setTimeout(done, 20)); // it is in memory now
    const other = await phoneAt(name, there.send);
    await other.takeOver();
    await other.unlock(PIN);
    await other.write(VISIT);
    other.close();
    await phone.takeOver();
    phone.touched();
    await phone.unlock(PIN);
    expect(phone.ownEntries()).toHaveLength(1);
    phone.close();
  });
});
