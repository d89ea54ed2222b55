/** A device's chain: h(0) = SHA-256("urtuu-device:" + device), h(n) = SHA-256(h(n-1) ‖ line n). */
import { concat, unhex, utf8, type Bytes } from "./bytes.ts";
import { canonicalBytes } from "./canonical.ts";
import { hexDigest, sha256 } from "./hash.ts";

/** The head of a chain without a line. */
export function genesis(device: string): Promise<Bytes> {
  return sha256(utf8(`urtuu-device:${device}`));
}

/** The head after one more line, which is its exact bytes without the line feed. */
export function link(previous: Uint8Array, line: Uint8Array): Promise<Bytes> {
  return sha256(concat(previous, line));
}

/** What a line says of a sealed part: SHA-256(salt ‖ canonical body); `salt` is 32 hex digits. */
export function sealedDigest(salt: string, body: unknown): Promise<string> {
  return hexDigest(concat(unhex(salt), canonicalBytes(body)));
}
