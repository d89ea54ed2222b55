import { describe, expect, it } from "vitest";
import { unhex, utf8 } from "@/base/bytes.ts";
import { mostUrgent, running } from "@/kinds/clocks.ts";
import { compose } from "@/kinds/composing.ts";
import { readEntry, writeLine } from "@/kinds/entries.ts";
import { begin, digest, filled, fold } from "@/kinds/fold.ts";
import { CHECKS, judge, type Parts } from "@/kinds/judging.ts";
import type { Deed, Entry, SealedBody, Standing } from "@/kinds/standing.ts";
import { WorkingDays } from "@/kinds/workdays.ts";
import { haveVectors, shelf, vectors } from "../vectors.ts";

interface Case { name: string; entry: Entry; standing: Standing | null; parts: Parts; answer: string; why: string; sentence: string; field: string; guarded: boolean; after: string }
interface History { lines: string[]; orders: { order: number[]; digest: string }[] }
interface Told { name: string; state: string; due: number | null; warns: number | null; stopped: number | null; minutes: number; doubt: string }
interface Life { clock: string; standing: Standing; received: Record<string, number>; looks: { now: number; faces: unknown[]; urgent: number }[] }
interface Composition { deed: Deed; seq: number; noise: string[]; line: string; sealed: SealedBody[]; entry: Entry }
interface Faces { standing: Standing; now: string; faces: Told[] }

