/**
 * Taking an answer in: receipts first, then feeds, each only when it is what it claims to be. A hole, a line too
 * many, a root its lines do not make, a signature of somebody else: that feed stays where it was, the owner is
 * told, and the rest is taken.
 */
import { hex, unhex, type Bytes } from "@/base/bytes.ts";
import { canonicalBytes } from "@/base/canonical.ts";
import * as merkle from "@/base/merkle.ts";
import { signedBy } from "@/base/signing.ts";
import { REOPEN, type Memory } from "@/keep/memory.ts";
import { readEntry } from "@/kinds/entries.ts";
import { begin, copied, fold } from "@/kinds/fold.ts";
import type { Shelf } from "@/kinds/shelf.ts";
import type { Entry, Sentence, Standing } from "@/kinds/standing.ts";
import { headAfter } from "./offering.ts";
import { say, type AnswerHead, type FeedHead, type FeedPart, type ReceiptLine, type WholeAnswer } from "./wire.ts";

/** What one answer brought. */
export interface Taken {
  receipts: number; lines: number; problems: Sentence[]; goesOn: boolean; wanted: string[]; newEpoch: boolean;
}

class Distrust extends Error {
  readonly sentence: Sentence;
  constructor(sentence: Sentence) {
    super(sentence.name);
    this.sentence = sentence;
  }
}

/** All of an answer that can be believed, into a fork of the memory. `offered`: the lines that were sent. */
export async function takeIn(
  memory: Memory, shelf: Shelf, offered: ReadonlySet<number>, answer: WholeAnswer, now: Date,
): Promise<Taken> {
  const { head } = answer;
  const newEpoch = heardEpoch(memory, head.epoch);
  const found: Taken = { receipts: 0, lines: 0, problems: [], goesOn: false, wanted: head.want_blobs ?? [], newEpoch };
  await acknowledged(memory, head.acked, found);
  receiptsOf(memory, offered, head, now, found);
  for (const [name, part] of answer.feeds) {
    try {
      const opened = (head.opened ?? []).includes(name) && mayOpen(memory, name, newEpoch);
      await takeFeed(memory, shelf, name, part, opened, found);
    } catch (problem) {
      if (!(problem instanceof Distrust)) throw problem;
      found.problems.push(problem.sentence);
    }
  }
  for (const name of head.closed ?? []) closing(memory, name);
  if (newEpoch) [...memory.feeds.keys()].filter((name) => !answer.feeds.has(name)).forEach((name) => closing(memory, name));
  for (const [name, rows] of answer.refs) memory.refs.set(name, { digest: head.refs?.[name]?.digest ?? "", rows });
  for (const feed of head.rewritten ?? []) found.problems.push(say("feed_rewritten", { feed }));
  for (const sentence of found.problems) memory.note(now.toISOString(), sentence);
  factsOf(memory, head, now);
  return found;
}

/** After a restore no receipt of before counts: every line still on the phone is offered again. */
function heardEpoch(memory: Memory, epoch: string): boolean {
  if (memory.facts.epoch === epoch) return false;
  for (const own of memory.own.values()) {
    memory.own.set(own.seq, { ...own, answer: "", feed: "", pos: 0, durable: false });
  }
  // No position of before means anything: a feed that cannot be opened from this answer is asked for again.
  for (const feed of memory.feeds.values()) memory.feeds.set(feed.name, { ...feed, pos: REOPEN, shownPos: 0, root: "" });
  // Pictures may be lost with it; those still here are offered again.
  for (const photo of memory.photos.values()) memory.photos.set(photo.sha256, { ...photo, arrived: false });
  memory.facts.epoch = epoch;
  return true;
}

/** How far the station holds this phone's chain. What it lost is pending again. */
async function acknowledged(memory: Memory, [seq, head]: [number, string], found: Taken): Promise<void> {
  for (const own of memory.own.values()) {
    if (own.seq > seq && own.answer !== "") memory.own.set(own.seq, { ...own, answer: "" });
  }
  if (seq < memory.facts.purgedSeq) {
    found.problems.push(say("gap_cannot_be_filled", { first: seq + 1, last: memory.facts.purgedSeq }));
    memory.facts.forked = true;
  } else if ((await headAfter(memory, seq)) !== head) {
    found.problems.push(say("chain_forked"));
    memory.facts.forked = true;
  }
  memory.facts.acked = seq;
}

