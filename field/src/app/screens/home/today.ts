/** What home shows, read from the phone once and shared by its parts. */
import { computed, onBeforeUnmount, onMounted, shallowRef, type ComputedRef, type ShallowRef } from "vue";
import { WorkingDays, type DayNumber } from "@/kinds/workdays.ts";
import type { Seen } from "@/phone/contract.ts";
import { recordAt } from "../../addresses.ts";
import { doneOn, laidOut, lastDayOf, ownTasks, type Done } from "../../day.ts";
import { gachaOf, titleOf } from "../../naming.ts";
import type { Stop } from "../../parts/stops.ts";
import { urgentOf, type Urgent } from "../../urgent.ts";
import { usePhone } from "../../usePhone.ts";
import { daysOfWeek, legsOf, mondayOf, weekName, type DayPart, type Leg, type WeekDay } from "../../week.ts";
import { timeWords, today } from "../../words/dates.ts";
import { useWords } from "../../words/index.ts";

export type Part = DayPart | "rest";

/** The phone's clock, looked at every half minute. */
export function useNow(): ShallowRef<Date> {
  const { phone } = usePhone();
  const now = shallowRef(phone.value.now());
  let timer = 0;
  onMounted(() => {
    timer = window.setInterval(() => (now.value = phone.value.now()), 30_000);
  });
  onBeforeUnmount(() => clearInterval(timer));
  return now;
}

/** The station's week that holds a day. */
export function useWeek(day: ComputedRef<DayNumber>): ComputedRef<WeekDay[]> {
  const { look } = usePhone();
  return look((phone) => {
    const [station] = phone.places().stations;
    const pattern = typeof station?.week === "string" ? station.week : undefined;
    return daysOfWeek(mondayOf(day.value), new WorkingDays(phone.shelf().json.workdays), pattern);
  });
}

export interface Today {
  day: ComputedRef<DayNumber>;
  part: ComputedRef<Part>;
  /** The how-manieth field day today is; 0 when it is none. */
  fieldDay: ComputedRef<number>;
  legs: ComputedRef<Leg[]>;
  stops: ComputedRef<Stop[]>;
  gone: ComputedRef<number>;
  urgent: ComputedRef<Urgent | null>;
  noteOf: (day: DayNumber) => string;
}

export function useToday(): Today {
  const { t } = useWords();
  const { phone, status, look, kinds } = usePhone();
  const now = useNow();
  const day = computed(() => today(now.value));
  const week = useWeek(day);
  const records = look((p) => p.records());
  const places = look((p) => p.places());
  const tasks = computed(() => ownTasks(records.value, status.value.staff, weekName(day.value)));
  const plan = computed(() => laidOut(tasks.value, week.value, day.value));
  const part = computed<Part>(() => week.value.find((one) => one.day === day.value)?.part ?? "rest");
  const fieldDay = computed(() => week.value.filter((one) => one.part === "field" && one.day <= day.value).length);
  const did = (on: DayNumber): Done[] => doneOn(records.value, status.value.staff, on);
  const handedIn = computed(() => records.value.some(({ standing }) =>
    standing.kind === "week_report" && standing.holder === status.value.staff &&
    standing.body.week === weekName(day.value) && standing.acts.some((act) => ["hand_in", "submit"].includes(act.act)),
  ));
  const done = computed(() => did(day.value));

  const stops = computed<Stop[]>(() => {
    const after = (plan.value.get(day.value) ?? []).slice().sort(startedFirst);
    return [...done.value.map(doneStop), ...after.map(nextStop)];
  });

  function where(seen: Seen): string {
    const gacha = gachaOf(seen, places.value);
    const title = titleOf(seen, kinds.value);
    return gacha && !title.includes(gacha) ? `${gacha} · ${title}` : title;
  }

  function doneStop({ seen, at, pending }: Done): Stop {
    const { kind, state, record, body } = seen.standing;
    const what = kind === "task" ? kinds.value.choice(kind, "what", String(body.what)) : kinds.value.label(kind, "kind", "one");
    return {
      id: record, is: "done", time: timeWords(at), title: where(seen), to: recordAt(record),
      note: `${what} · ${kinds.value.label(kind, "states", state)}`,
      chip: pending ? { text: t("home.stop.saved"), tone: "grass", icon: "check" } : { text: t("home.stop.sent"), tone: "quiet", icon: "check" },
    };
  }

  function nextStop(seen: Seen, index: number): Stop {
    const { body, record, state, kind } = seen.standing;
    const last = lastDayOf(seen);
    const minutes = typeof body.minutes === "number" ? t("home.stop.minutes", { n: body.minutes }) : "";
    const what = kinds.value.choice(kind, "what", String(body.what));
    return {
      id: record, is: index === 0 ? "now" : "next", time: minutes, title: where(seen), to: recordAt(record),
      note: index === 0 ? `${t("home.stop.next")} · ${what}` : what, chip: chipOf(state, last),
    };
  }

  function chipOf(state: string, last: DayNumber | null): Stop["chip"] {
    if (last !== null && last < day.value) return { text: t("home.stop.late"), tone: "ember" };
    if (state === "started") return { text: t("home.stop.started"), tone: "sky" };
    return undefined;
  }

  function noteOf(on: DayNumber): string {
    if (on === day.value) return t("home.day.now");
    const kind = week.value.find((one) => one.day === on)?.part;
    if (kind === "return") return t(handedIn.value ? "home.day.handed" : "home.day.return");
    if (kind === "briefing" && on < day.value) {
      const taken = tasks.value.filter(({ standing }) => standing.state !== "issued").length;
      return taken ? t("home.day.taken", { n: taken }) : t("home.day.none");
    }
    if (on < day.value) return t("home.day.did", { n: did(on).length });
    const planned = plan.value.get(on)?.length ?? 0;
    return planned ? t("home.day.plan", { n: planned }) : t("home.day.free");
  }

  return {
    day, part, fieldDay, stops, noteOf,
    legs: computed(() => legsOf(week.value)),
    gone: computed(() => done.value.length),
    urgent: computed(() => urgentOf(records.value, phone.value.shelf(), now.value.getTime())),
  };
}

function startedFirst(one: Seen, other: Seen): number {
  const rank = (seen: Seen): number => (seen.standing.state === "started" ? 0 : 1);
  return rank(one) - rank(other) || (lastDayOf(one) ?? 9e9) - (lastDayOf(other) ?? 9e9);
}
