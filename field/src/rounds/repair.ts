/**
 * One officer's day mended on the road, without signal: late, a stop cancelled, a stop added. The same, second by
 * second, as `urtuu.rounds.planning.repairing`, where it is told why; shared vectors hold the two together.
 */
export type Class = "promise" | "due" | "routine";
export type Why = "cancelled" | "too_late" | "no_room";

/** A day: its last place by index, in seconds since midnight not away before and back by, and away at most. */
export interface Day { end: number; earliest: number; latest: number; duty: number }
/** A stop: place by index, seconds there, begins between two moments; `fixed` is pinned, a promise is so without it. */
export interface Asked { id: string; place: number; service: number; opens: number; closes: number; kind: Class; fixed: boolean }
/** From when and where the officer can drive on; `left`: when the day began, null before it did. */
export interface Here { now: number; place: number; left: number | null }
export interface Kept { id: string; arrives: number; begins: number; ends: number; late: number }
export interface Left { id: string; why: Why; extra: number }
export interface Mended { leaves: number; back: number; over: number; stops: Kept[]; left: Left[] }

/** Seconds that an order other than the known one is priced at. */
export const SURCHARGE = 20 * 60;
const CLASSES: Class[] = ["promise", "due", "routine"];

/** Stops late, seconds late, seconds over. */
type Harm = [number, number, number];
interface Driven { leaves: number; back: number; over: number; stops: Kept[]; fits: boolean; harm: Harm }
interface Rest { day: Day; ways: number[][]; here: Here; known: string[]; surcharge: number }

export const stays = (stop: Asked): boolean => stop.fixed || stop.kind === "promise";
const way = (rest: Rest, from: number, to: number): number => rest.ways[from]?.[to] as number;

/** The rest of a day. `stops` are those not done yet in the order of driving, `drop` the ids that are cancelled. */
export function mended(
  day: Day, stops: Asked[], ways: number[][], here: Here, add: Asked[] = [], drop: string[] = [], surcharge = SURCHARGE,
): Mended {
  const rest = { day, ways, here, known: stops.map(({ id }) => id), surcharge };
  const going = stops.filter(({ id }) => !drop.includes(id));
  const order = asItWas(rest, going, add) ?? anew(rest, going, add);
  const { leaves, back, over, stops: kept } = driven(rest, order);
  const out = [...going, ...add].filter((one) => !order.includes(one));
  const gone: Left[] = stops.filter(({ id }) => drop.includes(id)).map(({ id }) => ({ id, why: "cancelled", extra: 0 }));
  return { leaves, back, over, stops: kept, left: [...gone, ...out.map((one) => reason(rest, order, one))] };
}

/** Every stop as early as it may be; who has not left yet leaves for the first door in time, and later only for the duty. */
function driven(rest: Rest, order: Asked[]): Driven {
  const { day, here } = rest;
  const start = here.left === null ? Math.max(here.now, day.earliest) : here.now;
  const met: [Asked, number, number][] = [];
  let [now, place, waited, slack] = [start, here.place, 0, day.latest];
  for (const stop of order) {
    const arrives = now + way(rest, place, stop.place);
    const begins = Math.max(arrives, stop.opens);
    waited += begins - arrives;
    slack = Math.min(slack, waited + Math.max(stop.closes - begins, 0));
    met.push([stop, arrives, begins]);
    [now, place] = [begins + stop.service, stop.place];
  }
  const back = now + way(rest, place, day.end);
  const first = met[0] ? met[0][2] - met[0][1] : 0;
  const spare = Math.min(slack, waited, Math.max(first, back - start - day.duty));
  return told(rest, met, start, back, here.left === null ? spare : 0);
}

/** The stops with the leaving put off by `spare` seconds, which waiting swallows on the way. */
function told({ day, here }: Rest, met: [Asked, number, number][], start: number, back: number, spare: number): Driven {
  let shift = spare;
  const stops = met.map(([stop, reached, ready]): Kept => {
    const arrives = reached + shift;
    shift = Math.max(shift - (ready - reached), 0);
    const begins = ready + shift;
    return { id: stop.id, arrives, begins, ends: begins + stop.service, late: Math.max(begins - stop.closes, 0) };
  });
  const leaves = start + spare;
  const over = Math.max(back - Math.min(day.latest, (here.left ?? leaves) + day.duty), 0);
  const late = stops.filter((one) => one.late > 0);
  const fits = met.every(([stop], n) => !stops[n]?.late || stays(stop));
  return { leaves, back, over, stops, fits, harm: [late.length, late.reduce((sum, one) => sum + one.late, 0), over] };
}

