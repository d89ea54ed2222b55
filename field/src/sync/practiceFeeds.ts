/** What the practice station's answer holds beside the receipts: feeds from where the phone stands, and references. */
import * as ed from "@noble/ed25519";
import { base64, fromUtf8, hex, utf8 } from "@/base/bytes.ts";
import { canonicalBytes } from "@/base/canonical.ts";
import { hexDigest } from "@/base/hash.ts";
import * as merkle from "@/base/merkle.ts";
import { asItTravels } from "@/kinds/fold.ts";
import type { Shelf } from "@/kinds/shelf.ts";
import type { Standing } from "@/kinds/standing.ts";
import type { Device, Setting, State } from "./practiceState.ts";
import type { Asking } from "./wire.ts";

/** The station as its feeds are read: `page` lines a feed and an answer, signed with `secret`. */
export interface Source { shelf: Shelf; epoch: string; page: number; state: State; json: string; setting: Setting; secret: Uint8Array }

/** The lines that follow the head, which is told of them. */
export async function feedsFor(station: Source, device: Device, asking: Asking, head: Record<string, unknown>): Promise<string[]> {
  const allowed = [...device.grids.map((grid) => `grid:${grid}`), `officer:${device.staff}`];
  const cursors = asking.epoch === station.epoch ? asking.cursors : {};
  const feeds: Record<string, object> = {};
  const lines: string[] = [];
  const opened: string[] = [];
  for (const feed of allowed) {
    const from = cursors[feed];
    if (from === undefined) opened.push(feed);
    const slice = await sliceOf(station, feed, typeof from === "number" ? from : null);
    if (slice) {
      feeds[feed] = slice.head;
      lines.push(...slice.lines);
    }
  }
  head.feeds = feeds;
  head.opened = opened;
  head.rewritten = asking.epoch === station.epoch ? await rewritten(station, asking.shown, allowed) : [];
  head.closed = Object.keys(cursors).filter((feed) => !feed.startsWith("ref:") && !allowed.includes(feed));
  return [...lines, ...(await references(station, device, asking, head))];
}

async function sliceOf(station: Source, feed: string, from: number | null): Promise<{ head: object; lines: string[] } | null> {
  const placed = station.state.feeds.get(feed) ?? [];
  const head = placed.length;
  if (from !== null && from >= head) return null;
  const to = from === null ? head : Math.min(head, from + station.page);
  const frontier = await merkle.grown([], 0, await Promise.all(placed.map((one) => merkle.leaf(one.line))));
  const signed = to && to === head ? await headSigned(station, feed, to, hex(await merkle.root(frontier))) : {};
  const since = from === null ? [] : placed.slice(from, to);
  const records = new Set((from === null ? placed : since).map((one) => one.entry.record));
  const standings = from !== null && feed.startsWith("grid:") ? [] : [...records].map((record) => station.state.standings.get(record) as Standing).filter((one) => from !== null || isOpen(station, one));
  const shown = from === null ? placed.filter((one) => standings.some((standing) => standing.record === one.entry.record)) : since;
  const parts = shown.flatMap((one) => one.parts);
  return {
    head: {
      from: from ?? to, to, head, standings: standings.length, lines: since.length, sealed: parts.length, ...signed,
      ...(from === null && to ? { frontier: hex(merkle.packed(frontier)) } : {}),
      at: Object.fromEntries(since.flatMap((one, n) => (one.at ? [[(from ?? 0) + 1 + n, one.at]] : []))),
    },
    lines: [
      ...standings.map((one) => JSON.stringify(asItTravels(one))), ...since.map((one) => fromUtf8(one.line)),
      ...parts.map((part) => JSON.stringify(part)),
    ],
  };
}

async function rewritten(station: Source, shown: Asking["shown"], allowed: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const [feed, [pos, root]] of Object.entries(shown)) {
    const leaves = await Promise.all((station.state.feeds.get(feed) ?? []).slice(0, pos).map((one) => merkle.leaf(one.line)));
    const ours = hex(await merkle.root(await merkle.grown([], 0, leaves)));
    if (allowed.includes(feed) && (leaves.length < pos || ours !== root)) found.push(feed);
  }
  return found;
}

function isOpen(station: Source, standing: Standing): boolean {
  return !station.shelf.kind(standing.kind)?.ends.includes(standing.state);
}

async function headSigned(station: Source, feed: string, pos: number, root: string): Promise<{ root: string; sig: string }> {
  const said = canonicalBytes({ epoch: station.epoch, feed, pos, root });
  return { root, sig: base64(await ed.signAsync(said, station.secret)) };
}

async function references(station: Source, device: Device, asking: Asking, head: Record<string, unknown>): Promise<string[]> {
  const refs: Record<string, { digest: string; rows: number }> = {};
  const lines: string[] = [];
  const offer = async (name: string, rows: string[]): Promise<void> => {
    const digest = await hexDigest(utf8(rows.join("\n")));
    if (asking.cursors[name] === digest) return;
    refs[name] = { digest, rows: rows.length };
    lines.push(...rows);
  };
  for (const grid of device.grids) {
    await offer(`ref:places:${grid}`, (station.setting.places[grid] ?? []).map((row) => JSON.stringify(row)));
  }
  await offer("ref:kinds", [station.json]);
  head.refs = refs;
  return lines;
}
