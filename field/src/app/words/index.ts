/** Which language the app speaks, and its words: `const { t, lang } = useWords(); t("home.safe", { n: 3 })`. */
import { shallowRef, type ShallowRef } from "vue";
import type { Lang } from "@/kinds/tables.ts";
import type more from "./more.zh-hans.ts";
import first from "./zh-hans.ts";

export type Key = keyof typeof first | keyof typeof more;
export type Say = (key: Key, values?: Record<string, string | number>) => string;

/** How a language stands on the page. `short` is its label in the switch. */
export interface Script { code: Lang; html: string; name: string; short: string }

export const SCRIPTS: readonly Script[] = [
  { code: "zh-hans", html: "zh-Hans", name: "简体中文", short: "中" },
  { code: "en", html: "en", name: "English", short: "EN" },
  { code: "mvf", html: "mn-Mong", name: "ᠮᠣᠩᠭᠣᠯ", short: "ᠮᠣᠩᠭᠣᠯ" },
];

type Book = Partial<Record<string, string>>;
type File = Promise<{ default: Book }>;

const KEPT = "urtuu-lang";
/** What comes with the first screen, and what with the second. */
const FILES: Record<"zh-hans" | "en", { first: () => File[]; rest: () => File[] }> = {
  "zh-hans": { first: () => [], rest: () => [import("./more.zh-hans.ts")] },
  en: { first: () => [import("./en.ts")], rest: () => [import("./more.en.ts")] },
};

const lang = shallowRef<Lang>("zh-hans");
const chinese = shallowRef<Book>(first);
const book = shallowRef<Book>(first);
let whole = false;

/** Changes the language of the whole app, and of the page it stands in. */
export async function setLang(to: Lang): Promise<void> {
  book.value = await bookOf(to);
  lang.value = to;
  const script = SCRIPTS.find((one) => one.code === to) ?? (SCRIPTS[0] as Script);
  document.documentElement.lang = script.html;
  try {
    localStorage.setItem(KEPT, to);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}

/** Fetches the words of all screens: asked for before any screen but the first is shown. */
export async function allWords(): Promise<void> {
  if (whole) return;
  chinese.value = { ...first, ...(await merged(FILES["zh-hans"].rest())) };
  whole = true;
  book.value = await bookOf(lang.value);
}

/** The language chosen before, else what the browser asks for; English only if it asks for nothing nearer. */
export function firstLang(): Lang {
  try {
    const kept = localStorage.getItem(KEPT);
    if (SCRIPTS.some((one) => one.code === kept)) return kept as Lang;
  } catch {
    // As above.
  }
  const asked = navigator.languages ?? [];
  if (asked.some((tag) => /^(zh|mn-cn|mn-mong|mvf)/i.test(tag))) return /^(mn|mvf)/i.test(asked[0] ?? "") ? "mvf" : "zh-hans";
  return asked.some((tag) => /^en/i.test(tag)) ? "en" : "zh-hans";
}

async function merged(files: File[]): Promise<Book> {
  const found = await Promise.all(files);
  return Object.assign({}, ...found.map((file) => file.default)) as Book;
}

async function bookOf(to: Lang): Promise<Book> {
  if (to === "zh-hans") return chinese.value;
  if (to === "en") return merged([...FILES.en.first(), ...(whole ? FILES.en.rest() : [])]);
  const attested = (await import("./mvf.ts")).default;
  return Object.fromEntries(Object.entries(attested).map(([key, one]) => [key, one?.word]));
}

const t: Say = (key, values = {}) => {
  const text = book.value[key] ?? chinese.value[key] ?? key;
  const [one, many] = text.split("|") as [string, string?];
  const chosen = many !== undefined && Number(values.n) !== 1 ? many : one;
  return chosen.replace(/\{(\w+)\}/g, (_all, name: string) => String(values[name] ?? ""));
};

const has = (key: string): boolean => key in chinese.value;

/** The share of words without a wording of their own, 0 to 1, when so many are attested. */
const share = (attested: number): number => 1 - attested / Object.keys(chinese.value).length;

export function useWords(): { t: Say; lang: ShallowRef<Lang>; share: typeof share; has: typeof has } {
  return { t, lang, share, has };
}
