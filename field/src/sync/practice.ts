/**
 * A station in memory that speaks docs/wire.md: the practice vault's, so that the green tick can be learned
 * without signal, and the model against which the phone's synchronisation is tested. Nothing of it is sent.
 */
import * as ed from "@noble/ed25519";
import { base64, concat, fromUtf8, hex, unbase64, unhex, utf8, type Bytes } from "@/base/bytes.ts";
import { genesis, link } from "@/base/chain.ts";
import { hexDigest } from "@/base/hash.ts";
import { randomId } from "@/base/ids.ts";
import { signedBy, type Alg } from "@/base/signing.ts";
import { compose } from "@/kinds/composing.ts";
import { readEntry } from "@/kinds/entries.ts";
import { begin, copied, fold } from "@/kinds/fold.ts";
import { judge, type Parts } from "@/kinds/judging.ts";
import { Shelf } from "@/kinds/shelf.ts";
import type { Deed, Entry, SealedBody, Standing } from "@/kinds/standing.ts";
import type { KindsJson } from "@/kinds/tables.ts";
import { answered, headsOf, linesOf, opened, refusal, sealingPair, sealsFit, type Sealing } from "./practiceDoor.ts";
import { feedsFor } from "./practiceFeeds.ts";
import { copyOf, receiptOf, type Device, type Kept, type Placed, type Setting, type State } from "./practiceState.ts";
import { say, type Asking, type ReceiptLine, type Sent, type Transport } from "./wire.ts";

interface Card { device: string; alg: Alg; public_key: string }

type Batch = Pick<Asking, "base_seq" | "prev" | "sig">;
interface Told { receipts: ReceiptLine[]; gaps?: object }
const LEASE_MS = 9 * 86_400_000;

export class PracticeStation {
  readonly shelf: Shelf;
  epoch: string;
  /** Lines a feed and an answer. */
  page = 1000;
  state: State = { devices: new Map(), feeds: new Map(), standings: new Map(), blobs: new Map() };
  readonly json: string;
  readonly setting: Setting;
  readonly secret: Uint8Array;
  private readonly rescue: string;
  private readonly opener: CryptoKey;
  private readonly now: () => Date;

  protected constructor(kinds: KindsJson, setting: Setting, secret: Uint8Array, sealing: Sealing, now: () => Date) {
    this.shelf = new Shelf(kinds);
    this.json = JSON.stringify(kinds);
    this.setting = setting;
    this.secret = secret;
    this.rescue = base64(sealing.point);
    this.opener = sealing.opener;
    this.now = now;
    this.epoch = randomId(crypto.getRandomValues(new Uint8Array(16)));
  }

  static async open(kinds: KindsJson, setting: Setting, now: () => Date = () => new Date()): Promise<PracticeStation> {
    return new PracticeStation(kinds, setting, ed.utils.randomSecretKey(), await sealingPair(), now);
  }

  /** As the phone's transport. */
  readonly send: Transport = async (method, path, body, headers) => {
    if (path === "/sync/enrol") return answered(201, await this.enrol(JSON.parse(fromUtf8(body as Bytes)) as Card));
    if (path.startsWith("/sync/blobs/")) return this.blob(method, path.slice("/sync/blobs/".length), body, headers);
    if (path === "/sync/sealed") return this.handedOver(body as Bytes);
    return this.sync(body as Bytes, headers["Urtuu-Proof"] ?? "");
  };

  /** A station lost since a copy: what came later is gone, and the epoch is another. */
  restore(copy: State): void {
    this.state = copyOf(copy);
    this.epoch = randomId(crypto.getRandomValues(new Uint8Array(16)));
  }

  copy(): State {
    return copyOf(this.state);
  }

  private async enrol({ device, alg, public_key }: Card): Promise<object> {
    const { staff, name, roles, grids } = this.setting;
    const made: Device = { id: device, staff, grids: [...grids], seq: 0, head: await genesis(device), lines: [], revoked: false, alg, publicKey: public_key };
    if (!this.state.devices.has(device)) this.state.devices.set(device, made);
    const publicKey = await ed.getPublicKeyAsync(this.secret);
    return {
      device, staff, name, roles, epoch: this.epoch, receipt_key: base64(publicKey), rescue_key: this.rescue, lease_until: this.lease(),
    };
  }

  /** The station's own acts, before any phone asks for them. Their sealed parts would travel to nobody. */
  async perform(actor: string, deeds: Deed[]): Promise<void> {
    const noise = (count: number): Bytes => crypto.getRandomValues(new Uint8Array(count));
    for (const [n, deed] of deeds.entries()) {
      const { kind, act } = this.shelf.tableOf(deed.kind, deed.act);
      const standing = this.state.standings.get(deed.record ?? "") ?? null;
      const told = { ...deed, saw: standing?.version ?? 0, training: true };
      const made = await compose(kind, act, told, { device: "practice", seq: n + 1, actor, now: this.now(), noise });
      const kept: Kept = { seq: n + 1, id: made.entry.id, line: "", answer: "taken", why: "", sentence: null, feed: "", pos: 0 };
      this.place(made.entry, made.line, [], kept, standing);
    }
  }

