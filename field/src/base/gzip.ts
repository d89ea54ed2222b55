/** gzip by the browser's own streams (Chromium 80 and later). */
import { type Bytes } from "./bytes.ts";

export function gzip(bytes: Uint8Array): Promise<Bytes> {
  return through(bytes, new CompressionStream("gzip"));
}

/** Throws TypeError when the bytes are no whole gzip. */
export function gunzip(bytes: Uint8Array): Promise<Bytes> {
  return through(bytes, new DecompressionStream("gzip"));
}

async function through(bytes: Uint8Array, stream: GenericTransformStream): Promise<Bytes> {
  const source = new Response(bytes as Bytes).body as ReadableStream<Uint8Array>;
  const piped = source.pipeThrough(stream as ReadableWritablePair<Uint8Array, Uint8Array>);
  return new Uint8Array(await new Response(piped as ReadableStream).arrayBuffer());
}
