/** A phone out of cardboard, to look at screens without a vault: `field/dev.html` only, never in the build. */
import { mostUrgent, running } from "@/kinds/clocks.ts";
import { offeredIn, Shelf } from "@/kinds/shelf.ts";
import type { Done, Standing } from "@/kinds/standing.ts";
import type { Body, KindsJson } from "@/kinds/tables.ts";
import { WorkingDays } from "@/kinds/workdays.ts";
import type { Gate, Message, Phone, Places, Seen, Status } from "@/phone/contract.ts";

const ME = "7b732fac-9c98-4c84-b816-578dc2317694";
const NOW = new Date("2026-11-24T06:58:00Z"); // Tuesday 14:58 on the banner's clock
const at = (day: number, time: string): string => new Date(`2026-11-${day}T${time}:00+08:00`).toISOString();

const places: Places = {
  grids: [{ id: "near", name: "巴彦温都尔片区", station: "shuangsheng" }],
  stations: [{ id: "shuangsheng", name: "双胜派出所", phone: "0476-555 0110", supervision_phone: "0476-555 0119", week: "BFFFR--" }],
  gachas: [
    { code: "150421204203", name: "巴彦温都尔", sumu: "罕苏木" }, { code: "150421204204", name: "阿日昆都楞", sumu: "罕苏木" },
    { code: "150421204205", name: "哈日根台", sumu: "罕苏木" },
  ],
  households: [
    { id: "h1", label: "宝音家", gacha: "150421204204", group: "二组", landmark: "机井东", phone: "", language: "", access: "" },
    { id: "h2", label: "高娃家", gacha: "150421204205", group: "一组", landmark: "", phone: "", language: "", access: "" },
  ],
  officers: [{ id: ME, name: "其其格", roles: ["officer"] }, { id: "gao", name: "高所长", roles: ["chief"] }],
};

let made = 0;
function standing(kind: string, state: string, body: Body, acts: [string, string, string?][], more: Partial<Standing> = {}): Standing {
  made += 1;
  const record = `01a20b56-0000-7000-8000-${String(made).padStart(12, "0")}`;
  const done: Done[] = acts.map(([act, when, actor], n) => ({
    entry: `${record}-${n}`, act, actor: actor ?? ME, device: "d", at: when, state: n === acts.length - 1 ? state : "x", late: false, body: n ? {} : body,
  }));
  return {
    kind, record, grid: "near", station: "shuangsheng", gacha: "150421204203", state, before: "", version: acts.length, holder: "", body, wrote: {},
    acts: done, proposals: [], training: false, ...more,
  };
}

function task(title: string, what: string, state: string, more: Body, gacha = "150421204203"): Standing {
  return standing("task", state, {
    title, what, source: "chief", reason: "所长交办：入户核实情况", week: "2026-W48", window_to: "2026-11-27", minutes: 40, officer: ME, ...more,
  }, [["propose", at(23, "08:20"), "gao"], ["issue", at(23, "09:40"), "gao"], ...(state === "issued" ? [] : [["acknowledge", at(23, "10:02")] as [string, string]])], { holder: ME, gacha });
}

function records(shelf: Shelf, days: WorkingDays): Seen[] {
  const list: [Standing, number, Body?][] = [
    [standing("dispute", "reported", { category: "grassland", heading: "草场围栏争执", size: "small", place: { gacha: "150421204203" } }, [["report", at(24, "10:30"), "gao"]]), 0],
    [standing("visit", "made", { met: "met", card_left: true, household: "h1", label: "宝音家", found: "need" }, [["make", at(24, "09:10")]], { gacha: "150421204204" }), 1],
    [standing("need", "heard", { topic: "water", heading: "机井不出水" }, [["hear", at(24, "09:20")]], { gacha: "150421204204" }), 1],
    [task("围栏争执：先联系双方", "dispute_first_contact", "started", { window_to: "2026-11-24", window_from: "2026-11-24" }), 0],
    [task("防火宣讲", "publicity", "acknowledged", { window_from: "2026-11-24", window_to: "2026-11-24", minutes: 90 }), 0],
    [task("高娃家回访", "follow_up", "acknowledged", { window_from: "2026-11-24", window_to: "2026-11-24", household: "h2" }, "150421204205"), 0],
    ...["王秀兰家走访", "苏德家走访", "机井用水轮次调解回访", "独居老人取暖代办"].map((title): [Standing, number] => [task(title, "visit", "acknowledged", { window_from: "2026-11-25", window_to: "2026-11-25" }), 0]),
    ...["草料补贴咨询答复", "宅基地边界走访", "反诈宣讲"].map((title): [Standing, number] => [task(title, "visit", "issued", {}, "150421204205"), 0]),
    [standing("feedback", "asked", { about: "01a20b56-0000-7000-8000-000000000002", text: "户主姓名和门牌对不上，请核对后更正。", officer: ME }, [["ask_correction", at(24, "11:05"), "gao"]], { holder: ME }), 0],
    [standing("feedback", "open", { about: "01a20b56-0000-7000-8000-000000000003", text: "机井的事报得及时，水利站明天去看。", officer: ME }, [["thank", at(24, "11:20"), "gao"]], { holder: ME }), 0],
  ];
  return list.map(([one, pending, words]) => ({
    standing: one, pending, words: words ?? {}, faces: running(one, shelf.tableOf(one.kind, "").kind, NOW.getTime(), days),
  }));
}