  private lease(): string {
    return new Date(this.now().getTime() + LEASE_MS).toISOString();
  }

  private async sync(body: Bytes, proof: string): Promise<Sent> {
    const lines = await linesOf(body);
    if (!lines) return refusal(400, say("broken_gzip"));
    const first = lines.shift() as string;
    const asking = JSON.parse(first) as Asking;
    const device = this.state.devices.get(asking.device);
    if (!device) return refusal(401, say("device_unknown"));
    if (!(await signedBy(device.alg, device.publicKey, utf8(`urtuu-sync:${first}`), proof))) return refusal(401, say("proof_wrong"));
    const entries = lines.filter((line) => !line.startsWith('{"sealed_of":'));
    const sealed = lines.filter((line) => line.startsWith('{"sealed_of":')).map((line) => JSON.parse(line) as SealedBody);
    const told = entries.length ? await this.push(device, asking, entries, sealed) : { receipts: [] };
    return told ? this.answer(device, asking, told) : refusal(401, say("bad_signature"));
  }

  /** Null when the lines are not signed: then nothing in them can be trusted. */
  private async push(device: Device, asking: Batch, lines: string[], sealed: SealedBody[]): Promise<Told | null> {
    const heads = await headsOf(unhex(asking.prev), lines);
    if (!(await signedBy(device.alg, device.publicKey, heads[heads.length - 1] as Bytes, asking.sig))) return null;
    const gap = (sentence: string): Told => ({ receipts: [], gaps: { expected_seq: device.seq + 1, head: hex(device.head), sentence: say(sentence) } });
    if (asking.base_seq > device.seq + 1) return gap("chain_broken");
    const differs = lines.some((line, n) => (device.lines[asking.base_seq - 1 + n]?.line ?? line) !== line);
    if (differs || (asking.base_seq === device.seq + 1 && asking.prev !== hex(device.head))) return gap("chain_forked");
    const receipts: ReceiptLine[] = [];
    for (const [n, line] of lines.entries()) {
      const known = device.lines[asking.base_seq - 1 + n];
      receipts.push(known ? { ...receiptOf(known), answer: "known", first_answer: known.answer } : receiptOf(await this.hear(device, line, sealed)));
    }
    return { receipts };
  }

  /** What waited on a locked phone: the same lines, sealed to this station, through the same door. */
  private async handedOver(body: Bytes): Promise<Sent> {
    const [first, ...rest] = (await linesOf(body)) ?? [];
    const head = JSON.parse(first ?? "{}") as Batch & { device: string };
    const device = this.state.devices.get(head.device);
    if (!device || !rest.length) return refusal(400, say("not_a_handover"));
    const [lines, sealed]: [string[], SealedBody[]] = [[], []];
    const told = rest.map((line) => JSON.parse(line) as { seq: number; sig: string; envelope: string });
    for (const { seq, envelope } of told) {
      const plain = await opened(unbase64(envelope), `${device.id}/${seq}`, this.opener, unbase64(this.rescue));
      const [line, ...parts] = fromUtf8(plain).split("\n");
      lines.push(line as string);
      sealed.push(...parts.map((part) => JSON.parse(part) as SealedBody));
    }
    const done = await this.push(device, { ...head, sig: told[told.length - 1]?.sig ?? "" }, lines, sealed);
    if (!done) return refusal(401, say("bad_signature"));
    const answers: Record<string, number> = { taken: 0, known: 0, held: 0, returned: 0 };
    for (const { answer } of done.receipts) answers[answer] = (answers[answer] ?? 0) + 1;
    return answered(200, { epoch: this.epoch, acked: [device.seq, hex(device.head)], answers });
  }

  private async hear(device: Device, text: string, sealed: SealedBody[]): Promise<Kept> {
    const line = utf8(text);
    device.head = await link(device.head, line);
    device.seq += 1;
    const entry = readEntry(line);
    const parts = sealed.filter((part) => part.sealed_of === entry.id);
    const standing = this.state.standings.get(entry.record) ?? null;
    const bodies = Object.fromEntries(parts.map((part) => [part.part, part.body])) as Parts;
    const verdict = !(await sealsFit(entry, parts)) ? { answer: "returned" as const, sentence: say("sealed_body_differs") }
      : device.revoked ? { answer: "held" as const, why: "revoked", sentence: say("phone_revoked") }
        : judge(entry, standing, bodies, this.shelf);
    const kept: Kept = {
      seq: device.seq, id: entry.id, line: text, answer: verdict.answer as Kept["answer"], why: ("why" in verdict && verdict.why) || "",
      sentence: verdict.sentence ?? null, feed: "", pos: 0,
    };
    if (kept.answer === "taken") this.place(entry, line, parts, kept, standing);
    device.lines.push(kept);
    return kept;
  }

