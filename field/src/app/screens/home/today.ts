/** What home shows, read from the phone once and shared by its parts. */
import { computed, onBeforeUnmount, onMounted, shallowRef, type ComputedRef, type ShallowRef } from "vue";
import { WorkingDays, type DayNumber } from "@/kinds/workdays.ts";
import { doneOn, inTurn, laidOut, ownTasks, type Done } from "../../day.ts";
import type { Stop } from "../../parts/stops.ts";
import { useFaces } from "../../stopFaces.ts";
import { urgentOf, type Urgent } from "../../urgent.ts";
import { usePhone } from "../../usePhone.ts";
import { daysOfWeek, legsOf, mondayOf, weekName, type DayPart, type Leg, type WeekDay } from "../../week.ts";
import { today } from "../../words/dates.ts";
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
  const { phone, status, look } = usePhone();
  const { doneStop, nextStop } = useFaces();
  const now = useNow();
  const day = computed(() => today(now.value));
  const week = useWeek(day);
  const records = look((p) => p.records());
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
    const after = (plan.value.get(day.value) ?? []).slice().sort(inTurn);
    return [...done.value.map(doneStop), ...after.map((seen, n) => nextStop(seen, day.value, n === 0))];
  });

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
