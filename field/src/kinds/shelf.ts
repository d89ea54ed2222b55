/** All kinds by name, as the station sent them. */
import type { ActRow, KindRow, KindsJson } from "./tables.ts";

const UNKNOWN: KindRow = {
  name: "", version: 0, icon: "clipboard", home: "grid", holder: "", held_from: [], team: [], week: "", title: [], columns: [],
  states: [], ends: [], desk_only: false, acts: [], clocks: [], labels: {},
};

export class Shelf {
  readonly json: KindsJson;
  private readonly kinds: Map<string, KindRow>; // a table would also know the kind "constructor"
  private readonly acts = new Map<string, ActRow>();

  constructor(json: KindsJson) {
    this.json = json;
    this.kinds = new Map(Object.entries(json.kinds));
    for (const kind of this.kinds.values()) {
      for (const act of kind.acts) this.acts.set(`${kind.name}/${act.name}`, act);
    }
  }

  kind(name: string): KindRow | null {
    return this.kinds.get(name) ?? null;
  }

  act(kind: string, name: string): ActRow | null {
    return this.acts.get(`${kind}/${name}`) ?? null;
  }

  list(): KindRow[] {
    return [...this.kinds.values()];
  }

  /** The kind and act to fold by; what this app does not know is folded as a fact of a kind without words. */
  tableOf(kind: string, act: string): { kind: KindRow; act: ActRow } {
    return { kind: this.kind(kind) ?? UNKNOWN, act: this.act(kind, act) ?? fact(act, this.json.any) };
  }
}

/** An act the table does not have: it happened, and moves nothing. */
function fact(name: string, any: string): ActRow {
  return {
    name, after: [any], leads_to: "", decided_by: "", by: [], needs: [], wishes: [], fields: {}, schemas: {}, guard: "",
    always: false, offline: true, not_by: [], sets: {}, corrects: false, counts: "", joins: false, begins: false, fact: true,
  };
}

/** Whether the table offers an act in a state. */
export function offeredIn(act: ActRow, state: string, any = "*"): boolean {
  return act.after.includes(state) || act.after.includes(any);
}

/** The sealed parts an act's fields live in. */
export function partsOf(act: ActRow): string[] {
  return Object.keys(act.schemas).filter((part) => part !== "");
}
