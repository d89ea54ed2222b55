/** The published route of an officer's week as the reckoning of a day asks for it, and what is written of a mended day. */
import type { Deed } from "@/kinds/standing.ts";
import type { Body, Json } from "@/kinds/tables.ts";
import { dayNumber, dayText, localDay, momentOf, secondsOf, type DayNumber } from "@/kinds/workdays.ts";
import type { Seen } from "@/phone/contract.ts";
import type { Asked, Class, Day, Here, Mended } from "@/rounds/repair.ts";
import { beginsAt, inTurn, isInHand, plannedDay } from "./day.ts";

const MINUTE = 60;

type Row = Record<string, Json>;
const rowsOf = (body: Body, name: string): Row[] => (body[name] as Row[] | undefined) ?? [];
const count = (value: Json | undefined): number => Number(value ?? 0);

/** The route that was published for an officer and a week; the last one where there are two. */
export function routeOf(records: Seen[], staff: string, week: string): Body | null {
  const found = records.filter(({ standing: one }) => one.kind === "route" && one.state === "published" && one.holder === staff && one.body.week === week);
  return found.sort((one, other) => (one.standing.record < other.standing.record ? 1 : -1))[0]?.standing.body ?? null;
}

/** Own tasks in hand that stand in the plan of a day, in order. One that was begun is where the officer is. */
export function stopsOn(tasks: Seen[], day: DayNumber): Seen[] {
  return tasks.filter((task) => isInHand(task) && task.standing.state !== "started" && plannedDay(task) === day).sort(inTurn);
}

/** What a day of the route is reckoned with. Places beyond the published ones are those that minutes were typed for. */
export class Ground {
  readonly day: Day;
  readonly start: number;
  /** Seconds from place to place, by index. */
  readonly ways: number[][];
  private readonly bases = new Map<string, string>();
  private readonly rows: Map<string, Row>;

  private constructor(route: Body, row: Row) {
    const [starts, ends] = [count(row.starts_at), count(row.ends_at)];
    this.day = { end: ends, earliest: count(row.earliest), latest: count(row.latest), duty: count(row.duty) };
    this.start = starts;
    this.rows = new Map(rowsOf(route, "stops").map((one) => [String(one.task), one]));
    this.ways = this.waysOf(route, 1 + Math.max(starts, ends, ...rowsOf(route, "places").map((one) => count(one.place))));
  }

  /** Null for a day that the route has not. */
  static of(route: Body, day: DayNumber): Ground | null {
    const row = rowsOf(route, "days").find((one) => dayNumber(String(one.day)) === day);
    return row ? new Ground(route, row) : null;
  }

  /** A way that nobody published takes as long as the longest there is: better foreseen too late than too early. */
  private waysOf(route: Body, size: number): number[][] {
    const known = new Map<string, number>();
    for (const { a, b, seconds, basis } of rowsOf(route, "ways")) {
      known.set(`${a}-${b}`, count(seconds));
      this.bases.set(`${a}-${b}`, String(basis));
    }
    const longest = Math.max(0, ...known.values());
    const way = (a: number, b: number): number => (a === b ? 0 : known.get(`${a}-${b}`) ?? known.get(`${b}-${a}`) ?? longest);
    return Array.from({ length: size }, (_one, a) => Array.from({ length: size }, (_other, b) => way(a, b)));
  }

  /** network, estimate or typed. */
  basis(from: number, to: number): string {
    return this.bases.get(`${from}-${to}`) ?? this.bases.get(`${to}-${from}`) ?? "typed";
  }

  /** Another place, as far from every known one as was typed. */
  typedPlace(minutes: number): number {
    const place = this.ways.length;
    for (const row of this.ways) row.push(minutes * MINUTE);
    this.ways.push(Array.from({ length: place + 1 }, (_one, n) => (n === place ? 0 : minutes * MINUTE)));
    return place;
  }

  /** The published place of a task; -1 where it has none. */
  placeOf(task: Seen): number {
    const row = this.rows.get(task.standing.record);
    return row ? count(row.place) : -1;
  }

