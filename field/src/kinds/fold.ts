/**
 * What a record is now: folded from its taken entries in their order, and never refused (`kinds/fold.py`).
 * The first of two values written unawares stays; the second stands beside it as a proposal.
 */
import { canonical, canonicalBytes } from "@/base/canonical.ts";
import { hexDigest } from "@/base/hash.ts";
import { offeredIn, type Shelf } from "./shelf.ts";
import type { Done, Entry, Proposal, Standing } from "./standing.ts";
import type { ActRow, Body, Json, KindRow } from "./tables.ts";

/** A record before its first entry is folded in. */
export function begin(entry: Entry): Standing {
  return {
    kind: entry.kind, record: entry.record, grid: entry.grid, station: entry.station, gacha: entry.gacha, state: "",
    before: "", version: 0, holder: "", body: {}, wrote: {}, acts: [], proposals: [], training: entry.training,
  };
}

/** A copy that can be folded on without changing the one it was made of. */
export function copied(standing: Standing): Standing {
  return {
    ...standing, body: { ...standing.body }, wrote: { ...standing.wrote }, acts: [...standing.acts],
    proposals: [...standing.proposals],
  };
}

/** A standing as it travels leaves out what is empty. */
export function filled(told: Partial<Standing>): Standing {
  const acts = (told.acts ?? []).map((done) => ({ ...done, late: done.late ?? false, body: done.body ?? {} }));
  return {
    kind: "", record: "", grid: "", station: "", gacha: "", state: "", before: "", version: 0, holder: "", body: {},
    wrote: {}, proposals: [], training: false, ...told, acts,
  };
}

/** The standing with one more taken entry, changed in place. `at` is the moment the entry counts from. */
export function fold(standing: Standing, entry: Entry, shelf: Shelf, at: string): Standing {
  const { kind, act } = shelf.tableOf(entry.kind, entry.act);
  standing.version += 1;
  const unaware =
    standing.version - 1 > entry.saw && standing.acts.slice(entry.saw).some((done) => isAnothers(done, entry));
  move(standing, act, entry, shelf);
  if (!act.fact || act.corrects) write(standing, act, entry);
  Object.assign(standing.body, act.sets);
  handOver(standing, kind, entry);
  standing.acts.push({
    entry: entry.id, act: entry.act, actor: entry.actor, device: entry.device, at: utc(at), state: standing.state,
    late: unaware && !act.fact && !act.begins, body: act.fact || act.always ? { ...entry.body } : {},
  });
  return standing;
}

/** A stop keeps the state it interrupted; a stop in a state it does not interrupt is only a fact. */
function move(standing: Standing, act: ActRow, entry: Entry, shelf: Shelf): void {
  if (act.always && !offeredIn(act, standing.state, shelf.json.any)) return;
  const target = leadsFrom(act, standing, entry.body, shelf.json.back);
  if (act.always && target !== standing.state) standing.before = standing.state;
  standing.state = target;
}

function leadsFrom(act: ActRow, standing: Standing, body: Body, back: string): string {
  if (typeof act.leads_to !== "string") return act.leads_to[String(body[act.decided_by])] ?? standing.state;
  return act.leads_to === back ? standing.before : act.leads_to || standing.state;
}

function write(standing: Standing, act: ActRow, entry: Entry): void {
  for (const [name, value] of Object.entries(entry.body)) {
    const field = act.fields[name];
    if (field?.widget === "many") {
      merge(standing, field.takes_out || name, value as Json[], Boolean(field.takes_out));
    } else if (someoneWroteMeanwhile(standing, name, value, entry)) {
      standing.proposals.push({ field: name, value, entry: entry.id, actor: entry.actor });
    } else {
      standing.body[name] = value;
      standing.wrote[name] = [standing.version, entry.device];
    }
  }
}

function someoneWroteMeanwhile(standing: Standing, name: string, value: Json, entry: Entry): boolean {
  const written = standing.wrote[name];
  if (!written || (name in standing.body && same(standing.body[name] as Json, value))) return false;
  return written[0] > entry.saw && isAnothers(standing.acts[written[0] - 1], entry);
}

/** Written where this one's author need not have seen it: another phone, or at the one desk by somebody else. */
function isAnothers(done: Standing["acts"][number] | undefined, entry: Entry): boolean {
  return done === undefined || done.device !== entry.device || done.actor !== entry.actor;
}

function same(one: Json, other: Json): boolean {
  return canonical(one) === canonical(other);
}

function merge(standing: Standing, name: string, rows: Json[], out: boolean): void {
  const there = new Map(((standing.body[name] as Json[] | undefined) ?? []).map((row) => [canonical(row), row]));
  for (const row of rows) {
    const key = canonical(row);
    if (out) there.delete(key);
    else if (!there.has(key)) there.set(key, row);
  }
  standing.body[name] = [...there.values()];
}

/** Whose phone holds it: named by the holder field once the table says that it is handed out. */
function handOver(standing: Standing, kind: KindRow, entry: Entry): void {
  if (kind.holder && kind.held_from.includes(standing.state)) {
    standing.holder = String(standing.body[kind.holder] ?? "");
  } else if (kind.holder) {
    standing.holder = "";
  } else {
    standing.holder = standing.holder || entry.actor;
  }
}

const MOMENT = /^(.*T\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/;

/** One spelling of a moment in UTC, microseconds only where there are any: one spelling, one digest. */
export function utc(text: string): string {
  const found = MOMENT.exec(text);
  if (!found) return text;
  const whole = new Date(`${found[1]}${found[3]}`);
  const micros = (found[2] ?? "").slice(0, 6).padEnd(6, "0");
  const seconds = whole.toISOString().slice(0, 19);
  return `${seconds}${micros === "000000" ? "" : `.${micros}`}Z`;
}

/** The last act of these names, or null. */
export function last(standing: Standing, ...names: string[]): Done | null {
  for (let i = standing.acts.length - 1; i >= 0; i -= 1) {
    const done = standing.acts[i] as Done;
    if (names.includes(done.act)) return done;
  }
  return null;
}

/** Second values that nobody has chosen for or against: a later writing of the field settles it. */
export function unsettled(standing: Standing): Proposal[] {
  const came = new Map(standing.acts.map((done, i) => [done.entry, i + 1]));
  return standing.proposals.filter(
    (proposal) => (standing.wrote[proposal.field]?.[0] ?? 0) <= (came.get(proposal.entry) ?? 0),
  );
}

/** The digest that every folder of the same entries must arrive at. */
export function digest(standing: Standing): Promise<string> {
  return hexDigest(canonicalBytes(asItTravels(standing)));
}

/** Without what is empty, as the station's form leaves it out. */
export function asItTravels(standing: Standing): Record<string, unknown> {
  const { kind, record, grid, station } = standing;
  const told: Record<string, unknown> = { kind, record, grid, station };
  for (const name of ["gacha", "state", "before", "version", "holder", "training"] as const) {
    if (standing[name]) told[name] = standing[name];
  }
  for (const name of ["body", "wrote"] as const) {
    if (Object.keys(standing[name]).length) told[name] = standing[name];
  }
  if (standing.acts.length) told.acts = standing.acts.map(doneAsItTravels);
  if (standing.proposals.length) told.proposals = standing.proposals;
  return told;
}

function doneAsItTravels(done: Done): Record<string, unknown> {
  const { late, body, ...rest } = done;
  return { ...rest, ...(late ? { late } : {}), ...(Object.keys(body).length ? { body } : {}) };
}
