/** An invented day on the road for the practice vault: four stops from an hour from now, one task without a stop. */
import type { Deed } from "@/kinds/standing.ts";
import { weekName } from "@/kinds/weeks.ts";
import { dayText, localDay, momentOf, secondsOf } from "@/kinds/workdays.ts";

const HOUR = 3600;
const LATEST_START = 18;
const CHIEF = "00000000-0000-4000-8000-00000000000f";
/** Title, place, class, hours after the start from which and by which it begins. */
const STOPS = [["练习：走访练习住户1", 1, "routine", 0, 6], ["练习：约好的回访", 2, "promise", 2, 3], ["练习：到期的回访", 3, "due", 2, 5]] as const;

const idOf = (n: number): string => `00000000-0000-4000-8000-0000000001${String(n).padStart(2, "0")}`;

/** Who ordered it, and what. */
export function practiceWeek(staff: string, gacha: string, now: Date): { actor: string; deeds: Deed[] } {
  const day = localDay(now.getTime());
  const on = dayText(day);
  const start = Math.min(Math.floor(secondsOf(now.getTime()) / HOUR) + 1, LATEST_START) * HOUR;
  const begins = (n: number): number => start + n * HOUR + HOUR / 2;
  const place = { grid: "practice", station: "practice", gacha };
  const task = (n: number, title: string, stop?: Deed["fields"]): Deed[] => {
    const fields = { what: "visit", title, source: "chief", reason: "练习", week: weekName(day), minutes: 30 };
    const acts: [string, Deed["fields"]][] = [["propose", fields], ["assign", { officer: staff }], ...(stop ? [["schedule", stop] as [string, Deed["fields"]]] : []), ["issue", {}]];
    return acts.map(([act, said]) => ({ kind: "task", act, fields: said, record: idOf(n), ...place }));
  };
  const stops = STOPS.flatMap(([title, , kind], n) => task(n, title, { on_day: on, begins: momentOf(day, begins(n)), way_minutes: 30, way_basis: "estimate", promised: kind === "promise" }));
  const route = {
    week: weekName(day), officer: staff, plan: idOf(90), places: [0, 1, 2, 3].map((n) => ({ place: n, label: `${n}` })),
    days: [{ day: on, starts_at: 0, ends_at: 0, earliest: start, latest: 24 * HOUR, duty: 12 * HOUR }],
    stops: STOPS.map(([, at, kind, opens, closes], n) => ({
      task: idOf(n), day: on, place: at, service: HOUR / 2, opens: start + opens * HOUR / 2, closes: start + closes * HOUR, begins: begins(n), class: kind, fixed: kind === "promise",
    })),
    ways: [0, 1, 2, 3].flatMap((a) => [0, 1, 2, 3].filter((b) => b !== a).map((b) => ({ a, b, seconds: HOUR / 2, basis: "estimate" }))),
  };
  return { actor: CHIEF, deeds: [...stops, ...task(80, "练习：没有排时间的任务"), { kind: "route", act: "publish", fields: route, record: idOf(91), ...place }] };
}
