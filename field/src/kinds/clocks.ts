/** Which promises of time run on a record, until when, and how they stand (`kinds/clocks.py`). Computed on read. */
import type { Done, Sentence, Standing } from "./standing.ts";
import type { Body, ClockRow, Json, KindRow } from "./tables.ts";
import { dayNumber, endOf, localDay, secondsOf, YearMissing, type DayNumber, type WorkingDays } from "./workdays.ts";

export type FaceState = "ok" | "warn" | "breached" | "done" | "done_late" | "paused" | "unknown";

/** One run of one clock. `dueAt` is null where no working-day table tells it; `doubt` then says so. */
export interface ClockFace {
  name: string; startedAt: number; dueAt: number | null; state: FaceState; stoppedAt: number | null;
  plainDueAt: number | null; warnsAt: number | null; remainingMinutes: number; reportedLate: boolean;
  doubt: Sentence | null;
  /** Which of the days of a clock with a run for each; 0 for others. */
  number: number;
}

interface Run { clock: ClockRow; start: Done; body: Body; number: number; stops: Done[]; stop: Done | null; stoppedAt: number | null }
interface Due { at: number | null; plain: number | null; doubt: Sentence | null }
interface Rest { state: string; from: number; to: number }

const HOUR = 3_600_000;
const ANY = "*";
/** In days. */
const ROUND = 7;

/** Every run of every clock of a record, stopped ones too. `received`: when the station got an entry. */
export function running(
  standing: Standing, kind: KindRow, now: number, days: WorkingDays, received: Record<string, number> = {},
): ClockFace[] {
  const rests = restsOf(standing, now);
  return kind.clocks.flatMap((clock) =>
    runsOf(clock, standing, kind).map((run) => faceOf(run, standing, now, days, rests, received)),
  );
}

/** The running clock that ends first, breached ones before all. */
export function mostUrgent(faces: Iterable<ClockFace>): ClockFace | null {
  let first: ClockFace | null = null;
  for (const face of faces) {
    if (face.dueAt === null || face.stoppedAt !== null || face.state === "paused") continue;
    if (!first || face.dueAt < (first.dueAt as number)) first = face;
  }
  return first;
}

const at = (done: Done): number => Date.parse(done.at);

function runsOf(clock: ClockRow, standing: Standing, kind: KindRow): Run[] {
  if (clock.starts.includes(ANY)) return sinceLast(clock, standing, kind);
  const rounds: Run[][] = [];
  for (const done of standing.acts) {
    const going = rounds[rounds.length - 1] ?? [];
    for (const run of going) if (mayStop(run, done)) stopBy(run, done);
    if (clock.starts.includes(done.act) && going.every((run) => run.stoppedAt !== null)) {
      const body = { ...standing.body, ...done.body };
      if (fits(clock, body)) rounds.push(begun(clock, done, body));
    }
  }
  return rounds.flat();
}

/** One run, or one for each of the days it names. */
function begun(clock: ClockRow, start: Done, body: Body): Run[] {
  const count = clock.each ? (body[clock.each] as Json[]).length : 1;
  return Array.from({ length: count }, (_one, n) => (
    { clock, start, body, number: clock.each ? n + 1 : 0, stops: [], stop: null, stoppedAt: null }
  ));
}

function mayStop({ clock, number }: Run, done: Done): boolean {
  if (!clock.stops.includes(done.act)) return false;
  const named = clock.names ? done.body?.[clock.names] : undefined;
  if (named !== undefined && number && named !== number) return false;
  return Object.entries(clock.stops_if).every(([name, values]) => values.includes((done.body?.[name] ?? values[0]) as Json));
}

/** A stop that was done earlier but arrived later counts from when it was done. */
function stopBy(run: Run, done: Done): void {
  run.stops.push(done);
  const counted = run.stops.filter((stop) => run.clock.in_rounds?.includes(stop.act));
  const others = run.stops.filter((stop) => !counted.includes(stop));
  const [end] = inTime([...others, ...firsts(counted).slice(run.clock.nth - 1, run.clock.nth)]);
  run.stop = end ?? null;
  run.stoppedAt = end ? Math.max(at(end), at(run.start)) : null;
}

/** The first act of each round: whoever is asked within a week of it is asked in that round. */
function firsts(acts: Done[]): Done[] {
  const found: Done[] = [];
  for (const done of inTime(acts)) {
    const last = found[found.length - 1];
    if (!last || localDay(at(done)) - localDay(at(last)) >= ROUND) found.push(done);
  }
  return found;
}

function inTime(acts: Done[]): Done[] {
  return [...acts].sort((one, other) => at(one) - at(other));
}

/** A clock from each act to the next: only its last run counts, and none once the record has ended. */
function sinceLast(clock: ClockRow, standing: Standing, kind: KindRow): Run[] {
  const [first, ...rest] = standing.acts;
  if (!first || kind.ends.includes(standing.state)) return [];
  const latest = rest.reduce((best, done) => (at(done) > at(best) ? done : best), first);
  return [{ clock, start: latest, body: standing.body, number: 0, stops: [], stop: null, stoppedAt: null }];
}

