/** A phone believes its station only as far as it can check: the same cases as tests/phone/test_phone_distrust.py. */
import { beforeEach, describe, expect, it } from "vitest";
import { fromUtf8, utf8 } from "@/base/bytes.ts";
import type { FieldPhone } from "@/phone/phone.ts";
import type { PracticeStation } from "@/sync/practice.ts";
import type { AnswerHead, Transport } from "@/sync/wire.ts";
import { haveVectors } from "../vectors.ts";
import { enrolled, station, VISIT } from "../phone/handset.ts";

type Change = (head: AnswerHead, lines: string[]) => void;
const near = (head: AnswerHead): Record<string, unknown> => head.feeds!["grid:near"] as unknown as Record<string, unknown>;

let there: PracticeStation;
let phone: FieldPhone;
let change: Change | null = null;

const send: Transport = async (method, path, body, headers) => {
  const sent = await there.send(method, path, body, headers);
  if (!change || path !== "/sync") return sent;
  const [first, ...lines] = fromUtf8(sent.body).slice(0, -1).split("\n");
  const head = JSON.parse(first as string) as AnswerHead;
  change(head, lines);
  return { ...sent, body: utf8([JSON.stringify(head), ...lines].map((line) => `${line}\n`).join("")) };
};

const told = (): string[] => phone.inbox().map((message) => message.sentence!.name);
const answers = (): string[] => phone.ownEntries().map(({ answer }) => answer).reverse();
const position = (): number => (phone as unknown as { core: { memory: { feeds: Map<string, { pos: number }> } } }).core.memory.feeds.get("grid:near")!.pos;

describe.runIf(haveVectors)("a feed that is not what it claims", () => {
  beforeEach(async () => {
    change = null;
    there = await station();
    phone = await enrolled(send);
    for (let n = 0; n < 2; n += 1) await phone.write(VISIT);
    return () => phone.close();
  });

  const cases: [string, Change, string][] = [
    ["a line is missing", (head, lines) => { near(head).lines = 1; lines.splice(0, 1); }, "feed_hole"],
    ["it begins elsewhere", (head) => void (near(head).from = 1), "feed_hole"],
    ["it is opened over our heads", (head, lines) => { head.opened = ["grid:near"]; Object.assign(near(head), { from: 2, lines: 0 }); lines.splice(0, 2); }, "feed_hole"],
    ["a line is no entry", (_head, lines) => void (lines[0] = "{}"), "root_differs"],
    ["two lines are swapped", (_head, lines) => void lines.splice(0, 2, lines[1]!, lines[0]!), "root_differs"],
    ["a line is altered", (_head, lines) => void (lines[0] = lines[0]!.replace('"met":"met"', '"met":"not_home"')), "root_differs"],
    ["its root is forged", (head) => void (near(head).root = "00".repeat(32)), "root_not_signed"],
    ["its signature is forged", (head) => void (near(head).sig = "AAAA"), "root_not_signed"],
  ];
  it.each(cases)("%s: it stays where it was, the owner is told, receipts count", async (_name, how, sentence) => {
    change = how;
    await phone.sync("asked");
    expect(told()).toEqual([sentence]);
    expect(position()).toBe(0);
    expect(answers()).toEqual(["taken", "taken"]);
    change = null;
    await phone.sync("asked");
    expect(position()).toBe(2);
    expect(phone.status().problem).toBeNull();
  });

  it("a frontier that is none opens nothing", async () => {
    await phone.sync("asked");
    there.restore(there.copy()); // a new epoch: everything is opened anew
    change = (head) => void Object.assign(near(head) ?? {}, { frontier: "zz" });
    await phone.sync("asked");
    expect(told()).toContain("feed_hole");
    expect(position()).toBe(-1);
    change = null;
    await phone.sync("asked");
    expect(position()).toBe(2);
    expect(phone.status().problem).toBeNull();
    expect(answers()).toEqual(["taken", "taken"]);
  });

  it("an answer with lines missing, left over or without its header counts for nothing", async () => {
    const torn: Change[] = [
      (_head, lines) => void lines.pop(), (_head, lines) => void lines.push("{}"), (head) => void delete (head as Partial<AnswerHead>).acked,
      (head) => void (head.now = "yesterday"),
    ];
    for (change of torn) {
      await phone.sync("asked");
      expect(phone.status()).toMatchObject({ road: "offline", problem: { name: "answer_torn" }, waiting: 2 });
    }
  });

  it("a receipt for something else turns nothing green", async () => {
    change = (head) => {
      head.receipts![0]!.id = "01900000-0000-7000-8000-000000000001";
      head.receipts!.push({ seq: 99, id: "x", answer: "taken" });
    };
    await phone.sync("asked");
    expect(phone.status().problem?.name).toBe("nothing_moves");
    expect(answers()).toEqual(["", "taken"]);
    change = null;
    await phone.sync("asked");
    expect(answers()).toEqual(["taken", "taken"]);
  });

  it("history rewritten at the station is told", async () => {
    await phone.sync("asked");
    const feed = there.state.feeds.get("grid:near")!;
    feed[0] = { ...feed[1]!, line: utf8(fromUtf8(feed[0]!.line).replace("第三家", "第四家")) };
    await phone.sync("asked");
    expect(told()).toEqual(["feed_rewritten"]);
  });

  it("a chain that the station knows otherwise stops the phone, and says so", async () => {
    await phone.sync("asked");
    const device = [...there.state.devices.values()][0]!;
    device.head = utf8("another chain altogether, 32 bytes");
    await phone.sync("asked");
    expect(told()).toContain("chain_forked");
    await expect(phone.write(VISIT)).rejects.toThrow("chain_forked");
  });

  it("a login page in between is no answer", async () => {
    const page = (status: number): Transport => () => Promise.resolve({ status, body: utf8("<html>sign in</html>"), retryAfter: 0 });
    const core = (phone as unknown as { core: { around: { send: Transport } } }).core;
    core.around.send = page(200);
    await phone.sync("asked");
    expect(phone.status().problem?.name).toBe("answer_torn");
    core.around.send = page(502);
    await phone.sync("asked");
    expect(phone.status().problem?.name).toBe("server_answered_otherwise");
    expect(answers()).toEqual(["", ""]);
  });
});