  private place(entry: Entry, line: Bytes, parts: SealedBody[], kept: Kept, standing: Standing | null): void {
    const late = Date.parse(entry.occurred_at) > this.now().getTime();
    const at = late ? this.now().toISOString() : "";
    const next = fold(standing ? copied(standing) : begin(entry), entry, this.shelf, at || entry.occurred_at);
    this.state.standings.set(entry.record, next);
    const placed = { line, entry, parts, at };
    kept.feed = this.shelf.kind(entry.kind)?.home === "station" ? `station:${entry.station}` : `grid:${next.grid}`;
    kept.pos = this.append(kept.feed, placed);
    const holder = next.holder && this.shelf.kind(entry.kind)?.holder ? `officer:${next.holder}` : "";
    if (holder) this.append(holder, placed);
    if (entry.kind === "erasure") this.erased(placed);
  }

  /** Words under the key are gone, and the feed of the record they were about says so. */
  private erased(placed: Placed): void {
    const { about, key } = placed.entry.body as { about: string; key: string };
    for (const feed of this.state.feeds.values()) {
      for (const [n, one] of feed.entries()) feed[n] = { ...one, parts: one.parts.filter((part) => part.key !== key) };
    }
    const home = this.state.standings.get(about)?.grid;
    if (home) this.append(`grid:${home}`, placed);
  }

  private append(feed: string, placed: Placed): number {
    const lines = this.state.feeds.get(feed) ?? [];
    lines.push(placed);
    this.state.feeds.set(feed, lines);
    return lines.length;
  }

  private async answer(device: Device, asking: Asking, told: Told): Promise<Sent> {
    const head: Record<string, unknown> = {
      epoch: this.epoch, now: this.now().toISOString(), acked: [device.seq, hex(device.head)], receipts: told.receipts,
      durable_pos: Object.fromEntries(told.receipts.filter((one) => one.feed).map((one) => [one.feed, one.pos])),
      ...(told.gaps ? { gaps: told.gaps } : {}), lease_until: this.lease(), revoked: device.revoked,
      settled: asking.held.map((seq) => device.lines[seq - 1]).filter((kept) => kept && kept.answer !== "held").map((kept) => receiptOf(kept as Kept)),
      want_blobs: asking.photos > 0 && !device.revoked ? this.wanted(device) : [],
    };
    if (device.revoked) return answered(200, head, []);
    const rest = await feedsFor(this, device, asking, head);
    return answered(200, head, rest);
  }

  private wanted(device: Device): string[] {
    const named = device.lines.filter((kept) => kept.answer !== "returned").flatMap((kept) => kept.line.match(/"sha256":"([0-9a-f]{64})"/g) ?? []);
    return [...new Set(named.map((one) => one.slice(10, -1)))].filter((digest) => !this.state.blobs.get(`whole/${digest}`));
  }

  private async blob(method: string, digest: string, body: Bytes | null, headers: Record<string, string>): Promise<Sent & { offset?: number }> {
    const device = this.state.devices.get(headers["Urtuu-Device"] ?? "");
    const offset = method === "HEAD" ? 0 : Number(headers["Upload-Offset"]);
    const said = utf8(`urtuu-blob:${method}:${digest}:${offset}:${await hexDigest(body ?? new Uint8Array(0))}`);
    if (!device || !(await signedBy(device.alg, device.publicKey, said, headers["Urtuu-Proof"] ?? ""))) return refusal(401, say("proof_wrong"));
    const whole = this.state.blobs.get(`whole/${digest}`);
    if (whole) return { ...answered(method === "HEAD" ? 200 : 204, {}), offset: whole.length };
    if (!this.wanted(device).includes(digest)) return refusal(404, say("blob_not_wanted"));
    const there = this.state.blobs.get(digest) ?? new Uint8Array(0);
    if (method === "HEAD") return { ...answered(200, {}), offset: there.length };
    if (offset !== there.length) return { ...refusal(409, say("blob_offset", { offset: there.length })), offset: there.length };
    const next = concat(there, body ?? new Uint8Array(0));
    this.state.blobs.set(digest, next);
    if ((await hexDigest(next)) === digest) this.state.blobs.set(`whole/${digest}`, next);
    return { ...answered(204, {}), offset: next.length };
  }

  /** The feed a device may hold no longer, or may hold from now on. */
  scope(device: string, grids: string[]): void {
    (this.state.devices.get(device) as Device).grids = [...grids];
  }

  revoke(device: string): void {
    (this.state.devices.get(device) as Device).revoked = true;
  }
}
