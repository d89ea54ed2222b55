import type { Key } from "./index.ts";

/**
 * Traditional Mongolian: attested words only, each with its source. What is missing is shown in Chinese, and the
 * language page says how much that is.
 *
 * CLDR (locale mn-Mong-MN, read through Babel 2.18) has names of languages and scripts. It also has names of the
 * weekdays and months, but those are Mongolia's, not the banner's, and one of them (Tuesday) is misspelt there: they
 * wait for a reader.
 */
export interface Attested { word: string; source: string }

const CLDR = "CLDR, mn-Mong-MN";

const words: Partial<Record<Key, Attested>> = {
  "language.mongolian": { word: "ᠮᠣᠩᠭᠣᠯ", source: `${CLDR}: languages/mn` },
  "language.script": { word: "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ᠌", source: `${CLDR}: scripts/Mong` },
};

export default words;
