/** Becoming somebody's phone, opening with a PIN, locking, and what ten wrong PINs do. */
import { base64, fromUtf8, unbase64, utf8 } from "@/base/bytes.ts";
import { randomId } from "@/base/ids.ts";
import { isTrivial } from "@/base/pins.ts";
import { makeKey, openKey, type MadeKey } from "@/base/signing.ts";
import { drop, empty, inOneGo, lay } from "@/keep/database.ts";
import { Memory, NO_FACTS } from "@/keep/memory.ts";
import { readFacts, readShut, Store, wipe, type Put } from "@/keep/store.ts";
import { ITERATIONS, MOST_TRIES, newVault, opened, rewrapped, waitAfter, type Wrapped } from "@/keep/vault.ts";
import { flushSealed, queueLeft, type Rescued } from "@/sync/sealed.ts";
import { raiseFor, say } from "@/sync/wire.ts";
import { Refused, type Gate, type Unlocked } from "./contract.ts";
import type { Core } from "./core.ts";

interface Enrolled {
  device: string; staff: string; name: string; epoch: string; receipt_key: string; lease_until?: string;
  rescue_key?: string; roles?: string[];
}
interface Tries { wrong: number; until: number }
/** The stores of what an owner wrote, the bytes of pictures too. */
const OWNED = ["blocks", "notes", "outbox", "photos", "pictures"] as const;
const NO_TRIES: Tries = { wrong: 0, until: 0 };

/** Throws Refused; then nothing has changed. */
export async function enrol(
  core: Core, code: string, pin: string, label: string, checks: Record<string, unknown>,
): Promise<void> {
  if (!/^\d{6}$/.test(pin)) throw new Refused(say("pin_six_digits"));
  if (isTrivial(pin) && !core.around.training) throw new Refused(say("pin_trivial"));
  await mayEnrol(core);
  core.begun ??= { device: randomId(core.around.noise(16)), key: await makeKey() };
  const { device, key } = core.begun;
  const told = await askForDevice(core, {
    code, device, public_key: key.publicText, alg: key.alg, label, checks,
  });
  await core.inTurn(() => core.saving(() => settle(core, told, key, pin)));
  core.begun = null;
}

/** Nothing that an earlier owner wrote is given up before it has arrived, or lies in a file. */
async function mayEnrol(core: Core): Promise<void> {
  if (core.gate === "elsewhere") throw new Refused(say("phone_locked"));
  if (await core.db.get("plain", "vault")) throw new Refused(say("phone_enrolled_already"));
  const delivered = await flushSealed(core.db, core.around.send).catch(() => 0);
  const rescued = (await core.db.get("plain", "rescued")) as Rescued | undefined;
  const { lines, photos } = await queueLeft(core.db, delivered, rescued);
  if (lines + photos) throw new Refused(say("phone_queue_left", { count: lines + photos }));
}

async function askForDevice(core: Core, asked: object): Promise<Enrolled> {
  const sent = await core.around.send("POST", "/sync/enrol", utf8(JSON.stringify(asked)), {
    "Content-Type": "application/json",
  });
  raiseFor(sent, 201);
  return JSON.parse(fromUtf8(sent.body)) as Enrolled;
}

async function settle(core: Core, told: Enrolled, key: MadeKey, pin: string): Promise<void> {
  const [dataKey, wrapped] = await newVault(pin, core.around.noise, core.around.iterations ?? ITERATIONS);
  const store = new Store(core.db, dataKey, core.around.noise);
  const memory = new Memory();
  memory.facts = {
    ...NO_FACTS, device: told.device, alg: key.alg, epoch: told.epoch, receiptKey: told.receipt_key,
    rescueKey: told.rescue_key ?? "", leaseUntil: told.lease_until ?? "",
  };
  memory.owner = { staff: told.staff, name: told.name, roles: told.roles ?? [], pkcs8: base64(key.pkcs8) };
  await store.write(
    new Memory(), memory,
    [
      (writing) => lay(writing, "plain", wrapped, "vault"),
      (writing) => lay(writing, "plain", NO_TRIES, "tries"),
    ],
    // What an earlier owner of this phone left has arrived or was written to a file: see mayEnrol.
    [
      ...OWNED.map((name): Put => (writing) => empty(writing, name)),
      ...["wiped", "revoked", "rescued", "delivered"].map((name): Put => (writing) => drop(writing, "plain", name)),
    ],
  );
  await letIn(core, store, memory);
}

async function letIn(core: Core, store: Store, memory: Memory): Promise<void> {
  core.ahead = null;
  core.deviceKey = memory.owner.pkcs8 ? await openKey(memory.facts.alg, unbase64(memory.owner.pkcs8)) : null;
  core.memory = memory;
  core.store = store;
  core.gate = !core.deviceKey ? "revoked" : core.leaseOver() ? "lease" : "open";
  core.changed();
}

