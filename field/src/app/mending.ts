/** What becomes of today when something happened on the road, and where what falls out of it goes. */
import { dayNumber, type DayNumber } from "@/kinds/workdays.ts";
import type { Body } from "@/kinds/tables.ts";
import type { Seen } from "@/phone/contract.ts";
import { mended, stays, type Asked, type Here, type Mended, type Why } from "@/rounds/repair.ts";
import { isInHand, lastDayOf, plannedDay } from "./day.ts";
import { changesOf, Ground, hereOn, readyAt, stopsOn, type Change } from "./route.ts";

/** What the officer says: minutes late, stops cancelled by id, tasks added with the minutes of an unknown way. */
export interface Happened { late: number; cancelled: string[]; added: Map<string, number> }
/** What is not in today any more; `to` is the day it moves to, null where none has room. */
export interface Out { task: Seen; why: Why; extra: number; to: DayNumber | null; added: boolean }
export interface Outlook { changes: Change[]; out: Out[]; back: number; over: number; pinned: string[] }

/** Own tasks in hand that could be put into today: without a stop, or with one on another day that may move. */
export function addable(mine: Seen[], day: DayNumber): Seen[] {
  const free = ({ standing: { body } }: Seen): boolean => body.promised !== true && body.pinned !== true;
  return mine.filter((task) => isInHand(task) && task.standing.state !== "started" && plannedDay(task) !== day && free(task));
}

/** Whether the minutes to a task must be typed. */
export const isUnknown = (route: Body, day: DayNumber, task: Seen): boolean => (Ground.of(route, day)?.placeOf(task) ?? -1) < 0;

/** Today as it would be then; null on a day without a route. */
export function outlook(route: Body, mine: Seen[], day: DayNumber, now: number, happened: Happened): Outlook | null {
  const ground = Ground.of(route, day);
  if (!ground) return null;
  const stops = stopsOn(mine, day);
  const tasks = new Map(mine.map((task) => [task.standing.record, task]));
  const asked = stops.map((task) => ground.asked(task));
  const add = addable(mine, day).filter(({ standing }) => happened.added.has(standing.record));
  const more = add.map((task) => ground.asked(task, happened.added.get(task.standing.record)));
  const here = hereOn(ground, mine, day, now);
  const next = stops.find(({ standing }) => !happened.cancelled.includes(standing.record));
  here.now = readyAt(here, ground, next, happened.late);
  const found = mended(ground.day, asked, ground.ways, here, more, happened.cancelled);
  const all = [...asked, ...more];
  const changes = changesOf(ground, day, here, found, all, tasks);
  const elsewhere = new Elsewhere(route, mine, day, [...happened.added.keys()]);
  const out = found.left.flatMap(({ id, why, extra }): Out[] => {
    const [task, stop] = [tasks.get(id), all.find((one) => one.id === id)];
    if (!task || !stop) return [];
    const added = more.includes(stop);
    return [{ task, why, extra, added, to: added || stays(stop) ? null : elsewhere.put(task) }];
  });
  const pinned = asked.filter((one) => one.kind !== "promise").map(({ id }) => id);
  return { changes: [...changes, ...elsewhere.changes(tasks)], out, back: found.back, over: found.over, pinned };
}

interface Later { day: DayNumber; ground: Ground; here: Here; asked: Asked[]; found: Mended | null }

/** The later days of the route, as they fill with what falls out of today. */
class Elsewhere {
  private readonly days: Later[];

  constructor(route: Body, mine: Seen[], today: DayNumber, taken: string[]) {
    const rows = (route.days as { day: string }[] | undefined) ?? [];
    this.days = rows.map((row) => dayNumber(String(row.day))).filter((day) => day > today).sort((one, other) => one - other).flatMap((day) => {
      const ground = Ground.of(route, day);
      if (!ground) return [];
      const stops = stopsOn(mine, day).filter(({ standing }) => !taken.includes(standing.record));
      const here = { now: ground.day.earliest, place: ground.start, left: null };
      return [{ day, ground, here, asked: stops.map((task) => ground.asked(task)), found: null }];
    });
  }

  /** The first later day within the task's own window that has room for it; null when none has. */
  put(task: Seen): DayNumber | null {
    const from = dayNumber(String(task.standing.body.window_from ?? ""));
    for (const one of this.days) {
      if (one.day > (lastDayOf(task) ?? one.day) || one.day < (Number.isNaN(from) ? one.day : from)) continue;
      const stop = one.ground.asked(task);
      const found = mended(one.ground.day, one.asked, one.ground.ways, one.here, [stop]);
      if (found.left.length || found.over || found.stops.some(({ late }) => late > 0)) continue;
      const known = [...one.asked, stop];
      one.asked = found.stops.flatMap(({ id }) => known.find((each) => each.id === id) ?? []);
      one.found = found;
      return one.day;
    }
    return null;
  }

  changes(tasks: Map<string, Seen>): Change[] {
    return this.days.flatMap(({ day, ground, here, asked, found }) => (found ? changesOf(ground, day, here, found, asked, tasks) : []));
  }
}