  /** A task as a stop of this day. A window of another day counts by its clock; without one the whole day does. */
  asked(task: Seen, minutes = 0): Asked {
    const { record, body } = task.standing;
    const row = this.rows.get(record);
    const known = this.placeOf(task);
    const place = known >= 0 ? known : this.typedPlace(minutes || count(body.way_minutes));
    const service = row ? count(row.service) : count(body.minutes) * MINUTE;
    const kind = body.promised === true ? "promise" : row ? (row.class as Class) : "routine";
    const [opens, closes] = row ? [count(row.opens), count(row.closes)] : [this.day.earliest, this.day.latest];
    return { id: record, place, service, opens, closes, kind, fixed: body.pinned === true || row?.fixed === true };
  }
}

interface Begun { place: number; first: number; last: number; until: number }

/** Where an officer is today: at the last stop that was begun or done, else where the day begins. */
export function hereOn(ground: Ground, mine: Seen[], day: DayNumber, now: number): Here {
  const begun = mine.flatMap((task) => begunOn(ground, task, day));
  if (!begun.length) return { now: secondsOf(now), place: ground.start, left: null };
  const last = begun.reduce((one, other) => (other.last >= one.last ? other : one));
  const first = begun.reduce((one, other) => (other.first < one.first ? other : one));
  const away = first.first - (ground.ways[ground.start]?.[first.place] ?? 0);
  return { now: Math.max(secondsOf(now), last.until), place: last.place, left: Math.max(away, ground.day.earliest) };
}

/** A stop of today at which the officer is or was; `until` when it ends as planned, if it has not. */
function begunOn(ground: Ground, task: Seen, day: DayNumber): Begun[] {
  const place = ground.placeOf(task);
  const moments = task.standing.acts.filter(({ act }) => ["start", "done"].includes(act)).map(({ at }) => Date.parse(at));
  const today = moments.filter((at) => localDay(at) === day).map(secondsOf);
  if (!today.length || place < 0) return [];
  const [first, last] = [Math.min(...today), Math.max(...today)];
  return [{ place, first, last, until: task.standing.state === "started" ? first + ground.asked(task).service : 0 }];
}

/** From when the officer can drive on: so many minutes after the next leaving that was planned, never before now. */
export function readyAt(here: Here, ground: Ground, next: Seen | undefined, late: number): number {
  const begins = next ? beginsAt(next) : null;
  if (!next || begins === null || !late) return here.now;
  const way = typeof next.standing.body.way_minutes === "number" ? next.standing.body.way_minutes * MINUTE : 0;
  return Math.max(here.now, Math.max(secondsOf(begins) - way, ground.day.earliest) + late * MINUTE);
}

/** A stop that stays or comes: its new begin, the way to it, and what was known before. */
export interface Change { task: Seen; day: DayNumber; begins: number; late: number; way: number; basis: string; before: number | null; same: boolean }

/** What a mended day changes, stop by stop. Less than a minute is no change. */
export function changesOf(ground: Ground, day: DayNumber, here: Here, found: Mended, asked: Asked[], tasks: Map<string, Seen>): Change[] {
  let from = here.place;
  return found.stops.flatMap((kept) => {
    const [stop, task] = [asked.find(({ id }) => id === kept.id), tasks.get(kept.id)];
    if (!stop || !task) return [];
    const way = Math.ceil((ground.ways[from]?.[stop.place] ?? 0) / MINUTE);
    const basis = ground.basis(from, stop.place);
    from = stop.place;
    const before = plannedDay(task) === day ? beginsAt(task) : null;
    const begins = Date.parse(momentOf(day, kept.begins));
    const same = before !== null && Math.abs(before - begins) < MINUTE * 1000 && task.standing.body.way_minutes === way;
    return [{ task, day, begins, late: kept.late, way, basis, before, same }];
  });
}

/** The acts of a mended day: what has another time, and what goes into next week. */
export function deedsOf(changes: Change[], carried: { task: Seen; why: string }[], nextWeek: string): Deed[] {
  const timed = changes.filter(({ same }) => !same).map(({ task, day, begins, way, basis }): Deed => ({
    kind: "task", act: "reschedule", record: task.standing.record,
    fields: { on_day: dayText(day), begins: momentOf(day, secondsOf(begins)), way_minutes: way, way_basis: basis },
  }));
  const gone = carried.map(({ task, why }): Deed => ({
    kind: "task", act: "carry_over", record: task.standing.record, fields: { why_carried: why, week: nextWeek },
  }));
  return [...timed, ...gone];
}