const messages: Message[] = [
  { id: "m1", about: "entry", sentence: { name: "closed_already", kind: "dispute", values: {} }, seq: 12, answer: "held", kind: "dispute", record: "01a20b56-0000-7000-8000-000000000001", act: "contact", at: at(24, "08:10"), fields: {} },
];

export async function openFake({ training }: { training: boolean }): Promise<Phone> {
  const json = (await (await fetch("/kinds.json")).json()) as KindsJson;
  const shelf = new Shelf(json);
  const days = new WorkingDays(json.workdays);
  const wish = new URLSearchParams(location.search);
  const list = wish.has("empty") ? [] : records(shelf, days);
  const listeners = new Set<() => void>();
  const status: Status = {
    gate: (wish.get("gate") as Gate) ?? "open", name: "其其格", staff: ME, roles: ["officer"], device: "d", waiting: 3, photosWaiting: 5, held: 1, returned: 0,
    drafts: wish.has("drafts") ? 1 : 0, heardAt: at(23, "17:40"), leaseUntil: "2026-12-02T09:40:00Z", road: (wish.get("road") as Status["road"]) ?? "offline", problem: null,
    skewMinutes: 0, records: list.length, storage: { used: 4_200_000, quota: 2_000_000_000, persisted: true }, attemptsLeft: 10, training,
  };
  if (wish.has("sent")) Object.assign(status, { waiting: 0, photosWaiting: 0, held: 0, road: "online" });
  const set = (more: Partial<Status>): void => {
    Object.assign(status, more);
    for (const listener of listeners) listener();
  };
  const acts = (id: string) => {
    const seen = list.find((one) => one.standing.record === id);
    const kind = seen && shelf.kind(seen.standing.kind);
    return kind ? kind.acts.filter((act) => !act.begins && offeredIn(act, seen.standing.state)) : [];
  };
  void mostUrgent;
  return {
    status: () => ({ ...status }),
    subscribe: (listener) => (listeners.add(listener), () => void listeners.delete(listener)),
    enrol: async () => set({ gate: "open" }),
    unlock: async (pin) => {
      if (pin === "142536") return set({ gate: "open" }), { ok: true };
      set({ attemptsLeft: status.attemptsLeft - 1 });
      return { ok: false, attemptsLeft: status.attemptsLeft, waitSeconds: status.attemptsLeft < 7 ? 30 : 0 };
    },
    lock: async () => set({ gate: "locked" }),
    touched: () => undefined,
    takeOver: async () => set({ gate: "locked" }),
    changePin: async (from) => (from === "142536" ? { ok: true } : { ok: false, attemptsLeft: 9, waitSeconds: 0 }),
    shelf: () => shelf, places: () => places, records: () => list,
    record: (id) => list.find((one) => one.standing.record === id) ?? null,
    history: () => [], search: () => list, openActs: acts, beginnings: () => [], ownEntries: () => [], check: () => null,
    write: async () => ({ seq: 1, id: "x", record: "x", state: "" }),
    saveDraft: async () => undefined, drafts: () => [], dropDraft: async () => undefined,
    addPhoto: async () => ({ sha256: "", size: 0, mime: "" }), photo: async () => null,
    inbox: () => (wish.has("empty") ? [] : messages), dismiss: async () => undefined,
    sync: async () => set({ road: "syncing" }),
    rescueFile: async () => ({ name: "urtuu-daa410c8-2026-11-24.urtuu", bytes: new Uint8Array(10) }),
    now: () => new Date(NOW),
  };
}
