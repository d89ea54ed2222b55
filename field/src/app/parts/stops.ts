import type { Tone } from "./tones.ts";

/** One stop of a day: done, the next one, or still to come. `to` is where a touch leads. */
export interface Stop {
  id: string; is: "done" | "now" | "next"; time: string; title: string; note: string; to?: string;
  chip?: { text: string; tone: Tone; icon?: string };
}
