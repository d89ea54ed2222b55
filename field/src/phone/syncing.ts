/** One synchronisation: pushes what has no receipt, pulls what is new, then pictures. Calm about every failure. */
import { unbase64 } from "@/base/bytes.ts";
import { drop, empty, inOneGo, lay } from "@/keep/database.ts";
import type { Memory } from "@/keep/memory.ts";
import { sealed } from "@/keep/sealing.ts";
import { wipe } from "@/keep/store.ts";
import { localDay } from "@/kinds/workdays.ts";
import { weekdayOf } from "@/kinds/weeks.ts";
import { PIECE, sendBlob } from "@/sync/blobs.ts";
import { purge, tidy } from "@/sync/leaving.ts";
import { asking, batch, MOST_LINES, travelling } from "@/sync/offering.ts";
import { flushSealed } from "@/sync/sealed.ts";
import { takeIn, type Taken } from "@/sync/taking.ts";
import { Busy, Denied, exchange, Failed, say, Unreachable } from "@/sync/wire.ts";
import { Refused } from "./contract.ts";
import type { Core } from "./core.ts";
import { beShut } from "./gatekeeping.ts";

const MOST_ROUNDS = 2000;
const FEWEST_LINES = 5;
const CUT_AFTER_MS = 2_000;
const FRIDAY = 4; // 0 is Monday
/** So many digests are named in one answer; with fewer, those that are not named have arrived. */
const MOST_WANTED = 100;
const NOTHING: Taken = { receipts: 0, lines: 0, problems: [], goesOn: true, wanted: [], newEpoch: false };

export class Syncing {
  private readonly core: Core;
  private readonly pace = { piece: PIECE, giveWay: () => this.textWaits() };
  private began = 0;
  private gotThrough = false;

  constructor(core: Core) {
    this.core = core;
  }

  /** Seconds the station asks to wait, 0 when all went well, -1 when there was no road. Never throws Failed. */
  async round(): Promise<number> {
    const { core } = this;
    if (["new", "elsewhere", "broken", "revoked"].includes(core.gate)) return 0;
    const before = core.road;
    this.began = Date.now();
    this.gotThrough = false;
    this.told("syncing");
    try {
      if (core.store) await this.untilDone();
      else await this.sealedOnly();
      core.problem = null;
      this.told("online");
      return 0;
    } catch (problem) {
      return this.failed(problem, before);
    }
  }

  private failed(problem: unknown, before: Core["road"]): number {
    if (problem instanceof Refused) return this.refused(problem);
    if (!(problem instanceof Failed)) {
      this.told(before);
      throw problem;
    }
    this.core.problem = problem.sentence;
    this.told(problem instanceof Busy ? "busy" : problem instanceof Unreachable ? "offline" : "online");
    if (problem instanceof Busy) return problem.seconds;
    return problem instanceof Unreachable && (this.gotThrough || this.wasCut()) ? 1 : -1;
  }

  /** Cut on the way, not without signal: worth going on at once, and with less at a time. */
  private wasCut(): boolean {
    return Date.now() - this.began > CUT_AFTER_MS;
  }

  /** The phone itself said no: it was locked meanwhile, or its disk is full. */
  private refused({ sentence }: Refused): number {
    if (sentence.name !== "phone_locked") this.core.problem = sentence;
    this.told("online");
    return sentence.name === "phone_locked" ? 0 : -1;
  }

  private told(road: Core["road"]): void {
    this.core.road = road;
    this.core.changed();
  }

  private async sealedOnly(): Promise<void> {
    if (!this.core.waitingSealed) return;
    await this.core.saving(() => flushSealed(this.core.db, this.core.around.send));
  }

  private async untilDone(): Promise<void> {
    let wanted = await this.texts();
    // The text never waits for a picture: what was written meanwhile goes first.
    while (await this.pictures(wanted)) wanted = await this.texts();
    await this.afterwards();
  }

  /** Lines and feeds, until nothing is left to say; the digests of pictures that the station wants. */
  private async texts(): Promise<string[]> {
    let wanted: string[] = [];
    let idle = 0;
    for (let rounds = 0; rounds < MOST_ROUNDS && this.core.store; rounds += 1) {
      const before = this.standOf();
      const found = await this.oneRound();
      wanted = found.wanted;
      const waits = this.textWaits();
      idle = this.standOf() === before ? idle + 1 : 0;
      if (idle > 1 && waits) throw new Denied(say("nothing_moves"), 0);
      if (!waits && !(found.goesOn && this.core.deviceKey)) break;
    }
    return wanted;
  }

  private textWaits(): boolean {
    return this.core.memory.waiting() > 0 && !this.core.memory.facts.forked;
  }

  private standOf(): string {
    return `${this.core.memory.facts.acked}/${this.core.memory.waiting()}`;
  }

