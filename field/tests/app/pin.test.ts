import { describe, expect, test } from "vitest";
import { cardCode, isTrivial, pinFault } from "@/app/pin.ts";

describe("a PIN everybody tries first is refused", () => {
  test.each(["111111", "000000", "123456", "654321", "456789", "890123", "121212", "123123", "112233"])("%s", (pin) => {
    expect(isTrivial(pin)).toBe(true);
    expect(pinFault(pin, pin)).toBe("trivial");
  });
  test.each(["142536", "135790", "112358", "904417"])("%s is taken", (pin) => expect(pinFault(pin, pin)).toBe(""));
});

test("two that differ, and what is no PIN", () => {
  expect(pinFault("142536", "142537")).toBe("different");
  expect(pinFault("14253", "14253")).toBe("short");
  expect(pinFault("14253a", "14253a")).toBe("short");
});

test("a card's code is read from the link of its square and from letters typed by hand", () => {
  expect(cardCode("https://banner.example/field/#card=K7QM-2ABC-9XYZ")).toBe("K7QM-2ABC-9XYZ");
  expect(cardCode("#card=k7qm-2abc-9xyz&x=1")).toBe("K7QM-2ABC-9XYZ");
  expect(cardCode(" k7qm 2abc 9xyz ")).toBe("K7QM 2ABC 9XYZ");
});
