import { describe, expect, it } from "vitest";
import { base64, hex, unbase64, unhex, utf8 } from "@/base/bytes.ts";
import { canonical, NotCanonical } from "@/base/canonical.ts";
import { genesis, link, sealedDigest } from "@/base/chain.ts";
import { gunzip, gzip } from "@/base/gzip.ts";
import { newId, readId } from "@/base/ids.ts";
import * as merkle from "@/base/merkle.ts";
import { foldForSearch, normalised, runsOf } from "@/base/mongolian.ts";
import { makeKey, openKey, sign, signedBy } from "@/base/signing.ts";
import { haveVectors, vectors } from "../vectors.ts";

interface Values {
  canonical: { value: unknown; text: string }[];
  chain: { genesis: string; after: string[] };
  merkle: { packed: string; root: string }[];
  sealed: { salt: string; body: unknown; digest: string };
  ids: { noise: string; id: string }[];
  at: string;
}

describe.runIf(haveVectors)("the same values as the server", () => {
  const told = haveVectors ? vectors<Values>("values") : (null as unknown as Values);
  const lines = Array.from({ length: 13 }, (_one, n) => utf8(`line ${n}`));

  it("spells a value in one way", () => {
    for (const { value, text } of told.canonical) expect(canonical(value)).toBe(text);
  });
  it("links lines to a chain", async () => {
    let head = await genesis("a-device");
    expect(hex(head)).toBe(told.chain.genesis);
    for (const [n, line] of lines.entries()) {
      head = await link(head, line);
      expect(hex(head)).toBe(told.chain.after[n]);
    }
  });
  it("grows a tree a leaf at a time and in one go", async () => {
    let frontier: merkle.Frontier = [];
    for (const [n, line] of lines.entries()) {
      frontier = await merkle.grown(frontier, n, [await merkle.leaf(line)]);
      expect(hex(merkle.packed(frontier))).toBe(told.merkle[n]?.packed);
      expect(hex(await merkle.root(frontier))).toBe(told.merkle[n]?.root);
    }
    const whole = await merkle.grown(merkle.unpacked(unhex(told.merkle[4]?.packed ?? "")), 5, await Promise.all(lines.slice(5).map(merkle.leaf)));
    expect(hex(await merkle.root(whole))).toBe(told.merkle[12]?.root);
  });
  it("names things and commits to sealed parts", async () => {
    for (const { noise, id } of told.ids) expect(newId(new Date(told.at), unhex(noise))).toBe(id);
    expect(await sealedDigest(told.sealed.salt, told.sealed.body)).toBe(told.sealed.digest);
  });
});

describe("values", () => {
  it("refuses fractions and numbers past the safe ones", () => {
    for (const value of [1.5, 2 ** 53, { a: [0.1] }]) expect(() => canonical(value)).toThrow(NotCanonical);
  });
  it("goes through base64, hexadecimal and gzip unchanged", async () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_one, n) => n % 251);
    expect(unbase64(base64(bytes))).toEqual(bytes);
    expect(unhex(hex(bytes))).toEqual(bytes);
    expect(await gunzip(await gzip(bytes))).toEqual(bytes);
  });
  it("signs so that only the right key and message fit", async () => {
    for (const alg of ["p256", "ed25519"] as const) {
      const key = await makeKey(alg);
      const signature = await sign(await openKey(alg, key.pkcs8), utf8("井"));
      expect(await signedBy(alg, key.publicText, utf8("井"), signature)).toBe(true);
      expect(await signedBy(alg, key.publicText, utf8("泉"), signature)).toBe(false);
      expect(await signedBy(alg, (await makeKey(alg)).publicText, utf8("井"), signature)).toBe(false);
      expect(await signedBy(alg, key.publicText, utf8("井"), "no signature")).toBe(false);
    }
  });
  it("reads ids in one spelling only", () => {
    expect(readId(" 01A20B56-59D1-76C5-A522-4A58B791F1D8 ")).toBe("01a20b56-59d1-76c5-a522-4a58b791f1d8");
    expect(readId("nobody")).toBeNull();
  });
  it("keeps Mongolian separators in one spelling and ignores them in a search", () => {
    expect(normalised("ᠮᠣᠩᠭᠣᠯ\u202fᠤᠨ")).toBe("ᠮᠣᠩᠭᠣᠯ\u180eᠤᠨ");
    expect(normalised("a\u202fb")).toBe("a\u202fb");
    expect(foldForSearch("ᠮᠣᠩᠭᠣᠯ\u180eᠤᠨ ABC")).toBe("ᠮᠣᠩᠭᠣᠯᠤᠨ abc");
    expect(runsOf("在ᠮᠣᠩᠭᠣᠯ ᠤᠨ村").map((run) => run.mongolian)).toEqual([false, true, false]);
  });
});
