/** The tree over a feed (RFC 6962, section 2.1), grown a leaf at a time; only the frontier is kept. */
import { concat, type Bytes } from "./bytes.ts";
import { sha256 } from "./hash.ts";

/** The roots of the complete subtrees, largest first. */
export type Frontier = readonly Bytes[];

const LEAF = new Uint8Array([0]);
const NODE = new Uint8Array([1]);

/** The leaf hash of an exact line. */
export function leaf(line: Uint8Array): Promise<Bytes> {
  return sha256(concat(LEAF, line));
}

/** The frontier after more leaf hashes; `size` is the number of leaves before. */
export async function grown(frontier: Frontier, size: number, leaves: Iterable<Bytes>): Promise<Frontier> {
  const peaks = [...frontier];
  let count = size;
  for (const fresh of leaves) {
    let peak = fresh;
    for (let carry = count; carry % 2 === 1; carry = Math.floor(carry / 2)) {
      peak = await sha256(concat(NODE, peaks.pop() as Bytes, peak));
    }
    peaks.push(peak);
    count += 1;
  }
  return peaks;
}

/** The tree hash of all leaves behind a frontier. */
export async function root(frontier: Frontier): Promise<Bytes> {
  const last = frontier[frontier.length - 1];
  if (!last) return sha256(new Uint8Array(0));
  let result = last;
  for (const peak of frontier.slice(0, -1).reverse()) result = await sha256(concat(NODE, peak, result));
  return result;
}

/** The frontier as it travels: 32 bytes a peak. */
export function packed(frontier: Frontier): Bytes {
  return concat(...frontier);
}

export function unpacked(stored: Uint8Array): Frontier {
  const peaks: Bytes[] = [];
  for (let i = 0; i < stored.length; i += 32) peaks.push(concat(stored.subarray(i, i + 32)));
  return peaks;
}
