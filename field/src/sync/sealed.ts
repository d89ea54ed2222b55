/** What waits, handed over sealed: without a PIN by the network, or as a file by hand. */
import { base64, fromUtf8, hex, utf8, type Bytes } from "@/base/bytes.ts";
import { genesis } from "@/base/chain.ts";
import { inOneGo, lay, type Database, type OwnRow } from "@/keep/database.ts";
import { readFacts } from "@/keep/store.ts";
import { Denied, packed, raiseFor, say, Unreachable, type Transport } from "./wire.ts";

const MOST_LINES = 100;

interface Queue { rows: OwnRow[]; device: string; alg: string; headBefore(seq: number): Promise<string> }

/** What a rescue file once held: up to which line, which pictures. */
export interface Rescued { seq: number; photos: string[] }

/** Every own row, and the chain head before each. */
async function queueOf(db: Database): Promise<Queue> {
  const [facts, rows] = [await readFacts(db), await db.getAll("outbox")];
  const headBefore = async (seq: number): Promise<string> =>
    rows.find((row) => row.seq === seq - 1)?.head ?? (seq > 1 ? facts.purgedHead : hex(await genesis(facts.device)));
  return { rows, headBefore, device: facts.device, alg: facts.alg };
}

/** The rows without a receipt and all after them: a chain has no holes. */
function waiting(rows: OwnRow[]): OwnRow[] {
  const first = rows.findIndex((row) => row.answer === "");
  return first < 0 ? [] : rows.slice(first);
}

/** What would be lost with this phone: lines and pictures neither at the station, as far as known, nor in a file. */
export async function queueLeft(db: Database, delivered: number, rescued?: Rescued): Promise<{ lines: number; photos: number }> {
  const [rows, photos] = [await db.getAll("outbox"), await db.getAll("photos")];
  const held = Math.max(delivered, rescued?.seq ?? 0);
  return {
    lines: rows.filter((row) => row.answer === "" && row.seq > held).length,
    photos: photos.filter((photo) => !photo.arrived && photo.named && !rescued?.photos.includes(photo.sha256)).length,
  };
}

/**
 * Hands over what the station does not hold yet; returns the number up to which it holds this phone's lines.
 * Receipts proper come with the next ordinary exchange: nothing turns green here. Throws Failed.
 */
export async function flushSealed(db: Database, send: Transport): Promise<number> {
  const queue = await queueOf(db);
  const first = waiting(queue.rows)[0]?.seq;
  let held = Number((await db.get("plain", "delivered")) ?? 0);
  if (first === undefined) return held;
  let next = Math.max(first, held + 1);
  let most = MOST_LINES;
  for (;;) {
    const rows = queue.rows.filter((row) => row.seq >= next).slice(0, most);
    if (!rows.length) return held;
    const acked = await handOver(queue, rows, send).catch((problem: unknown) => {
      if (!(problem instanceof Denied && problem.status === 413 && rows.length > 1)) throw problem;
      most = Math.ceil(rows.length / 2);
      return null;
    });
    if (acked === null) continue;
    // A gap: it lost earlier lines. They are offered as far as they are still here; else only a person can help.
    const moved = acked >= next || (acked < next - 1 && queue.rows.some((row) => row.seq === acked + 1));
    await inOneGo(db, (writing) => lay(writing, "plain", acked, "delivered"));
    held = acked;
    if (!moved) return held;
    next = acked + 1;
  }
}

async function handOver(queue: Queue, rows: OwnRow[], send: Transport): Promise<number> {
  const base = (rows[0] as OwnRow).seq;
  const head = { device: queue.device, base_seq: base, prev: await queue.headBefore(base), alg: queue.alg };
  const lines = [head, ...rows.map(envelopeLine)].map((line) => utf8(JSON.stringify(line)));
  const sent = await send("POST", "/sync/sealed", await packed(lines), {
    "Content-Type": "application/x-ndjson", "Content-Encoding": "gzip",
  });
  raiseFor(sent, 200);
  return ackedIn(sent.body);
}

function ackedIn(body: Bytes): number {
  try {
    return (JSON.parse(fromUtf8(body)) as { acked: [number, string] }).acked[0];
  } catch (problem) {
    throw new Unreachable(say("answer_torn", { problem: String(problem).slice(0, 200) }));
  }
}

/** The signature after each line: what arrives whole can be taken even when the rest was cut off. */
function envelopeLine(row: OwnRow): { seq: number; sig: string; envelope: string } {
  return { seq: row.seq, sig: row.sig, envelope: base64(row.envelope) };
}

/** Everything unsent as one file: NDJSON, its first line says what follows. `held` is what the file saves. */
export async function rescueFile(db: Database, now: Date): Promise<{ name: string; bytes: Bytes; held: Rescued }> {
  const queue = await queueOf(db);
  const rows = waiting(queue.rows);
  const photos = (await db.getAll("photos")).filter((photo) => !photo.arrived && photo.named);
  const pictures: object[] = [];
  for (const { sha256, mime } of photos) {
    const envelope = (await db.get("pictures", sha256))?.envelope;
    if (envelope) pictures.push({ photo: sha256, mime, envelope: base64(envelope) });
  }
  const base = rows[0]?.seq ?? (queue.rows[queue.rows.length - 1]?.seq ?? 0) + 1;
  const head = {
    urtuu_rescue: 1, device: queue.device, base_seq: base, prev: await queue.headBefore(base), alg: queue.alg,
    made_at: now.toISOString(), lines: rows.length, photos: pictures.length,
  };
  const text = [head, ...rows.map(envelopeLine), ...pictures].map((line) => `${JSON.stringify(line)}\n`).join("");
  const day = now.toISOString().slice(0, 10);
  const held = { seq: rows[rows.length - 1]?.seq ?? 0, photos: photos.map((photo) => photo.sha256) };
  return { name: `urtuu-${queue.device.slice(0, 8)}-${day}.urtuu`, bytes: utf8(text), held };
}
