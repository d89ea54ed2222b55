/** Traditional Mongolian in text: which runs need their own font and direction, and how it is searched. */

const LETTER = "\u1800-\u18af";
const RUN = new RegExp(`[${LETTER}\u{11660}-\u{1166c}]+(?:[\u202f\u180e ]*[${LETTER}]+)*`, "gu");
const NARROW_BLANK = new RegExp(`(?<=[${LETTER}])\u202f(?=[${LETTER}])`, "gu");
const UNSEEN = /[\u180b-\u180f\u202f\u200c\u200d]/gu;

/** As it is stored: a narrow blank between letters becomes the Mongolian vowel separator. */
export function normalised(text: string): string {
  return text.replace(NARROW_BLANK, "\u180e");
}

/** As it is compared in a search: without case, variation selectors and separators. */
export function foldForSearch(text: string): string {
  return text.normalize("NFC").replace(UNSEEN, "").toLowerCase();
}

export interface Run { text: string; mongolian: boolean }

/** The text cut into Mongolian and other runs, in order. */
export function runsOf(text: string): Run[] {
  const runs: Run[] = [];
  let at = 0;
  for (const found of text.matchAll(RUN)) {
    if (found.index > at) runs.push({ text: text.slice(at, found.index), mongolian: false });
    runs.push({ text: found[0], mongolian: true });
    at = found.index + found[0].length;
  }
  if (at < text.length) runs.push({ text: text.slice(at), mongolian: false });
  return runs;
}