const put = (order: Asked[], at: number, stop: Asked): Asked[] => [...order.slice(0, at), stop, ...order.slice(at)];

function lessHarm(one: Harm, other: Harm): boolean {
  const n = one.findIndex((value, at) => value !== other[at]);
  return n >= 0 && (one[n] as number) < (other[n] as number);
}

/** Whether the stop at a position stands before or after one that it did not before. */
function turned({ known }: Rest, order: Asked[], at: number): boolean {
  const ranks = order.map(({ id }) => known.indexOf(id));
  const rank = ranks[at] as number;
  return rank >= 0 && ranks.some((one, n) => one >= 0 && (n < at ? one > rank : one < rank));
}

/** The known order with what was added, when nothing in it is late and the day is not too long. */
function asItWas(rest: Rest, going: Asked[], add: Asked[]): Asked[] | null {
  const order = [...going];
  for (const stop of add) {
    const best = bestPlace(rest, order, stop);
    if (!best) return null;
    order.splice(best.at, 0, stop);
  }
  const { fits, harm } = driven(rest, order);
  return fits && !harm.some(Boolean) ? order : null;
}

/** What stays first, then what was added, then class by class. */
function anew(rest: Rest, going: Asked[], add: Asked[]): Asked[] {
  const fixed = going.filter(stays);
  for (const stop of add.filter(stays)) fixed.splice(bestPlace(rest, fixed, stop)?.at ?? fixed.length, 0, stop);
  const order = leastLate(rest, fixed);
  const rows = [add, ...CLASSES.map((name) => going.filter(({ kind }) => kind === name))];
  for (const row of rows) fill(rest, order, row.filter((one) => !stays(one)));
  return order;
}

/** One stop moved at a time, as long as less is late. */
function leastLate(rest: Rest, first: Asked[]): Asked[] {
  let order = first;
  let harm = driven(rest, order).harm;
  for (;;) {
    let best = order;
    for (const one of moved(order)) {
      const found = driven(rest, one).harm;
      if (lessHarm(found, harm)) [best, harm] = [one, found];
    }
    if (best === order) return order;
    order = best;
  }
}

/** Every order with one stop at another position. */
function* moved(order: Asked[]): Generator<Asked[]> {
  for (const at of order.keys()) {
    const others = order.filter((_one, n) => n !== at);
    for (const to of order.keys()) if (to !== at) yield put(others, to, order[at] as Asked);
  }
}

/** Puts in as many as fit, the cheapest first. */
function fill(rest: Rest, order: Asked[], wanted: Asked[]): void {
  const waiting = [...wanted];
  for (;;) {
    let best: { price: number; at: number; stop: Asked } | null = null;
    for (const stop of waiting) {
      const found = bestPlace(rest, order, stop);
      if (found && (!best || found.price < best.price)) best = { ...found, stop };
    }
    if (!best) return;
    order.splice(best.at, 0, best.stop);
    waiting.splice(waiting.indexOf(best.stop), 1);
  }
}

/** Price in seconds and position of the cheapest gap that harms nothing; null when there is none. */
function bestPlace(rest: Rest, order: Asked[], stop: Asked): { price: number; at: number } | null {
  const before = driven(rest, order);
  let best: { price: number; at: number } | null = null;
  for (let at = 0; at <= order.length; at += 1) {
    const tried = put(order, at, stop);
    const found = driven(rest, tried);
    if (!found.fits || found.stops[at]?.late || lessHarm(before.harm, found.harm)) continue;
    const price = found.back - before.back + (turned(rest, tried, at) ? rest.surcharge : 0);
    if (!best || price < best.price) best = { price, at };
  }
  return best;
}

/** Why a stop could not be put into the day as it is now. */
function reason(rest: Rest, order: Asked[], stop: Asked): Left {
  const alone = driven(rest, [stop]);
  if (alone.stops[0]?.late || alone.over) return { id: stop.id, why: "too_late", extra: 0 };
  const [late, seconds] = driven(rest, order).harm;
  let extra: number | null = null;
  for (let at = 0; at <= order.length; at += 1) {
    const { fits, harm, over } = driven(rest, put(order, at, stop));
    if (fits && (harm[0] < late || (harm[0] === late && harm[1] <= seconds))) extra = Math.min(extra ?? over, over);
  }
  return { id: stop.id, why: "no_room", extra: extra ?? 0 };
}