  private async oneRound(): Promise<Taken> {
    const { core } = this;
    core.opened();
    if (!core.deviceKey) throw new Refused(say("phone_revoked"));
    const { memory } = core;
    const most = memory.facts.mostLines || MOST_LINES;
    const lines = batch(memory, most);
    // Their words have left the phone: they travel once more in their envelopes, and are known afterwards.
    if (lines.some((own) => own.stripped)) await core.saving(() => flushSealed(core.db, core.around.send));
    const header = await asking(memory, lines, memory.photosWaiting().length, core.around.now());
    const began = Date.now();
    try {
      const answer = await exchange(core.around.send, core.deviceKey, header, travelling(lines));
      this.gotThrough = true;
      const offered = new Set(lines.map((own) => own.seq));
      let newEpoch = false;
      return await core.change(
        async (next) => {
          const found = await takeIn(next, core.shelf(), offered, answer, core.around.now());
          if (header.photos && !answer.head.revoked) unwanted(next, found);
          if (most < MOST_LINES) next.facts.mostLines = Math.min(MOST_LINES, most * 2); // the road is better than it was
          tidy(next, core.shelf(), core.around.now());
          newEpoch = found.newEpoch;
          return found;
        },
        () => (newEpoch ? [(writing) => lay(writing, "plain", 0, "delivered")] : []),
      );
    } catch (problem) {
      const big = problem instanceof Denied && problem.status === 413;
      if (big || (problem instanceof Unreachable && Date.now() - began > CUT_AFTER_MS)) await this.fewerLines(lines.length, big);
      if (big && lines.length > 1) return NOTHING;
      throw problem;
    }
  }

  /** What did not get through is tried smaller: over a bad road a little at a time still arrives. */
  private async fewerLines(sent: number, big: boolean): Promise<void> {
    if (sent < 2 || !this.core.store) return;
    const fewest = big ? 1 : FEWEST_LINES;
    await this.core.change((next) => void (next.facts.mostLines = Math.max(fewest, Math.ceil(sent / 2))));
  }

  private async afterwards(): Promise<void> {
    const { core } = this;
    if (core.memory.facts.revoked && core.store && !core.memory.owner.pkcs8) return this.forgotten();
    core.gate = core.gateNow();
    const now = core.around.now();
    if (core.store && weekdayOf(localDay(now.getTime())) === FRIDAY) {
      await core.change((next) => purge(next, core.shelf(), now));
    }
  }

  /** The key is gone from memory as well; only the gate is left, and envelopes if the station did not take them. */
  private async forgotten(): Promise<void> {
    const { db, memory } = this.core;
    const left = memory.waiting() > 0;
    await this.core.saving(async () => {
      if (left) await wipe(db);
      await inOneGo(db, (writing) => {
        lay(writing, "plain", true, "revoked");
        drop(writing, "plain", "vault");
        if (left) return;
        for (const name of ["blocks", "notes", "outbox", "photos", "pictures"] as const) empty(writing, name);
      });
    });
    await beShut(this.core);
  }

  /** Whether something was written meanwhile, so that the pictures were left for later. Throws Failed. */
  private async pictures(wanted: string[]): Promise<boolean> {
    const { core } = this;
    let denied: Denied | null = null;
    for (const sha256 of wanted) {
      const photo = core.memory.photos.get(sha256);
      const body = photo && (await core.db.get("pictures", sha256))?.body;
      const store = core.store;
      if (!body || !store || !core.deviceKey) continue;
      const bytes = await store.safe.open(body, `photo/${sha256}`);
      const from = { send: core.around.send, device: core.memory.facts.device, key: core.deviceKey };
      try {
        if (!(await sendBlob(from, sha256, bytes, this.pace))) return true;
      } catch (problem) {
        if (!(problem instanceof Denied)) throw problem;
        denied = problem; // this one is not taken; the others do not wait for it
        continue;
      }
      await core.change((next) => {
        const there = next.photos.get(sha256);
        if (there) next.photos.set(sha256, { ...there, arrived: true });
      });
    }
    if (denied) throw denied;
    await this.resealed();
    return false;
  }

  /** After a restore pictures wait again; their envelopes were dropped when they had arrived. */
  private async resealed(): Promise<void> {
    const { core } = this;
    for (const { sha256 } of core.memory.photosWaiting()) {
      const row = await core.db.get("pictures", sha256);
      if (!row?.body || row.envelope || !core.store) continue;
      const bytes = await core.store.safe.open(row.body, `photo/${sha256}`);
      const { device, rescueKey } = core.memory.facts;
      const envelope = await sealed(bytes, `${device}/photo/${sha256}`, unbase64(rescueKey), core.around.noise);
      await core.saving(() => inOneGo(core.db, (writing) => lay(writing, "pictures", { ...row, envelope }, sha256)));
    }
  }
}

/** The station named all that it lacks: what it did not name is there, though the answer to it was lost. */
function unwanted(next: Memory, { wanted }: Taken): void {
  if (wanted.length >= MOST_WANTED) return;
  for (const photo of next.photosWaiting()) {
    const answered = next.own.get(photo.named)?.answer;
    if (answered && !wanted.includes(photo.sha256)) next.photos.set(photo.sha256, { ...photo, arrived: true });
  }
}
