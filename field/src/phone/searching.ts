/** Search in memory over what is on this phone and nothing else; case and Mongolian separators do not count. */
import { foldForSearch } from "@/base/mongolian.ts";
import type { Json } from "@/kinds/tables.ts";
import { Words } from "@/kinds/words.ts";
import type { Seen } from "./contract.ts";
import type { Core } from "./core.ts";

export class Searching {
  private readonly core: Core;
  private readonly hay = new WeakMap<Seen, string>();
  private doors: { of: unknown; by: Map<string, string> } | null = null;

  constructor(core: Core) {
    this.core = core;
  }

  /** Those whose text holds every word asked for, the latest first. */
  among(records: readonly Seen[], text: string, only: { kind?: string; open?: boolean } = {}): Seen[] {
    const words = foldForSearch(text).split(/\s+/).filter(Boolean);
    const shelf = this.core.shelf();
    const found = records.filter((seen) => {
      if (only.kind && seen.standing.kind !== only.kind) return false;
      const ended = shelf.kind(seen.standing.kind)?.ends.includes(seen.standing.state) ?? false;
      if (only.open !== undefined && only.open === ended) return false;
      return words.every((word) => this.textOf(seen).includes(word));
    });
    // Moments in one spelling order as text; comparing as a language would cost half a second on a slow phone.
    return found.sort((one, other) => (latest(other) < latest(one) ? -1 : latest(other) > latest(one) ? 1 : 0));
  }

  private textOf(seen: Seen): string {
    let text = this.hay.get(seen);
    if (text === undefined) {
      const { standing, words } = seen;
      const pieces = [...strings(standing.body), ...strings(words), this.doorOf(String(standing.body.household ?? ""))];
      pieces.push(new Words(this.core.shelf(), "zh-hans").label(standing.kind, "kind", "one"), this.gachaOf(standing.gacha));
      text = foldForSearch(pieces.join("\n"));
      this.hay.set(seen, text);
    }
    return text;
  }

  private doorOf(id: string): string {
    const places = this.core.places();
    if (this.doors?.of !== places) {
      const by = new Map<string, string>(places.gachas.map((gacha) => [gacha.code, gacha.name]));
      for (const door of places.households) by.set(door.id, `${door.label} ${door.group} ${door.landmark}`);
      this.doors = { of: places, by };
    }
    return (this.doors as { by: Map<string, string> }).by.get(id) ?? "";
  }

  private gachaOf(code: string): string {
    return this.doorOf(code);
  }
}

function latest(seen: Seen): string {
  return seen.standing.acts[seen.standing.acts.length - 1]?.at ?? "";
}

function strings(value: Json): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(strings);
  return value && typeof value === "object" ? Object.values(value).flatMap(strings) : [];
}
