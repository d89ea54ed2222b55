/** One phone, open or shut, as the screens ask it. What it does stands in the files beside this one. */
import { randomId } from "@/base/ids.ts";
import { claim, inOneGo, lay } from "@/keep/database.ts";
import { readFacts } from "@/keep/store.ts";
import { readEntry } from "@/kinds/entries.ts";
import type { Deed, Sentence } from "@/kinds/standing.ts";
import type { ActRow } from "@/kinds/tables.ts";
import { startLoop, type Loop } from "@/sync/loop.ts";
import { Failed } from "@/sync/wire.ts";
import { Refused } from "./contract.ts";
import type {
  Draft, Event, Message, Phone, PhotoRef, Places, Seen, Status, Unlocked, Written,
} from "./contract.ts";
import type { Core } from "./core.ts";
import { beShut, changePin, enrol, readAhead, triesLeft, unlock } from "./gatekeeping.ts";
import { holdAlone, type Holding } from "./holding.ts";
import type { Looking } from "./looking.ts";
import type { Searching } from "./searching.ts";
import type { Syncing } from "./syncing.ts";
import type { Writing } from "./writing.ts";

const IDLE_MS = 5 * 60_000;
/** The gate is drawn first: on a slow phone both at once would take twice as long. */
const FIRST_PICTURE_MS = 300;
const ASKS_AGAIN_MS = 1_500;

export class FieldPhone implements Phone {
  private readonly core: Core;
  private looking!: Looking;
  private searching!: Searching;
  private writing!: Writing;
  private syncing!: Syncing;
  /** What is needed only once the phone is open: fetched while the PIN is typed. */
  private rooms: Promise<typeof import("./rooms.ts")> | null = null;
  private loop: Loop | null = null;
  private listening: Promise<void> = Promise.resolve();
  private holding: Holding | null = null;
  private idle: ReturnType<typeof setTimeout> | undefined;
  private lastTouch = 0;
  private closed = false;
  private storage = { used: 0, quota: 0, persisted: false };
  private tries = 10;
  /** Told when the screens use this phone and no other. */
  inHand: () => void = () => undefined;

  constructor(core: Core) {
    this.core = core;
  }

  private async furnished(): Promise<void> {
    this.rooms ??= import("./rooms.ts");
    const { Looking, Searching, Writing, Syncing } = await this.rooms;
    if (this.looking) return;
    this.looking = new Looking(this.core);
    this.searching = new Searching(this.core);
    this.writing = new Writing(this.core, this.looking);
    this.syncing = new Syncing(this.core);
  }

  /** Reads what may be read without a PIN, and begins to listen for a road. */
  async start(quiet: boolean): Promise<void> {
    const { core } = this;
    core.memory.facts = await readFacts(core.db);
    this.holding = await holdAlone(core.around.name, () => void (this.closed || beShut(core, "elsewhere").then(() => this.waitForIt())));
    await this.shutAsHeld();
    this.tries = await triesLeft(core);
    if (quiet) return this.furnished();
    this.listening = new Promise((done) => setTimeout(() => void this.listen().finally(done), FIRST_PICTURE_MS));
  }

  private async shutAsHeld(): Promise<void> {
    const { core } = this;
    const mine = this.holding?.mine() ?? true;
    if (mine) await claim(core.db, randomId(core.around.noise(16)));
    await beShut(core, mine ? undefined : "elsewhere");
    if (!mine) this.waitForIt();
  }

  /** The other window may be gone soon, or be one that crashed a moment ago. Only a window in view asks. */
  private waitForIt(): void {
    setTimeout(() => void this.lookForIt(), ASKS_AGAIN_MS);
  }

  private async lookForIt(): Promise<void> {
    if (this.closed || this.core.gate !== "elsewhere") return;
    const seen = globalThis.document?.visibilityState !== "hidden";
    if (seen && (await this.holding?.ask())) await this.shutAsHeld();
    else this.waitForIt();
  }

  private async listen(): Promise<void> {
    if (this.closed) return;
    globalThis.document?.addEventListener("visibilitychange", this.looked);
    await this.furnished();
    if (this.closed) return;
    this.loop = startLoop(() => this.syncing.round(), globalThis as never);
    void this.loop.now("open");
    await this.measure();
  }

  status(): Status {
    const { core } = this;
    const { facts, owner, own, drafts, records } = core.memory;
    const answers = [...own.values()].map((line) => line.answer);
    return {
      gate: core.gateNow(), name: owner.name, staff: owner.staff, roles: core.store ? core.roles() : [], device: facts.device,
      waiting: core.store ? answers.filter((answer) => answer === "").length : core.waitingSealed,
      photosWaiting: core.store ? core.memory.photosWaiting().length : core.photosSealed,
      held: answers.filter((answer) => answer === "held").length,
      returned: answers.filter((answer) => answer === "returned").length,
      drafts: drafts.size, heardAt: facts.heardAt || null, leaseUntil: facts.leaseUntil || null, road: core.road,
      problem: core.problem, skewMinutes: facts.skewMinutes, records: records.size, storage: this.storage,
      attemptsLeft: this.tries, training: core.around.training,
    };
  }

  subscribe(listener: () => void): () => void {
    return this.core.subscribe(listener);
  }

  async enrol(code: string, pin: string, label: string, checks: Record<string, unknown>): Promise<void> {
    await this.furnished();
    await refusing(() => enrol(this.core, code, pin, label, checks));
    // Asked for once there is something to keep; a browser may say no, and the phone check tells.
    await globalThis.navigator?.storage?.persist?.().catch(() => false);
    this.lastTouch = 0;
    this.touched();
    await this.sync("enrolled");
  }