function fits(clock: ClockRow, body: Body): boolean {
  if (![clock.until, clock.each, ...clock.since].every((name) => !name || body[name])) return false;
  return Object.entries(clock.only).every(([name, values]) => values.includes(body[name] as Json));
}

/** The states the record was in, each from when to when; the last until now. */
function restsOf(standing: Standing, now: number): Rest[] {
  const changes = standing.acts.filter((done, i) => i === 0 || done.state !== standing.acts[i - 1]?.state);
  return changes.map((done, i) => {
    const next = changes[i + 1];
    return { state: done.state, from: at(done), to: next ? at(next) : now };
  });
}

function faceOf(
  run: Run, standing: Standing, now: number, days: WorkingDays, rests: Rest[], received: Record<string, number>,
): ClockFace {
  const { clock, stoppedAt } = run;
  const until = stoppedAt ?? now;
  const due = dueOf(clock, run, pausedOf(clock, at(run.start), until, rests), days);
  const warnsAt = due.plain === null ? null : due.plain - clock.warns * HOUR;
  const resting = stoppedAt === null && clock.pauses.includes(standing.state);
  const heardAt = run.stop ? received[run.stop.entry] : undefined;
  return {
    name: clock.name, startedAt: at(run.start), dueAt: due.at, plainDueAt: due.plain, stoppedAt, warnsAt,
    state: stateOf(due.at, warnsAt, stoppedAt, now, resting),
    remainingMinutes: due.at === null ? 0 : Math.floor((due.at - until) / 60_000),
    reportedLate: due.at !== null && stoppedAt !== null && stoppedAt <= due.at && (heardAt ?? 0) > due.at,
    doubt: due.doubt, number: run.number,
  };
}

function stateOf(
  dueAt: number | null, warnsAt: number | null, stoppedAt: number | null, now: number, resting: boolean,
): FaceState {
  if (dueAt === null || warnsAt === null) return stoppedAt === null ? "unknown" : "done";
  if (stoppedAt !== null) return stoppedAt <= dueAt ? "done" : "done_late";
  if (resting) return "paused";
  if (now > dueAt) return "breached";
  return now >= warnsAt ? "warn" : "ok";
}

function pausedOf(clock: ClockRow, start: number, until: number, rests: Rest[]): number {
  return rests
    .filter((rest) => clock.pauses.includes(rest.state))
    .reduce((sum, rest) => sum + Math.max(0, Math.min(rest.to, until) - Math.max(rest.from, start)), 0);
}

function dueOf(clock: ClockRow, run: Run, paused: number, days: WorkingDays): Due {
  const started = at(run.start);
  const day = localDay(started);
  if (clock.tonight) return plain(tonight(started));
  if (clock.hours) return plain(started + clock.hours * HOUR + paused);
  try {
    if (clock.working_days) return plain(endOf(days.after(day, clock.working_days) + wholeDays(paused)));
    if (clock.until) return untilOf(String(run.body[clock.until]), clock, paused, days);
    if (clock.each) return untilOf(String((run.body[clock.each] as Json[])[run.number - 1]), clock, paused, days);
    return lastDay((latest(run) ?? day) + clock.days + wholeDays(paused), clock, days);
  } catch (missing) {
    if (missing instanceof YearMissing) return { at: null, plain: null, doubt: noTable(missing) };
    throw missing;
  }
}

/** The latest of the days from which it counts; null: from the day of the act. */
function latest({ clock, body }: Run): DayNumber | null {
  const texts = clock.since.flatMap((name) => body[name] as string | string[]).sort();
  const last = texts[texts.length - 1];
  return last === undefined ? null : dayNumber(last);
}

function untilOf(text: string, clock: ClockRow, paused: number, days: WorkingDays): Due {
  if (text.includes("T")) return plain(Date.parse(text) + paused);
  return lastDay(dayNumber(text) + wholeDays(paused), clock, days);
}

/** A legal period that ends on a rest day ends on the next worked one. */
function lastDay(day: DayNumber, clock: ClockRow, days: WorkingDays): Due {
  if (!clock.legal) return plain(endOf(day));
  try {
    return { at: endOf(days.nextWorking(day)), plain: endOf(day), doubt: null };
  } catch (missing) {
    // The unmoved day is the earlier one: shown with its doubt, it can only warn too soon.
    if (missing instanceof YearMissing) return { at: endOf(day), plain: endOf(day), doubt: noTable(missing) };
    throw missing;
  }
}

function noTable(missing: YearMissing): Sentence {
  return { name: "no_day_table", values: { year: missing.year }, kind: "" };
}

function plain(moment: number): Due {
  return { at: moment, plain: moment, doubt: null };
}

/** 小事不过夜: 24:00 of the day; begun at 20:00 or later, 08:00 of the next morning. */
function tonight(started: number): number {
  const day = localDay(started);
  return secondsOf(started) >= 20 * 3600 ? endOf(day) + 8 * HOUR : endOf(day);
}

function wholeDays(paused: number): number {
  return Math.ceil(Math.floor(paused / 1000) / 86_400);
}
