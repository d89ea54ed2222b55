/** Pictures travel after the text, in pieces, and go on where they were cut (tus 1.0, the part that is needed). */
import { concat, utf8, type Bytes } from "@/base/bytes.ts";
import { hexDigest } from "@/base/hash.ts";
import { sign } from "@/base/signing.ts";
import { Busy, Denied, raiseFor, say, type Transport } from "./wire.ts";

/** Bytes of a piece: what a cut connection can cost. */
export const PIECE = 256 * 1024;
const SMALLEST = 8 * 1024;

export interface Sender { send: Transport; device: string; key: CryptoKey }

/** What the road carries, remembered from piece to piece; `giveWay` is asked before each. */
export interface Pace { piece: number; giveWay(): boolean }

/**
 * Sends what the station lacks of a picture; whether all of it is there. Throws Failed; called again it goes on from
 * the last piece.
 */
export async function sendBlob(from: Sender, sha256: string, bytes: Uint8Array, pace: Pace): Promise<boolean> {
  let offset = await offsetOf(from, sha256);
  while (offset < bytes.length) {
    if (pace.giveWay()) return false;
    const size = Math.max(SMALLEST, Math.min(PIECE, pace.piece));
    const chunk = bytes.subarray(offset, offset + size);
    const sent = await from
      .send("PATCH", `/sync/blobs/${sha256}`, chunk as Bytes, {
        ...(await proven(from, "PATCH", sha256, offset, chunk)),
        "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset),
      })
      .catch((problem: unknown) => {
        pace.piece = Math.max(SMALLEST, Math.floor(size / 2)); // what did not get through is tried smaller
        throw problem;
      });
    if (sent.status === 409) {
      const there = await offsetOf(from, sha256); // an answer was lost
      if (there === offset) raiseFor(sent, 204);
      offset = there;
    } else {
      raiseFor(sent, 204);
      offset = sent.offset ?? offset + chunk.length;
    }
  }
  return true;
}

async function offsetOf(from: Sender, sha256: string): Promise<number> {
  const sent = await from.send("HEAD", `/sync/blobs/${sha256}`, null, await proven(from, "HEAD", sha256, 0, new Uint8Array(0)));
  // A HEAD has no body to read a sentence from.
  if (sent.status === 503) throw new Busy(say("server_busy"), sent.retryAfter || 60);
  if (sent.status !== 200) throw new Denied(say("blob_not_wanted"), sent.status);
  return sent.offset ?? 0;
}

async function proven(
  from: Sender, method: string, sha256: string, offset: number, chunk: Uint8Array,
): Promise<Record<string, string>> {
  const said = concat(utf8(`urtuu-blob:${method}:${sha256}:${offset}:`), utf8(await hexDigest(chunk)));
  return { "Tus-Resumable": "1.0.0", "Urtuu-Device": from.device, "Urtuu-Proof": await sign(from.key, said) };
}
