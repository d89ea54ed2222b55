/** The road to the station: plain HTTP from this origin, with a time limit on every step. */
import type { Bytes } from "@/base/bytes.ts";
import { say, Unreachable, type Transport } from "./wire.ts";

const LIMIT_MS = 60_000;

/** Throws Unreachable when there is no answer, or not a whole one. */
export const web: Transport = async (method, path, body, headers) => {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), LIMIT_MS);
  try {
    const answer = await fetch(path, {
      method, body: body as Bytes | null, headers, signal: stop.signal, cache: "no-store", credentials: "omit", redirect: "error",
    });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const after = Number(answer.headers.get("Retry-After"));
    const offset = answer.headers.get("Upload-Offset");
    return {
      status: answer.status, body: bytes, retryAfter: Number.isFinite(after) ? after : 0,
      ...(offset === null ? {} : { offset: Number(offset) }),
    };
  } catch {
    // What the browser says of it is in no language of ours, and the same for every cause.
    throw new Unreachable(say("no_signal"));
  } finally {
    clearTimeout(timer);
  }
};
