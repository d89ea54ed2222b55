/** How a stop of a day looks in the line of its way: done, the next, or still to come. */
import type { DayNumber } from "@/kinds/workdays.ts";
import type { Seen } from "@/phone/contract.ts";
import { recordAt } from "./addresses.ts";
import { beginsAt, lastDayOf, type Done } from "./day.ts";
import { gachaOf, titleOf } from "./naming.ts";
import type { Stop } from "./parts/stops.ts";
import { usePhone } from "./usePhone.ts";
import { timeWords } from "./words/dates.ts";
import { useWords } from "./words/index.ts";

export interface Faces {
  where: (seen: Seen) => string;
  /** How long the way to a planned stop takes, and from where that is known; empty where nobody planned it. */
  wayOf: (seen: Seen) => string;
  /** Promised or pinned, else nothing. */
  fixedOf: (seen: Seen) => Stop["chip"];
  doneStop: (done: Done) => Stop;
  nextStop: (seen: Seen, day: DayNumber, first: boolean) => Stop;
}

export function useFaces(): Faces {
  const { t } = useWords();
  const { look, kinds } = usePhone();
  const places = look((p) => p.places());

  function where(seen: Seen): string {
    const gacha = gachaOf(seen, places.value);
    const title = titleOf(seen, kinds.value);
    return gacha && !title.includes(gacha) ? `${gacha} · ${title}` : title;
  }

  function wayOf({ standing: { kind, body } }: Seen): string {
    if (!body.on_day || !body.way_minutes || !body.way_basis) return "";
    return t("home.stop.way", { n: Number(body.way_minutes), basis: kinds.value.choice(kind, "way_basis", String(body.way_basis)) });
  }

  function fixedOf({ standing: { kind, body } }: Seen): Stop["chip"] {
    const name = body.promised === true ? "promised" : body.pinned === true ? "pinned" : "";
    if (!name || !body.on_day) return undefined;
    return { text: kinds.value.label(kind, "fields", name), tone: "sky", icon: name === "promised" ? "hand" : "lock" };
  }

  function doneStop({ seen, at, pending }: Done): Stop {
    const { kind, state, record, body } = seen.standing;
    const what = kind === "task" ? kinds.value.choice(kind, "what", String(body.what)) : kinds.value.label(kind, "kind", "one");
    return {
      id: record, is: "done", time: timeWords(at), title: where(seen), to: recordAt(record),
      note: `${what} · ${kinds.value.label(kind, "states", state)}`,
      chip: pending ? { text: t("home.stop.saved"), tone: "grass", icon: "check" } : { text: t("home.stop.sent"), tone: "quiet", icon: "check" },
    };
  }

  function nextStop(seen: Seen, day: DayNumber, first: boolean): Stop {
    const { body, record, kind } = seen.standing;
    const begins = beginsAt(seen);
    const minutes = typeof body.minutes === "number" ? t("home.stop.minutes", { n: body.minutes }) : "";
    const what = kinds.value.choice(kind, "what", String(body.what));
    return {
      id: record, is: first ? "now" : "next", time: begins === null ? minutes : timeWords(begins), title: where(seen), to: recordAt(record),
      note: [first && t("home.stop.next"), what, wayOf(seen)].filter(Boolean).join(" · "), chip: chipOf(seen, day),
    };
  }

  function chipOf(seen: Seen, day: DayNumber): Stop["chip"] {
    const last = lastDayOf(seen);
    if (last !== null && last < day) return { text: t("home.stop.late"), tone: "ember" };
    if (seen.standing.state === "started") return { text: t("home.stop.started"), tone: "sky" };
    return fixedOf(seen);
  }

  return { where, wayOf, fixedOf, doneStop, nextStop };
}
