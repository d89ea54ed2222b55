/** A refusal in the officer's language, with the names of people in place of their ids. */
import type { Sentence } from "@/kinds/standing.ts";
import { Refused } from "@/phone/contract.ts";
import { gachaName, officerName } from "./naming.ts";
import { usePhone } from "./usePhone.ts";
import { useWords, type Key } from "./words/index.ts";

const PEOPLE = ["staff", "officer", "actor", "author", "by"];

export function sentenceWords(said: Sentence): string {
  const { phone, kinds } = usePhone();
  const [words, places] = [kinds.value, phone.value.places()];
  const values = { ...(said.values ?? {}) };
  for (const name of PEOPLE) {
    const value = values[name];
    if (typeof value === "string") values[name] = officerName(places, value) || value;
  }
  if (typeof values.gacha === "string") values.gacha = gachaName(places, values.gacha) || values.gacha;
  const worded = words.sentence({ ...said, values });
  // Before the first sync there are no kinds, and no words of theirs.
  return worded === said.name ? (said.text?.[words.lang] ?? said.text?.["zh-hans"] ?? ownWords(said)) : worded;
}

/** What the phone itself says before it has heard from the station. */
function ownWords(said: Sentence): string {
  const key = `said.${said.name}`;
  const values = Object.fromEntries(Object.entries(said.values ?? {}).map(([name, value]) => [name, String(value)]));
  return useWords().has(key) ? useWords().t(key as Key, values) : useWords().t("said.other", { name: said.name });
}

/** Why something was not done. What is no refusal is a fault of the app: its owner is told that nothing was written. */
export function whyNot(problem: unknown): string {
  if (problem instanceof Refused) return sentenceWords(problem.sentence);
  console.error(problem);
  return sentenceWords({ name: "not_taken" });
}