  async unlock(pin: string): Promise<Unlocked> {
    await this.furnished();
    const answer = await unlock(this.core, pin);
    this.tries = await triesLeft(this.core);
    this.core.changed();
    if (answer.ok) {
      this.lastTouch = 0;
      this.touched();
      void this.listening.then(() => this.loop && this.sync("unlocked"));
    }
    return answer;
  }

  async lock(): Promise<void> {
    clearTimeout(this.idle);
    const { core } = this;
    if (core.gate !== "elsewhere") await core.inTurn(() => beShut(core));
  }

  /** Somebody uses the phone: it locks five minutes after the last time. A touch after that comes too late. */
  touched(): void {
    this.inHand();
    readAhead(this.core);
    if (this.rested()) return void this.lock();
    this.lastTouch = this.core.around.now().getTime();
    clearTimeout(this.idle);
    if (this.core.store && !this.core.around.training) this.idle = setTimeout(() => void this.lock(), IDLE_MS);
  }

  /** Whether this tab holds the phone. */
  mine(): boolean {
    return this.holding?.mine() ?? false;
  }

  /** By the clock as well: a phone that sleeps runs no timer. A clock that was set back counts as long ago. */
  private rested(): boolean {
    if (!this.core.store || this.core.around.training || !this.lastTouch) return false;
    const since = this.core.around.now().getTime() - this.lastTouch;
    return since >= IDLE_MS || since < -60_000;
  }

  private readonly looked = (): void => {
    if (this.rested()) void this.lock();
  };

  async takeOver(): Promise<void> {
    await this.holding?.take();
    await this.shutAsHeld();
  }

  async changePin(from: string, to: string): Promise<Unlocked> {
    const answer = await changePin(this.core, from, to);
    this.tries = await triesLeft(this.core);
    this.core.changed();
    return answer;
  }

  shelf(): ReturnType<Phone["shelf"]> {
    return this.core.shelf();
  }

  places(): Places {
    return this.core.places();
  }

  records(): Seen[] {
    return this.looking.records();
  }

  record(id: string): Seen | null {
    return this.looking.record(id);
  }

  history(id: string): Event[] {
    return this.looking.history(id);
  }

  search(text: string, only: { kind?: string; open?: boolean } = {}): Seen[] {
    return this.searching.among(this.looking.records(), text, only);
  }

  openActs(id: string): ActRow[] {
    return this.looking.openActs(id);
  }

  beginnings(kind: string): ActRow[] {
    return this.looking.beginnings(kind);
  }

  ownEntries(): ReturnType<Phone["ownEntries"]> {
    const lines = this.core.memory.ownInOrder().reverse();
    return lines.map((own) => ({ entry: readEntry(own.line), answer: own.answer, sentence: own.sentence }));
  }

  check(deed: Deed): Sentence | null {
    return this.writing.check(deed);
  }

  async write(deed: Deed, draft?: string): Promise<Written> {
    const written = await this.writing.write(deed, draft);
    void this.loop?.now("written");
    return written;
  }

  saveDraft(draft: Draft): Promise<void> {
    return this.writing.saveDraft(draft);
  }

  drafts(): Draft[] {
    return [...this.core.memory.drafts.values()].sort((one, other) => other.at.localeCompare(one.at));
  }

  dropDraft(id: string): Promise<void> {
    return this.writing.dropDraft(id);
  }

  addPhoto(bytes: Uint8Array, mime: string): Promise<PhotoRef> {
    return this.writing.addPhoto(bytes, mime);
  }

  photo(sha256: string): Promise<Uint8Array | null> {
    return this.writing.photo(sha256);
  }

  inbox(): Message[] {
    return this.looking.inbox();
  }

  async dismiss(id: string): Promise<void> {
    await this.core.change((next) => void (next.dismissed = new Set([...next.dismissed, id])));
  }

  async sync(reason: string): Promise<void> {
    await this.furnished();
    await this.listening;
    if (this.loop) await this.loop.now(reason);
    else await this.syncing.round();
    await this.measure();
  }

  async rescueFile(): Promise<{ name: string; bytes: Uint8Array }> {
    const { rescueFile } = await import("./rooms.ts");
    const { name, bytes, held } = await rescueFile(this.core.db, this.core.around.now());
    await this.core.saving(() => inOneGo(this.core.db, (writing) => lay(writing, "plain", held, "rescued")));
    return { name, bytes };
  }

  now(): Date {
    return this.core.around.now();
  }

  /** Lets go of the database: for tests, and when practice ends. */
  close(): void {
    this.closed = true;
    this.loop?.stop();
    globalThis.document?.removeEventListener("visibilitychange", this.looked);
    clearTimeout(this.idle);
    this.holding?.release();
    this.core.db.close();
  }

  private async measure(): Promise<void> {
    const storage = globalThis.navigator?.storage;
    if (!storage?.estimate) return;
    const { usage = 0, quota = 0 } = await storage.estimate();
    this.storage = { used: usage, quota, persisted: (await storage.persisted?.()) ?? false };
    this.core.changed();
  }
}

/** The wire's refusals become the screens' refusals. */
async function refusing<T>(doing: () => Promise<T>): Promise<T> {
  try {
    return await doing();
  } catch (problem) {
    if (problem instanceof Failed) throw new Refused(problem.sentence, "status" in problem ? Number(problem.status) : 0);
    throw problem;
  }
}