describe.runIf(haveVectors)("the same answers as the server", () => {
  const cases = haveVectors ? vectors<Case[]>("cases") : [];
  const asked = (one: Case, without = "") =>
    judge({ ...readEntry(utf8(JSON.stringify(one.entry))) }, one.standing && filled(one.standing), one.parts, shelf(), without);
  /** A guard is the station's own: where the table would take it, either answer is right. */
  const free = (one: Case): boolean => one.guarded && one.answer === "returned";

  it(`agrees on every generated case`, () => {
    expect(cases.length).toBeGreaterThan(5_000);
    const wrong = cases.filter((one) => {
      const verdict = asked(one);
      if (free(one) && verdict.answer === "taken") return false;
      const field = String(verdict.sentence?.values?.field ?? "");
      return verdict.answer !== one.answer || (verdict.why ?? "") !== one.why || (verdict.sentence?.name ?? "") !== one.sentence || field !== one.field;
    });
    expect(wrong.slice(0, 3).map((one) => [one.name, one.answer, one.sentence, one.field, asked(one)])).toEqual([]);
  });

  const NOT_GENERATED = ["second", "parts"];
  it.each(Object.keys(CHECKS).filter((name) => !NOT_GENERATED.includes(name)))("notices when the check %s is left out", (name) => {
    const noticed = cases.some((one) => !free(one) && asked(one, name).answer !== one.answer);
    expect(noticed).toBe(true);
  });

  it("notices when the second person or a foreign part is not asked for", () => {
    const act = shelf().kind("week_report")?.acts.find((one) => one.not_by.length) as { name: string; not_by: string[] };
    const one = cases.find((found) => found.name.startsWith(`week_report/${act.name}/`) && found.answer === "taken") as Case;
    const standing = filled(one.standing as Standing);
    const mine = { ...standing, acts: [{ ...standing.acts[0]!, act: act.not_by[0]!, actor: one.entry.actor }] };
    const verdict = (without: string) => judge(readEntry(utf8(JSON.stringify(one.entry))), mine, one.parts, shelf(), without).sentence?.name;
    expect(verdict("")).toBe("second_person");
    expect(verdict("second")).not.toBe("second_person");
    const foreign = { ...readEntry(utf8(JSON.stringify(one.entry))), sealed: [{ part: "nowhere", key: "k", digest: "d" }] };
    expect(judge(foreign, standing, {}, shelf()).sentence?.name).toBe("unknown_part");
    expect(judge(foreign, standing, {}, shelf(), "parts").sentence?.name).not.toBe("unknown_part");
  });

  it("folds 10,000 interleavings of two devices to the same digests", async () => {
    const histories = vectors<History[]>("folds");
    let count = 0;
    for (const { lines, orders } of histories) {
      const entries = lines.map((line) => readEntry(utf8(line)));
      for (const one of orders) {
        const first = entries[one.order[0] as number] as Entry;
        const standing = begin(first);
        for (const n of one.order) fold(standing, entries[n] as Entry, shelf(), (entries[n] as Entry).occurred_at);
        expect(await digest(standing)).toBe(one.digest);
        expect(standing.acts.length).toBe(lines.length); // no fact is dropped
        count += 1;
      }
    }
    expect(count).toBe(10_000);
  });

  it("folds every entry onto every state to the same digest", async () => {
    const told = cases.filter((one) => one.after);
    for (const one of told) {
      const states = shelf().kind(one.entry.kind)?.states ?? [];
      const entry = readEntry(utf8(JSON.stringify(one.entry)));
      const standing = one.standing ? { ...filled(one.standing), before: states[0] as string } : begin(entry);
      expect([one.name, await digest(fold(standing, entry, shelf(), entry.occurred_at))]).toEqual([one.name, one.after]);
    }
    expect(told.length).toBeGreaterThan(1_500);
  });

  it("looks at clocks just before, at and after every end", () => {
    let faces = 0;
    for (const { standing, received, looks } of vectors<Life[]>("lives")) {
      for (const { now, faces: told, urgent } of looks) {
        const found = running(filled(standing), shelf().kind(standing.kind)!, now, new WorkingDays(shelf().json.workdays), received);
        expect(found.map((face) => ({ ...face, doubt: face.doubt && [face.doubt.name, face.doubt.values?.year] }))).toEqual(told);
        expect(found.indexOf(mostUrgent(found)!)).toBe(urgent);
        faces += found.length;
      }
    }
    expect(faces).toBeGreaterThan(5_000);
  });

  it("composes and reads entries alike", async () => {
    for (const one of vectors<Composition[]>("composed")) {
      const { kind, act } = shelf().tableOf(one.deed.kind, one.deed.act);
      const given = [...one.noise];
      const noise = (): Uint8Array => unhex(given.shift() ?? "");
      const now = new Date(one.entry.recorded_at);
      const made = await compose(kind, act, one.deed, { device: one.entry.device, seq: one.seq, actor: one.entry.actor, now, noise });
      const moments = { occurred_at: one.entry.occurred_at, recorded_at: one.entry.recorded_at };
      expect({ ...made.entry, ...moments }).toEqual(one.entry);
      expect(new Date(made.entry.occurred_at)).toEqual(new Date(moments.occurred_at));
      expect(made.sealed).toEqual(one.sealed);
      expect(new TextDecoder().decode(writeLine({ ...made.entry, ...moments }))).toBe(one.line); // byte for byte
      expect(readEntry(utf8(one.line))).toEqual(one.entry);
      expect(readEntry(made.line)).toEqual(made.entry);
    }
  });

  it("keeps nothing in a text that the station could not keep", async () => {
    const { kind, act } = shelf().tableOf("need", "hear");
    const fields = { topic: "water", heading: "\ud83d井\0 ᠮ\u202fᠤ", said: "🐑\udc11" };
    const hand = { device: "d", seq: 1, actor: "a", now: new Date(0), noise: (count: number) => new Uint8Array(count) };
    const made = await compose(kind, act, { kind: "need", act: "hear", fields }, hand);
    expect(made.entry.body.heading).toBe("井 ᠮ\u180eᠤ");
    expect(made.sealed[0]?.body.said).toBe("🐑");
  });

  it("writes a line as the server reads it", () => {
    for (const { lines } of vectors<History[]>("folds").slice(0, 50)) {
      for (const line of lines) expect(JSON.parse(new TextDecoder().decode(writeLine(readEntry(utf8(line)))))).toEqual(JSON.parse(line));
    }
  });

  it("runs the same clocks", () => {
    const days = new WorkingDays(shelf().json.workdays);
    const seconds = (moment: number | null): number | null => (moment === null ? null : moment / 1000);
    let faces = 0;
    for (const told of vectors<Faces[]>("clocks")) {
      const standing = filled(told.standing);
      const kind = shelf().kind(standing.kind);
      const found = running(standing, kind!, Date.parse(told.now), days).map((face) => ({
        name: face.name, state: face.state, due: seconds(face.dueAt), warns: seconds(face.warnsAt), stopped: seconds(face.stoppedAt),
        minutes: face.remainingMinutes, doubt: face.doubt?.name ?? "",
      }));
      // The phone reckons in milliseconds, the server in microseconds.
      const rounded = (rows: Told[]) => rows.map((row) => ({ ...row, due: row.due && Math.floor(row.due), warns: row.warns && Math.floor(row.warns), stopped: row.stopped && Math.floor(row.stopped) }));
      expect(rounded(found)).toEqual(rounded(told.faces));
      faces += found.length;
    }
    expect(faces).toBeGreaterThan(300);
  });
});
