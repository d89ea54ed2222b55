/**
 * The door's pure part (`kinds/judging.py`): what a table says to an entry against a standing.
 * Guards are the station's alone; `guarded` tells the screens to say that it will be checked on arrival.
 */
import { Validator, type OutputUnit } from "@cfworker/json-schema";
import { byCodePoint } from "@/base/canonical.ts";
import { offeredIn, partsOf, type Shelf } from "./shelf.ts";
import type { Entry, Sentence, Standing, Verdict } from "./standing.ts";
import type { ActRow, Body, KindRow } from "./tables.ts";

export type Parts = Record<string, Body>;
type Asked = { entry: Entry; standing: Standing | null; parts: Parts; kind: KindRow; act: ActRow; shelf: Shelf };
type Check = (asked: Asked) => Verdict | null;

const TAKEN: Verdict = { answer: "taken" };

function say(name: string, kind = "", values: Sentence["values"] = {}): Sentence {
  return { name, kind, values };
}

function held(why: string, sentence: Sentence): Verdict {
  return { answer: "held", why, sentence };
}

function returned(sentence: Sentence): Verdict {
  return { answer: "returned", sentence };
}

/** In the order in which they are asked; a test leaves out each in turn and must notice. */
export const CHECKS: Readonly<Record<string, Check>> = {
  parts: ({ entry, act, kind }) =>
    entry.sealed.some((seal) => !partsOf(act).includes(seal.part))
      ? returned(say("unknown_part", kind.name, { act: act.name }))
      : null,
  shape: (asked) => {
    const wrong = misfit(asked);
    return wrong ? returned(wrong) : null;
  },
  begun: ({ act, standing, kind }) =>
    act.begins && standing ? returned(say("already_begun", kind.name)) : null,
  beginning: ({ act, standing, kind }) =>
    !act.begins && !standing ? held("waits", say("waits_for_beginning", kind.name)) : null,
  state: byState,
  second: ({ act, standing, entry, kind }) =>
    standing?.acts.some((done) => act.not_by.includes(done.act) && done.actor === entry.actor)
      ? returned(say("second_person", kind.name, { act: act.name }))
      : null,
};

/** The table's answer. `without` names a check to leave out: for the test that watches the checks. */
export function judge(
  entry: Entry, standing: Standing | null, parts: Parts, shelf: Shelf, without: string = "",
): Verdict {
  const kind = shelf.kind(entry.kind);
  if (!kind) return held("newer", say("unknown_kind", "", { name: entry.kind }));
  if (entry.v > kind.version) {
    return held("newer", say("newer_version", kind.name, { version: entry.v }));
  }
  const act = shelf.act(entry.kind, entry.act);
  if (!act) return returned(say("unknown_act", kind.name, { name: entry.act }));
  const asked = { entry, standing, parts, kind, act, shelf };
  for (const [name, check] of Object.entries(CHECKS)) {
    const verdict = name === without ? null : check(asked);
    if (verdict) return verdict;
  }
  return TAKEN;
}

function byState({ act, standing, entry, kind, shelf }: Asked): Verdict | null {
  if (act.begins || !standing || act.always || act.fact) return null;
  if (offeredIn(act, standing.state, shelf.json.any)) return null;
  if (entry.saw > standing.version) return held("waits", say("waits_for_earlier", kind.name));
  const before = standing.acts[standing.acts.length - 1];
  return held(
    "conflict",
    say("no_longer_possible", kind.name, {
      act: act.name, state: standing.state, last_act: before?.act ?? "", staff: before?.actor ?? "",
      moment: before?.at ?? "",
    }),
  );
}

function misfit({ entry, act, kind, parts }: Asked): Sentence | null {
  for (const part of ["", ...partsOf(act)]) {
    const body = part === "" ? entry.body : parts[part];
    // Erased or still on its way: the digest in the line stands for it.
    if (!body && entry.sealed.some((seal) => seal.part === part)) continue;
    const [first] = faults(act, part, body ?? {});
    if (first) {
      const values = { act: act.name, field: first.field, problem: first.problem.slice(0, 200) };
      return say(first.missing ? "field_missing" : "field_wrong", kind.name, values);
    }
  }
  return null;
}

/** Something in a body that the table does not allow: which field, and whether it is merely missing. */
export interface Fault { field: string; missing: boolean; problem: string }

/**
 * Every fault of one part of a body, in the order in which the table asks. What the table does not know comes last;
 * within a field a wrong value comes before a missing one.
 */
export function faults(act: ActRow, part: string, body: Body): Fault[] {
  const schema = act.schemas[part];
  if (!schema) return [];
  const asked = [...act.needs, ...act.wishes];
  const place = ({ field }: Fault): number => (asked.includes(field) ? asked.indexOf(field) : asked.length);
  const errors = validator(schema).validate(body).errors.filter(isLeaf);
  return errors.filter((error) => !isEcho(error, errors)).map(toFault).sort(
    (one, other) =>
      place(one) - place(other) || byCodePoint(one.field, other.field) || Number(one.missing) - Number(other.missing),
  );
}

const GATHERING = ["properties", "items", "additionalProperties", "prefixItems", "$ref"];

function isLeaf(error: OutputUnit): boolean {
  return !GATHERING.includes(error.keyword);
}

/** The validator also calls a known field foreign as soon as something in it is wrong. */
function isEcho(error: OutputUnit, errors: OutputUnit[]): boolean {
  const inside = (other: OutputUnit): boolean => `${other.instanceLocation}/`.startsWith(`${error.instanceLocation}/`);
  return error.keyword === "false" && errors.some((other) => other.keyword !== "false" && inside(other));
}

function toFault(error: OutputUnit): Fault {
  const missing = error.keyword === "required";
  const path = error.instanceLocation.split("/").slice(1);
  const named = /"([^"]*)"/.exec(error.error)?.[1] ?? "";
  return { field: path[0] === undefined ? named : unescaped(path[0]), missing, problem: error.error };
}

/** A name out of a JSON pointer in its form for addresses. */
function unescaped(piece: string): string {
  return decodeURI(piece).replace(/~1/g, "/").replace(/~0/g, "~");
}

const validators = new WeakMap<object, Validator>();

function validator(schema: Record<string, unknown>): Validator {
  let made = validators.get(schema);
  if (!made) {
    made = new Validator(schema as ConstructorParameters<typeof Validator>[0], "2020-12", false);
    validators.set(schema, made);
  }
  return made;
}
