/** A clock in words and colour: its name and how long it still runs. */
import type { ClockFace } from "@/kinds/clocks.ts";
import type { Words } from "@/kinds/words.ts";
import type { Seen } from "@/phone/contract.ts";
import type { Tone } from "../parts/tones.ts";
import { useWords } from "../words/index.ts";
import { stretchParts } from "../words/dates.ts";

export function faceTone(face: ClockFace): Tone {
  if (face.state === "breached" || face.state === "done_late") return "ember";
  return face.state === "warn" ? "ochre" : face.state === "done" ? "grass" : "quiet";
}

export function faceWords(face: ClockFace, seen: Seen, words: Words): string {
  const name = words.label(seen.standing.kind, "clocks", face.name) + (face.number ? ` ${face.number}` : "");
  if (face.stoppedAt !== null || face.dueAt === null) return name;
  const { number, unit } = stretchParts(Math.abs(face.remainingMinutes), useWords().lang.value);
  return `${name} ${face.remainingMinutes < 0 ? "−" : ""}${number} ${unit}`;
}
