/** The practice vault: another database, invented places, a station in memory. It begins anew each time. */
import type { KindsJson } from "@/kinds/tables.ts";
import { PracticeStation } from "@/sync/practice.ts";
import type { Setting } from "@/sync/practiceState.ts";
import type { Options } from "./phone.ts";
import { practiceWeek } from "./practiceWeek.ts";

export const PRACTICE_PIN = "000000";
const GACHA = "000000000001";
const OTHER = "000000000002";

/** Nobody lives here. */
function invented(name: string, staff: string, roles: string[]): Setting {
  const door = (n: number, gacha: string, landmark: string): object => ({
    is: "household", id: `00000000-0000-4000-8000-00000000000${n}`, label: `练习住户${n}`, gacha, group: "练习小组", landmark,
    phone: "", language: "zh-hans", access: "",
  });
  return {
    staff, name, roles, grids: ["practice"],
    places: {
      practice: [
        { is: "grid", id: "practice", name: "练习网格", station: "practice" },
        { is: "station", id: "practice", name: "练习派出所", phone: "", supervision_phone: "", week: {} },
        { is: "gacha", code: GACHA, name: "练习嘎查", sumu: "练习苏木" },
        { is: "gacha", code: OTHER, name: "练习村", sumu: "练习苏木" },
        door(1, GACHA, "井旁"), door(2, GACHA, "村部东侧"), door(3, OTHER, "小学旁"),
        { is: "officer", id: staff, name, roles },
      ],
    },
  };
}

/** What to open the practice phone with. */
export async function practiceOptions(db: string, kinds: KindsJson, who: { name: string; staff: string; roles: string[] }): Promise<Options> {
  const station = await PracticeStation.open(kinds, invented(who.name, who.staff, who.roles));
  const { actor, deeds } = practiceWeek(who.staff, GACHA, new Date());
  await station.perform(actor, deeds);
  return { name: db, training: true, transport: station.send, iterations: 1000 };
}
