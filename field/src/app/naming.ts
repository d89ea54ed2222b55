/** What a record, a place and a person are called on the screen. */
import type { Words } from "@/kinds/words.ts";
import type { Places, Seen } from "@/phone/contract.ts";
import type { Body, Json } from "@/kinds/tables.ts";

const text = (value: Json | undefined): string => (typeof value === "string" ? value : "");

/** The first of the kind's title fields that is filled, worded where it is a choice; else the kind's name. */
export function titleOf(seen: Seen, words: Words): string {
  const { kind, body } = seen.standing;
  for (const name of words.shelf.kind(kind)?.title ?? []) {
    const value = text(body[name] ?? seen.words[name]);
    if (value) return words.find(kind, `choices.${name}`, value) ?? value;
  }
  return words.label(kind, "kind", "one");
}

export function gachaName(places: Places, code: string): string {
  return places.gachas.find((gacha) => gacha.code === code)?.name ?? "";
}

export function officerName(places: Places, id: string): string {
  return places.officers.find((officer) => officer.id === id)?.name ?? "";
}

export function doorName(places: Places, id: string): string {
  return places.households.find((door) => door.id === id)?.label ?? "";
}

/** Where something is: the gacha of its place, of its door or of the record itself. */
export function gachaOf(seen: Seen, places: Places): string {
  const body: Body = seen.standing.body;
  const place = body.place as { gacha?: string } | undefined;
  const door = places.households.find((one) => one.id === body.household);
  return gachaName(places, place?.gacha ?? door?.gacha ?? seen.standing.gacha);
}