/** A wrong PIN is counted on the disk before it is tried: pulling the battery gives no extra try. */
export function unlock(core: Core, pin: string): Promise<Unlocked> {
  return core.inTurn(async () => {
    if (core.gate === "elsewhere") throw new Refused(say("phone_locked"));
    const wrapped = (await core.db.get("plain", "vault")) as Wrapped | undefined;
    if (!wrapped) throw new Refused(say("phone_not_enrolled"));
    const key = await tried(core, (one) => opened(one, pin), wrapped);
    if (!(key instanceof CryptoKey)) return key;
    const store = new Store(core.db, key, core.around.noise);
    await letIn(core, store, await store.read(await (core.ahead ?? readShut(core.db))));
    return { ok: true };
  });
}

/** What a PIN opens, or why not. The right one clears the count at once: reading may be interrupted as well. */
async function tried<T extends object>(
  core: Core, doing: (wrapped: Wrapped) => Promise<T | null>, wrapped: Wrapped,
): Promise<T | Extract<Unlocked, { ok: false }>> {
  const tries = await triesOf(core);
  // The tenth was counted and its outcome is not known: it was wrong, else the count were gone.
  if (tries.wrong >= MOST_TRIES) return destroyed(core);
  const wait = Math.ceil((tries.until - core.around.now().getTime()) / 1000);
  // A clock set far back must not lock the owner out: never longer than the longest wait.
  if (wait > 0 && wait <= waitAfter(MOST_TRIES)) {
    return { ok: false, attemptsLeft: MOST_TRIES - tries.wrong, waitSeconds: wait };
  }
  const wrong = tries.wrong + 1;
  await putTries(core, { wrong, until: core.around.now().getTime() + waitAfter(wrong) * 1000 });
  const found = await doing(wrapped);
  if (found) {
    await putTries(core, NO_TRIES);
    return found;
  }
  if (wrong >= MOST_TRIES) return destroyed(core);
  return { ok: false, attemptsLeft: MOST_TRIES - wrong, waitSeconds: waitAfter(wrong) };
}

async function destroyed(core: Core): Promise<Extract<Unlocked, { ok: false }>> {
  await core.saving(() => wipe(core.db));
  await beShut(core);
  return { ok: false, attemptsLeft: 0, waitSeconds: 0 };
}

async function triesOf(core: Core): Promise<Tries> {
  return ((await core.db.get("plain", "tries")) as Tries | undefined) ?? NO_TRIES;
}

function putTries(core: Core, tries: Tries): Promise<void> {
  return core.saving(() => inOneGo(core.db, (writing) => lay(writing, "plain", tries, "tries")));
}

/** The disk is read while the PIN is typed: nothing on it changes before the phone is open. */
export function readAhead(core: Core): void {
  if (core.gate !== "locked" || core.ahead) return;
  core.ahead = readShut(core.db);
  core.ahead.catch(() => (core.ahead = null));
}

/** How many wrong PINs are left. */
export async function triesLeft(core: Core): Promise<number> {
  return Math.max(0, MOST_TRIES - (await triesOf(core)).wrong);
}

/** Drops the keys and everything readable from memory; the gate says what is asked next. */
export async function beShut(core: Core, gate?: Gate): Promise<void> {
  core.dropKeys(gate ?? core.gate);
  core.memory.facts = await readFacts(core.db);
  const { lines, photos } = await queueLeft(core.db, 0);
  [core.waitingSealed, core.photosSealed] = [lines, photos];
  core.gate = gate ?? (await gateOf(core));
  core.changed();
}

async function gateOf(core: Core): Promise<Gate> {
  if (await core.db.get("plain", "revoked")) return "revoked";
  if (await core.db.get("plain", "vault")) {
    if ((await triesOf(core)).wrong < MOST_TRIES) return "locked";
    await wipe(core.db); // the battery was pulled between the tenth try and what follows from it
  }
  return (await core.db.get("plain", "wiped")) ? "wiped" : "new";
}

/** Somebody who holds an open phone must know its PIN to change it: a wrong one counts like any other. */
export async function changePin(core: Core, from: string, to: string): Promise<Unlocked> {
  if (!/^\d{6}$/.test(to)) throw new Refused(say("pin_six_digits"));
  if (isTrivial(to)) throw new Refused(say("pin_trivial"));
  return core.inTurn(async () => {
    core.opened();
    const wrapped = (await core.db.get("plain", "vault")) as Wrapped;
    const made = await tried(core, (one) => rewrapped(one, from, to, core.around.noise), wrapped);
    if ("ok" in made) return made;
    await core.saving(() => inOneGo(core.db, (writing) => lay(writing, "plain", made, "vault")));
    return { ok: true };
  });
}