/** Only a receipt for a line that was sent, under its own id, says anything. */
function receiptsOf(memory: Memory, offered: ReadonlySet<number>, head: AnswerHead, now: Date, found: Taken): void {
  const held = new Set([...memory.own.values()].filter((own) => own.answer === "held").map((own) => own.seq));
  for (const receipt of head.receipts ?? []) oneReceipt(memory, receipt, offered, now, found);
  for (const receipt of head.settled ?? []) oneReceipt(memory, receipt, held, now, found);
  if (head.gaps?.sentence?.name === "chain_forked") {
    memory.facts.forked = true;
    found.problems.push(head.gaps.sentence);
  }
}

function oneReceipt(
  memory: Memory, receipt: ReceiptLine, among: ReadonlySet<number>, now: Date, found: Taken,
): void {
  const given = receipt.answer === "known" ? receipt.first_answer : receipt.answer;
  const own = among.has(receipt.seq) ? memory.own.get(receipt.seq) : undefined;
  // A returned line may stand under an id of the station's: its own was unreadable or used before.
  if (!own || (own.id !== receipt.id && given !== "returned")) {
    found.problems.push(say("receipt_of_another", { seq: receipt.seq }));
  } else if (given === "taken" || given === "held" || given === "returned") {
    memory.own.set(own.seq, {
      ...own, answer: given, why: receipt.why ?? "", sentence: receipt.sentence ?? null, feed: receipt.feed ?? "",
      pos: receipt.pos ?? 0, askedAt: now.toISOString(),
    });
    found.receipts += 1;
  }
}

/** A feed that is followed cannot be opened over our heads: that would hide what was rewritten. */
function mayOpen(memory: Memory, name: string, newEpoch: boolean): boolean {
  const held = memory.feeds.get(name);
  return newEpoch || !held || held.pos === REOPEN;
}

async function takeFeed(
  memory: Memory, shelf: Shelf, name: string, part: FeedPart, opened: boolean, found: Taken,
): Promise<void> {
  const frontier = opened ? openedAt(name, part) : await followed(memory, name, part);
  await checkRoot(memory, name, part.head, frontier);
  const entries = readable(name, part); // before anything is changed
  if (opened) memory.heldBecauseOf(name).forEach((record) => memory.letGo(name, record));
  const unknown = stand(memory, shelf, name, part, entries, opened);
  const before = memory.feeds.get(name);
  const signed = part.head.sig ? { shownPos: part.head.head, root: part.head.root ?? "" } : {};
  memory.feeds.set(name, {
    name, shownPos: before?.shownPos ?? 0, root: before?.root ?? "", ...signed, frontier, closing: false,
    // With a record unknown here the whole feed is asked for again, as it stands.
    pos: unknown ? REOPEN : part.head.to,
  });
  found.lines += part.lines.length;
  found.goesOn ||= unknown || part.head.to < part.head.head;
}

/** A feed opened at its head: what stands in it, and its tree when the station gives it along. */
function openedAt(name: string, { head, lines }: FeedPart): merkle.Frontier | null {
  if (head.from !== head.to || head.to !== head.head || lines.length) throw hole(name, head.from);
  if (!head.frontier) return head.head ? null : [];
  if (!/^([0-9a-f]{64})+$/.test(head.frontier)) throw hole(name, head.from);
  return merkle.unpacked(unhex(head.frontier));
}

/** The entries of the lines. What is none has no place in a feed. */
function readable(name: string, { head, lines }: FeedPart): Entry[] {
  return lines.map((line, i) => {
    try {
      return readEntry(line);
    } catch {
      throw hole(name, head.from + 1 + i);
    }
  });
}

