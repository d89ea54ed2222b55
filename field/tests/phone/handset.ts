/** A phone in Node: IndexedDB in memory, a practice station, no timers. */
import "fake-indexeddb/auto";
import { openPhone, type FieldPhone } from "@/phone/phone.ts";
import type { Transport } from "@/sync/wire.ts";
import { PracticeStation } from "@/sync/practice.ts";
import type { Deed } from "@/kinds/standing.ts";
import { shelf } from "../vectors.ts";

export const PIN = "274951";
export const STAFF = "11111111-1111-4111-8111-111111111111";
export const GACHA = "150421102204";
let count = 0;

export function station(grids = ["near"], now: () => Date = () => new Date()): Promise<PracticeStation> {
  const places = Object.fromEntries(["near", "next"].map((grid) => [grid, [
    { is: "grid", id: grid, name: `${grid}网格`, station: "home" },
    { is: "station", id: "home", name: "双胜派出所", phone: "", supervision_phone: "", week: {} },
    { is: "gacha", code: GACHA, name: "永和村", sumu: "双胜镇" },
    { is: "household", id: "22222222-2222-4222-8222-222222222222", label: "永和12号", gacha: GACHA, group: "兴隆沟小组", landmark: "井旁", phone: "", language: "zh-hans", access: "" },
    { is: "officer", id: STAFF, name: "巴特尔", roles: ["officer"] },
  ]]));
  return PracticeStation.open(shelf().json, { staff: STAFF, name: "巴特尔", roles: ["officer"], grids, places }, now);
}

export const freshName = (): string => `phone-${(count += 1)}`;

/** Opens a phone of a name; the same name again is the same phone after its battery was changed. */
export function phoneAt(name: string, transport: Transport, more: object = {}): Promise<FieldPhone> {
  return openPhone({ name, transport, quiet: true, iterations: 1000, ...more });
}

export async function enrolled(transport: Transport, name = freshName(), more: object = {}): Promise<FieldPhone> {
  const phone = await phoneAt(name, transport, more);
  await phone.enrol("CARD", PIN, "", {});
  return phone;
}

export const VISIT: Deed = { kind: "visit", act: "make", grid: "near", fields: { met: "met", card_left: true, label: "第三家" } };
export const NEED: Deed = { kind: "need", act: "hear", grid: "near", fields: { topic: "water", heading: "机井不出水", said: "井干了三天" } };
