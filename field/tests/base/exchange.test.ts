/** The exchange that docs/wire.md shows: every digest and every signature in it, counted again by the phone's code. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { hex, unhex, utf8 } from "@/base/bytes.ts";
import { canonicalBytes } from "@/base/canonical.ts";
import { genesis, link, sealedDigest } from "@/base/chain.ts";
import * as merkle from "@/base/merkle.ts";
import { signedBy } from "@/base/signing.ts";

const PAGE = new URL("../../../docs/wire.md", import.meta.url);

it("is true as it stands on the page", async () => {
  const text = readFileSync(PAGE, "utf8").split("## One exchange")[1] as string;
  const [key, receiptKey, proofLine] = [...text.matchAll(/`([^`\n]+)`/g)].map((found) => found[1] as string) as [string, string, string];
  const [request, answer] = [...text.matchAll(/```ndjson\n([\s\S]*?)```/g)].map((found) => (found[1] as string).trim().split("\n")) as [string[], string[]];
  const [asked, line, part] = request as [string, string, string];
  const header = JSON.parse(asked);
  const told = JSON.parse(answer[0] as string);

  expect(await signedBy("ed25519", key, utf8(`urtuu-sync:${asked}`), proofLine.replace("Urtuu-Proof: ", ""))).toBe(true);
  expect(hex(await genesis(header.device))).toBe(header.prev);
  const head = await link(unhex(header.prev), utf8(line));
  expect(told.acked).toEqual([1, hex(head)]);
  expect(await signedBy("ed25519", key, head, header.sig)).toBe(true);
  const sealed = JSON.parse(part);
  expect(await sealedDigest(sealed.salt, sealed.body)).toBe(JSON.parse(line).sealed[0].digest);

  const feed = told.feeds["grid:near"];
  const frontier = await merkle.grown([], 0, [await merkle.leaf(utf8(answer[1] as string))]);
  expect(hex(await merkle.root(frontier))).toBe(feed.root);
  const said = { epoch: told.epoch, feed: "grid:near", pos: 1, root: feed.root };
  expect(await signedBy("ed25519", receiptKey, canonicalBytes(said), feed.sig)).toBe(true);
  expect(answer.slice(1)).toEqual(request.slice(1)); // byte for byte
});
