/** What a form asks, read off the table: controls, prefills, what goes into the body, what is wrong with it. */
import { apart } from "@/kinds/composing.ts";
import { faults } from "@/kinds/judging.ts";
import { partsOf } from "@/kinds/shelf.ts";
import type { ActRow, Body, FieldRow, Json } from "@/kinds/tables.ts";
import type { Places, Seen } from "@/phone/contract.ts";

/** One thing asked. `sealed`: its words travel encrypted and are not in lists. */
export interface Control { name: string; field: FieldRow; needed: boolean; sealed: boolean }

/** Every field of an act, needed ones first, each once. */
export function controlsOf(act: ActRow): Control[] {
  const control = (name: string, needed: boolean): Control => {
    const field = act.fields[name] as FieldRow;
    return { name, field, needed, sealed: field.part !== "" };
  };
  const all = [...act.needs.map((name) => control(name, true)), ...act.wishes.map((name) => control(name, false))];
  return all.filter((one) => one.field.widget !== "days"); // read off the rows of a group, typed by nobody
}

/** The sentence that an answer calls for as soon as it is given; empty: none. */
export const toldAt = (field: FieldRow, answer: Json | undefined): string => field.tells?.[String(answer)] ?? "";

/** So many controls fit two screens of a phone. */
const AT_FIRST = 7;

/** Needed fields, those already filled, and the table's first wishes as far as two screens hold them; the rest is folded.
 * A question of safety is never folded away: what is not seen is not asked. */
export function folded(controls: Control[], filled: Body): { shown: Control[]; hidden: Control[] } {
  const must = (one: Control): boolean => one.needed || one.name in filled || (one.field.part === "safety" && one.field.widget === "choice" && !one.field.many);
  let room = AT_FIRST - controls.filter(must).length;
  const shown = controls.filter((one) => must(one) || (one.field.widget !== "many" && room-- > 0));
  return { shown, hidden: controls.filter((one) => !shown.includes(one)) };
}

/** What the way to the form already says: `?task=…&household=…`, the officer's only gacha, a met door. */
export function prefill(act: ActRow, query: Record<string, string>, places: Places): Body {
  const body: Body = {};
  for (const [name, field] of Object.entries(act.fields)) {
    const given = query[name];
    if (given && ["household", "link", "officer"].includes(field.widget)) body[name] = given;
    if (given && field.widget === "choice" && field.options?.includes(given)) body[name] = given;
    if (given && field.widget === "words" && given.length <= (field.max ?? 0)) body[name] = given;
    if (field.widget === "place") body[name] = placeFor(query, places);
    if (body[name] === null || body[name] === undefined) delete body[name];
  }
  return body;
}

function placeFor(query: Record<string, string>, places: Places): Json {
  const door = places.households.find((one) => one.id === query.household);
  const gacha = query.gacha || door?.gacha || (places.gachas.length === 1 ? places.gachas[0]?.code : "");
  return gacha ? { gacha } : null;
}

/** For a correction: what the record says now, open and sealed alike. */
export function asItStands(act: ActRow, seen: Seen): Body {
  const body: Body = {};
  for (const name of Object.keys(act.fields)) {
    const value = seen.standing.body[name] ?? seen.words[name];
    if (value !== undefined) body[name] = value;
  }
  return body;
}

/** The body without what was left empty; `before` leaves out what a correction did not change. */
export function assembled(values: Body, before: Body = {}): Body {
  const body: Body = {};
  for (const [name, value] of Object.entries(values)) {
    const tidy = filled(value);
    if (tidy !== null && JSON.stringify(tidy) !== JSON.stringify(before[name])) body[name] = tidy;
  }
  return body;
}

function filled(value: Json): Json {
  if (typeof value === "string") return value.trim() || null;
  if (Array.isArray(value)) {
    const rows = value.map(filled).filter((row) => row !== null);
    return rows.length ? rows : null;
  }
  if (value && typeof value === "object") {
    const inside = Object.entries(value).map(([name, one]) => [name, filled(one)] as const).filter(([, one]) => one !== null);
    return inside.length ? Object.fromEntries(inside) : null;
  }
  return value;
}

/** Which fields are missing or wrong, in the order in which they are asked. */
export function wrongFields(act: ActRow, body: Body): Map<string, "missing" | "wrong"> {
  const { open, closed } = apart(act, body);
  const found = new Map<string, "missing" | "wrong">();
  for (const part of ["", ...partsOf(act)]) {
    for (const fault of faults(act, part, part ? (closed.get(part) ?? {}) : open)) {
      const bare = fault.missing && !(fault.field in body);
      if (!found.has(fault.field)) found.set(fault.field, bare ? "missing" : "wrong");
    }
  }
  const order = controlsOf(act).map((one) => one.name);
  return new Map([...found].sort(([one], [other]) => order.indexOf(one) - order.indexOf(other)));
}

/** Digests of the pictures in a body: a draft keeps them. */
export function photosIn(body: Body): string[] {
  return JSON.stringify(body).match(/\b[0-9a-f]{64}\b/g) ?? [];
}
