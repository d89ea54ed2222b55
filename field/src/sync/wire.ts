/**
 * The phone's own reading of docs/wire.md. An answer is believed as a whole or not at all: its header says how
 * many lines follow, and they must be there.
 */
import { concat, fromUtf8, utf8, type Bytes } from "@/base/bytes.ts";
import { gzip } from "@/base/gzip.ts";
import { sign } from "@/base/signing.ts";
import { filled } from "@/kinds/fold.ts";
import type { SealedBody, Sentence, Standing } from "@/kinds/standing.ts";

/** The header of a request. */
export interface Asking {
  device: string; base_seq: number; prev: string; sig: string; alg: string; schema: string;
  cursors: Record<string, number | string>; shown: Record<string, [number, string]>; held: number[];
  queue_len: number; photos: number; clock: string; epoch: string;
}

export interface ReceiptLine {
  seq: number; id: string; answer: "taken" | "known" | "held" | "returned"; why?: string; sentence?: Sentence;
  feed?: string; pos?: number; first_answer?: "taken" | "held" | "returned";
}

export interface FeedHead {
  from: number; to: number; head: number; standings?: number; lines?: number; sealed?: number; root?: string;
  sig?: string; frontier?: string; at?: Record<string, string>;
}

export interface AnswerHead {
  epoch: string; now: string; acked: [number, string]; durable_pos: Record<string, number>;
  receipts?: ReceiptLine[]; gaps?: { expected_seq: number; head: string; sentence?: Sentence } | null;
  feeds?: Record<string, FeedHead>; refs?: Record<string, { digest: string; rows: number }>; opened?: string[];
  closed?: string[]; rewritten?: string[]; settled?: ReceiptLine[]; want_blobs?: string[]; retry_after?: number | null;
  lease_until?: string | null; revoked?: boolean;
}

export interface FeedPart { head: FeedHead; standings: Standing[]; lines: Bytes[]; sealed: SealedBody[] }
export interface WholeAnswer { head: AnswerHead; feeds: Map<string, FeedPart>; refs: Map<string, string[]> }

/** What came back: status, unpacked body, how long to wait if the station says so. */
export interface Sent { status: number; body: Bytes; retryAfter: number }

/** Carries one request. Throws Unreachable when there is no answer, or not a whole one. */
export type Transport = (
  method: "POST" | "HEAD" | "PATCH", path: string, body: Bytes | null, headers: Record<string, string>,
) => Promise<Sent & { offset?: number }>;

/** The phone could not do it; `sentence` says why to its owner. */
export class Failed extends Error {
  readonly sentence: Sentence;
  constructor(sentence: Sentence) {
    super(sentence.name);
    this.sentence = sentence;
  }
}
/** No answer, or not a whole one: what the station did is not known. The same is sent again. */
export class Unreachable extends Failed {}
/** The station asks for time. */
export class Busy extends Failed {
  readonly seconds: number;
  constructor(sentence: Sentence, seconds: number) {
    super(sentence);
    this.seconds = seconds;
  }
}
/** The station answered no. */
export class Denied extends Failed {
  readonly status: number;
  constructor(sentence: Sentence, status: number) {
    super(sentence);
    this.status = status;
  }
}

export function say(name: string, values: Sentence["values"] = {}, kind = ""): Sentence {
  return { name, values, kind };
}

const NEWLINE = utf8("\n");
const PROOF = "urtuu-sync:";

/** One request and its answer. Throws Failed. */
export async function exchange(
  send: Transport, key: CryptoKey, asking: Asking, lines: readonly Uint8Array[],
): Promise<WholeAnswer> {
  const first = utf8(JSON.stringify(asking));
  const sent = await send("POST", "/sync", await packed([first, ...lines]), {
    "Content-Type": "application/x-ndjson",
    "Content-Encoding": "gzip",
    "Urtuu-Proof": await sign(key, concat(utf8(PROOF), first)),
  });
  raiseFor(sent, 200);
  return readAnswer(sent.body);
}

/** Lines as they travel: NDJSON under gzip. */
export function packed(lines: readonly Uint8Array[]): Promise<Bytes> {
  return gzip(concat(...lines.flatMap((line) => [line, NEWLINE])));
}

/** Throws Busy, Denied or Unreachable unless the status is the expected one. */
export function raiseFor(sent: Sent, expected: number): void {
  if (sent.status === expected) return;
  let sentence: Sentence | undefined;
  try {
    const told = JSON.parse(fromUtf8(sent.body)) as { sentence?: Sentence; text?: Record<string, string> };
    sentence = told.sentence && { ...told.sentence, ...(told.text ? { text: told.text } : {}) };
  } catch {
    sentence = undefined;
  }
  // Whatever stands in front of the station may ask for time as well, without a sentence of ours.
  if (!sentence?.name && sent.retryAfter > 0 && (sent.status === 503 || sent.status === 429)) {
    throw new Busy(say("server_answered_otherwise", { status: sent.status }), sent.retryAfter);
  }
  if (!sentence?.name) throw new Unreachable(say("server_answered_otherwise", { status: sent.status }));
  if (sent.status === 503) throw new Busy(sentence, sent.retryAfter || 20);
  throw new Denied(sentence, sent.status);
}

/** The answer in a text. Throws Unreachable when a line is missing, left over or unreadable. */
export function readAnswer(body: Uint8Array): WholeAnswer {
  try {
    return parted(body);
  } catch (problem) {
    throw new Unreachable(say("answer_torn", { problem: String(problem).slice(0, 200) }));
  }
}

function parted(body: Uint8Array): WholeAnswer {
  const lines = cut(body);
  const head = JSON.parse(fromUtf8(lines.shift() ?? new Uint8Array(0))) as AnswerHead;
  const [seq, headAt] = Array.isArray(head.acked) ? head.acked : [];
  if (typeof head.epoch !== "string" || !head.epoch || !Number.isSafeInteger(seq) || typeof headAt !== "string") throw new RangeError("no header");
  if (!head.durable_pos || Number.isNaN(Date.parse(head.now))) throw new RangeError("no header");
  let at = 0;
  const next = (count: number): Bytes[] => {
    if (!(count >= 0) || at + count > lines.length) throw new RangeError("lines are missing");
    at += count;
    return lines.slice(at - count, at);
  };
  const feeds = new Map<string, FeedPart>();
  for (const [name, one] of Object.entries(head.feeds ?? {})) {
    feeds.set(name, {
      head: one,
      standings: next(one.standings ?? 0).map((line) => filled(JSON.parse(fromUtf8(line)) as Standing)),
      lines: next(one.lines ?? 0),
      sealed: next(one.sealed ?? 0).map((line) => JSON.parse(fromUtf8(line)) as SealedBody),
    });
  }
  const refs = new Map<string, string[]>();
  for (const [name, one] of Object.entries(head.refs ?? {})) refs.set(name, next(one.rows).map(fromUtf8));
  if (at !== lines.length) throw new RangeError("lines are left over");
  return { head, feeds, refs };
}

/** The lines of a text that ends with a line feed. */
function cut(body: Uint8Array): Bytes[] {
  if (body[body.length - 1] !== 10) throw new RangeError("the last line is cut");
  const lines: Bytes[] = [];
  let from = 0;
  for (let at = body.indexOf(10); at >= 0; at = body.indexOf(10, from)) {
    lines.push(body.slice(from, at) as Bytes);
    from = at + 1;
  }
  return lines;
}