/** The lines behind our position, without a hole, and the tree with them. */
async function followed(memory: Memory, name: string, { head, lines }: FeedPart): Promise<merkle.Frontier | null> {
  const held = memory.feeds.get(name);
  const at = held?.pos ?? 0;
  if (head.from !== at || head.to - head.from !== lines.length || head.to > head.head) throw hole(name, at + 1);
  if (!held?.frontier) return null;
  const leaves: Bytes[] = await Promise.all(lines.map(merkle.leaf));
  return merkle.grown(held.frontier, held.pos, leaves);
}

function hole(feed: string, pos: number): Distrust {
  return new Distrust(say("feed_hole", { feed, pos }));
}

/** At its head a feed carries a root with the station's signature, made of the lines that we hold. */
async function checkRoot(memory: Memory, feed: string, head: FeedHead, frontier: merkle.Frontier | null): Promise<void> {
  if (head.to < head.head || head.head === 0) return;
  const pos = head.head;
  const said = canonicalBytes({ epoch: memory.facts.epoch, feed, pos, root: head.root ?? "" });
  if (!(await signedBy("ed25519", memory.facts.receiptKey, said, head.sig ?? ""))) {
    throw new Distrust(say("root_not_signed", { feed, pos }));
  }
  if (frontier && hex(await merkle.root(frontier)) !== head.root) throw new Distrust(say("root_differs", { feed, pos }));
}

/** Folds lines, or takes what stands where it comes along. Whether a record came to life unknown to us. */
function stand(
  memory: Memory, shelf: Shelf, name: string, part: FeedPart, entries: readonly Entry[], opened: boolean,
): boolean {
  for (const standing of part.standings) {
    const ours = memory.records.get(standing.record)?.standing;
    const newer = opened || !ours || standing.version >= ours.version;
    memory.putStanding(name, newer ? standing : ours);
  }
  let unknown = false;
  if (!part.standings.length) {
    const touched = new Map<string, Standing | null>();
    entries.forEach((entry, i) => {
      const at = part.head.at?.[part.head.from + 1 + i] ?? entry.occurred_at;
      unknown = foldLine(memory, shelf, touched, entry, at) || unknown;
    });
    for (const standing of touched.values()) if (standing) memory.putStanding(name, standing);
  }
  for (const sealed of part.sealed) if (memory.holds(sealed)) memory.putPart(sealed);
  entries.filter((entry) => entry.kind === "erasure").forEach((entry) => eraseBy(memory, entry));
  return unknown;
}

function foldLine(
  memory: Memory, shelf: Shelf, touched: Map<string, Standing | null>, entry: Entry, at: string,
): boolean {
  if (!touched.has(entry.record)) {
    const ours = memory.records.get(entry.record)?.standing;
    touched.set(entry.record, ours ? copied(ours) : null);
  }
  const standing = touched.get(entry.record) ?? null;
  const { kind, act } = shelf.tableOf(entry.kind, entry.act);
  if (!standing && !act.begins) {
    // Everything open was in the snapshot, so it had ended: it matters again only if it is open again.
    return !act.fact && !(typeof act.leads_to === "string" && kind.ends.includes(act.leads_to));
  }
  if (!standing?.acts.some((done) => done.entry === entry.id)) {
    touched.set(entry.record, fold(standing ?? begin(entry), entry, shelf, at));
  }
  return false;
}

/** What the station destroyed is destroyed here. */
function eraseBy(memory: Memory, entry: Entry): void {
  const about = String(entry.body.about ?? "");
  memory.erase(about, String(entry.body.key ?? about));
}

function closing(memory: Memory, name: string): void {
  const feed = memory.feeds.get(name);
  if (feed) memory.feeds.set(name, { ...feed, closing: true });
}

function factsOf(memory: Memory, head: AnswerHead, now: Date): void {
  for (const [feed, pos] of Object.entries(head.durable_pos)) {
    for (const own of memory.own.values()) {
      if (own.answer === "taken" && !own.durable && own.feed === feed && own.pos <= pos) {
        memory.own.set(own.seq, { ...own, durable: true });
      }
    }
  }
  memory.facts.heardAt = head.now;
  memory.facts.skewMinutes = Math.round((now.getTime() - Date.parse(head.now)) / 60_000);
  if (head.lease_until) memory.facts.leaseUntil = head.lease_until;
  if (head.revoked) memory.facts.revoked = true;
}
