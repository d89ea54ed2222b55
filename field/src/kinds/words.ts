/**
 * How kinds, states, acts, fields and refusals are worded (`kinds/words.py`), read from kinds.json.
 * Traditional Mongolian falls back to Chinese: its files hold attested words only.
 */
import type { Shelf } from "./shelf.ts";
import type { Sentence } from "./standing.ts";
import type { Json, Lang } from "./tables.ts";

type Book = { [name: string]: Json };

const FIRST: Lang = "zh-hans";
const INSIDE: Record<string, [string, string]> = {
  acts: ["acts", "label"], done: ["acts", "done"], hints: ["acts", "hint"], fields: ["fields", "label"],
  field_hints: ["fields", "hint"],
};
const SILENT = ["hints", "field_hints"];
const LISTED: Record<string, string> = { role: "role_", page: "page_", part: "part_", level: "level_" };
const LINES: Record<string, string> = {
  act: "acts", last_act: "acts", state: "states", field: "fields", difficulty: "choices.difficulty", item: "choices.legality",
};
const MONTHS = [
  "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
  "December",
];

export class Words {
  readonly shelf: Shelf;
  readonly lang: Lang;

  constructor(shelf: Shelf, lang: Lang) {
    this.shelf = shelf;
    this.lang = lang;
  }

  /** One word. Without one: the default, else nothing for a hint and the bare name, so that a gap is seen. */
  label(kind: string, group: string, name: string, otherwise?: string): string {
    const found = this.find(kind, group, name);
    return found ?? otherwise ?? (SILENT.includes(group) ? "" : name);
  }

  find(kind: string, group: string, name: string): string | null {
    for (const step of this.chain()) {
      for (const book of [this.bookOf(kind, step), (this.shelf.json.shared[step] ?? {}) as Book]) {
        const word = inBook(book, group, name);
        if (word !== null) return word;
      }
      if (group === "roles" || group === "parts") {
        const word = this.shelf.json.sentences[step]?.[`${group.slice(0, -1)}_${name}`];
        if (word !== undefined) return word;
      }
    }
    return null;
  }

  choice(kind: string, field: string, option: string): string {
    return this.label(kind, `choices.${field}`, option);
  }

  yesOrNo(value: boolean): string {
    return this.label("", "answers", value ? "yes" : "no");
  }

  /** A sentence; staff ids and places among its values are the caller's: put the name in before. */
  sentence(said: Sentence): string {
    const kind = said.kind ?? "";
    const blanks: Record<string, string> = {};
    for (const [name, value] of Object.entries(said.values ?? {})) blanks[name] = this.worded(kind, name, value);
    if (kind && !("kind" in blanks)) blanks.kind = this.label(kind, "kind", "one");
    return this.sentenceText(said.name).replace(/\{(\w+)\}/g, (_all, name: string) => blanks[name] ?? "");
  }

  /** A moment on the banner's clock, as it is written. */
  moment(at: Date): string {
    const here = new Date(at.getTime() + 8 * 3_600_000).toISOString();
    const [year, month, day] = here.slice(0, 10).split("-").map(Number) as [number, number, number];
    const time = here.slice(11, 16);
    if (this.lang === "en") return `${day} ${MONTHS[month - 1]} ${year}, ${time}`;
    return `${year}年${month}月${day}日${time}`;
  }

  private chain(): Lang[] {
    return this.lang === FIRST ? [FIRST] : [this.lang, FIRST];
  }

  private bookOf(kind: string, step: Lang): Book {
    return (this.shelf.kind(kind)?.labels[step] ?? {}) as Book;
  }

  private sentenceText(name: string): string {
    for (const step of this.chain()) {
      const text = this.shelf.json.sentences[step]?.[name];
      if (text !== undefined) return text;
    }
    return name;
  }

  private worded(kind: string, name: string, value: Json): string {
    if (typeof value !== "string") return String(value);
    const group = LINES[name];
    if (group) return this.label(kind, group, value);
    const listed = LISTED[name];
    if (listed) {
      const words = value.split(", ").map((one) => this.sentenceText(`${listed}${one}`));
      return words.map((word) => (word.startsWith(listed) ? word.slice(listed.length) : word)).join(this.comma());
    }
    if (name === "moment" && !Number.isNaN(Date.parse(value))) return this.moment(new Date(value));
    return value;
  }

  private comma(): string {
    return this.lang === "en" ? ", " : "、";
  }
}

/** A word in one file, or null. */
function inBook(book: Book, group: string, name: string): string | null {
  if (group === "kind") return text(book[name]);
  if (group.startsWith("choices.")) {
    const options = within(within(book, "choices"), group.slice("choices.".length));
    return text(options[name] ?? within(book, "answers")[name]);
  }
  const [table, inside] = INSIDE[group] ?? [group, ""];
  const rows = within(book, table);
  const row = rows[name] ?? (table === "fields" ? rows[name.slice(name.lastIndexOf(".") + 1)] : undefined);
  if (row && typeof row === "object" && !Array.isArray(row)) return text(row[inside]);
  return inside === "hint" || inside === "done" ? null : text(row);
}

function within(book: Book, name: string): Book {
  const found = book[name];
  return found && typeof found === "object" && !Array.isArray(found) ? (found as Book) : {};
}

function text(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}
