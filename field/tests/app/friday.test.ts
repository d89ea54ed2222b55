import { expect, test } from "vitest";
import type { Entry } from "@/kinds/standing.ts";
import type { Phone } from "@/phone/contract.ts";
import { ownDeeds, weekInFigures } from "@/app/friday.ts";
import { BATAAR, MONDAY, QIQIGE, seen } from "./cast.ts";

function phoneWith(records: ReturnType<typeof seen>[], own: [string, string, string, string, Entry["body"]?][]): Phone {
  return {
    status: () => ({ staff: QIQIGE }), records: () => records,
    ownEntries: () => own.map(([id, kind, act, answer, body = {}]) => ({
      entry: { id, kind, act, body, occurred_at: "2026-11-25T02:00:00Z" } as Entry, answer, sentence: null,
    })),
  } as unknown as Phone;
}
const figures = (phone: Phone) => weekInFigures(ownDeeds(phone), MONDAY);

test("what is receipted and what is not yet sent are counted apart, and nothing twice", () => {
  const counts = figures(phoneWith(
    [seen("visit", "v", "made", {}, [["make", "2026-11-24T02:00:00Z"]]), seen("visit", "b", "made", {}, [["make", "2026-11-24T02:00:00Z", BATAAR]])],
    [["v-0", "visit", "make", "taken"], ["x", "visit", "make", ""], ["y", "publicity", "hold", "", { people: 30 }]],
  ));
  expect(counts.visits).toEqual({ known: 1, pending: 1 });
  expect(counts.sessions).toEqual({ known: 0, pending: 1 });
  expect(counts.people_reached).toEqual({ known: 0, pending: 30 });
});

test("held and returned lines do not count, and another week's neither", () => {
  const counts = figures(phoneWith(
    [seen("need", "old", "heard", {}, [["hear", "2026-11-22T02:00:00Z"]])], [["h", "need", "hear", "held"], ["r", "need", "hear", "returned"]],
  ));
  expect(counts.needs_heard).toEqual({ known: 0, pending: 0 });
});
