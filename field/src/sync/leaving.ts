/** What leaves the phone, and when: closed feeds, tasks handed on, what ended, lines long acknowledged. */
import type { Memory } from "@/keep/memory.ts";
import type { Shelf } from "@/kinds/shelf.ts";
import type { SealedBody } from "@/kinds/standing.ts";

const DAY = 86_400_000;
/** An acknowledged line stays this long, so that a station restored from a backup can be given it again. */
export const KEEPS_ACKNOWLEDGED = 30 * DAY;
/** A record stays this long after it needs nothing more. */
export const KEEPS_ENDED = 14 * DAY;

/** Everything that may go, goes; nothing an own line without a receipt speaks of. */
export function tidy(memory: Memory, shelf: Shelf, now: Date): void {
  closedFeeds(memory);
  handedOn(memory, shelf);
  withTheStation(memory);
  const today = now.toISOString().slice(0, 10);
  if (memory.facts.tidiedOn !== today) {
    ended(memory, shelf, now.getTime() - KEEPS_ENDED);
    acknowledged(memory, now);
    loosePictures(memory, now);
    memory.facts.tidiedOn = today;
  }
  // A forked chain is read no further: what is left of it stays in its envelopes.
  if (memory.facts.revoked && (!memory.waiting() || memory.facts.forked)) forget(memory);
}

/** On the day of return, once nothing waits: what ended goes at once, with the personal words and the pictures. */
export function purge(memory: Memory, shelf: Shelf, now: Date): void {
  const today = now.toISOString().slice(0, 10);
  if (memory.waiting() || memory.facts.purgedOn === today) return;
  ended(memory, shelf, now.getTime());
  strip(memory, shelf);
  for (const photo of memory.photos.values()) if (photo.arrived) memory.photos.delete(photo.sha256);
  memory.facts.purgedOn = today;
}

/** Personal words in own lines about what ended: should they have to travel again, their envelope holds them. */
function strip(memory: Memory, shelf: Shelf): void {
  for (const own of memory.own.values()) {
    if (own.answer !== "taken" || !own.durable || !own.parts.length) continue;
    const standing = memory.records.get(own.record)?.standing;
    const open = standing && !shelf.kind(standing.kind)?.ends.includes(standing.state);
    if (!open) memory.own.set(own.seq, { ...own, parts: [], stripped: true });
  }
}

/** Pictures of drafts long gone. A fresh one may be on its way into a draft. */
function loosePictures(memory: Memory, now: Date): void {
  for (const sha256 of memory.loose([...memory.photos.keys()])) {
    const at = Date.parse(memory.photos.get(sha256)?.at ?? "");
    if (now.getTime() - at > DAY) memory.photos.delete(sha256);
  }
}

/**
 * Words in own lines that the station's account, which reaches past them, does not hold: erased while this feed was
 * away, so that no line told of it, or not for this officer to read again. Their envelope still holds them.
 */
function withTheStation(memory: Memory): void {
  for (const own of memory.own.values()) {
    const feed = memory.feeds.get(own.feed);
    const kept = memory.records.get(own.record);
    if (own.answer !== "taken" || !own.parts.length || !kept?.standing || !feed || own.pos > feed.pos) continue;
    const there = (part: SealedBody): boolean => kept.parts.some((one) => one.sealed_of === part.sealed_of && one.part === part.part);
    const parts = own.parts.filter(there);
    if (parts.length === own.parts.length) continue;
    if (own.parts.some((part) => part.part === "personal" && !there(part))) memory.dropPhotosOf(own.seq);
    memory.own.set(own.seq, { ...own, parts, stripped: true });
  }
}

function closedFeeds(memory: Memory): void {
  for (const feed of [...memory.feeds.values()].filter((one) => one.closing)) {
    for (const record of memory.heldBecauseOf(feed.name)) {
      if (!memory.busy(record)) memory.letGo(feed.name, record);
    }
    if (!memory.heldBecauseOf(feed.name).length) {
      memory.feeds.delete(feed.name);
      memory.refs.delete(`ref:places:${feed.name.replace(/^grid:/, "")}`);
    }
  }
}

/** What came as ours to do, and is somebody else's now. */
function handedOn(memory: Memory, shelf: Shelf): void {
  const { staff } = memory.owner;
  const feed = `officer:${staff}`;
  for (const record of memory.heldBecauseOf(feed)) {
    const standing = memory.records.get(record)?.standing;
    const kind = standing && shelf.kind(standing.kind);
    if (kind?.holder && standing?.holder !== staff && !memory.busy(record)) memory.letGo(feed, record);
  }
}

function ended(memory: Memory, shelf: Shelf, before: number): void {
  for (const [record, { standing, holds }] of [...memory.records]) {
    const kind = standing && shelf.kind(standing.kind);
    if (!standing || !kind?.ends.includes(standing.state) || memory.busy(record)) continue;
    const last = Math.max(...standing.acts.map((done) => Date.parse(done.at)));
    if (last < before) holds.forEach((feed) => memory.letGo(feed, record));
  }
}

/** The oldest own lines, as far as they are answered, durable and old enough: never one between others. */
function acknowledged(memory: Memory, now: Date): void {
  for (const own of memory.ownInOrder()) {
    const old = now.getTime() - Date.parse(own.recordedAt) > KEEPS_ACKNOWLEDGED;
    const safe = own.answer === "returned" || (own.answer === "taken" && own.durable);
    if (!old || !safe) return;
    memory.facts.purgedSeq = own.seq;
    memory.facts.purgedHead = own.head;
    memory.own.delete(own.seq);
    if (own.answer === "returned") memory.dropPhotosOf(own.seq);
  }
}

/** A revoked phone destroys its key and all that was given to it; what it wrote is at the station. */
export function forget(memory: Memory): void {
  memory.owner = { ...memory.owner, pkcs8: "" };
  memory.records.clear();
  memory.feeds.clear();
  memory.refs.clear();
  memory.drafts.clear();
}
