/** What stands in for a phone where the browser stores nothing: it can only say so. */
import { Shelf } from "@/kinds/shelf.ts";
import type { Phone, Status } from "@/phone/contract.ts";

const STATUS: Status = {
  gate: "broken", name: "", staff: "", roles: [], device: "", waiting: 0, photosWaiting: 0, held: 0, returned: 0, drafts: 0, heardAt: null,
  leaseUntil: null, road: "unknown", problem: null, skewMinutes: 0, records: 0, storage: { used: 0, quota: 0, persisted: false }, attemptsLeft: 0, training: false,
};

export function brokenPhone(): Phone {
  const shelf = new Shelf({ format: 1, any: "*", back: "<", languages: [], kinds: {}, shared: {}, sentences: {}, workdays: {} });
  const places = { grids: [], stations: [], gachas: [], households: [], officers: [] };
  const can: Partial<Phone> = {
    status: () => STATUS, subscribe: () => () => undefined, shelf: () => shelf, places: () => places, records: () => [], touched: () => undefined, now: () => new Date(),
  };
  return can as Phone;
}
