/** SHA-256 by the browser. */
import { hex, type Bytes } from "./bytes.ts";

export async function sha256(bytes: Uint8Array): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Bytes));
}

export async function hexDigest(bytes: Uint8Array): Promise<string> {
  return hex(await sha256(bytes));
}
