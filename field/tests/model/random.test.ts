import { expect, it } from "vitest";
import { Random } from "./random.ts";

it("draws what Python draws from the same seed", () => {
  const chance = new Random(131);
  expect(Array.from({ length: 3 }, () => chance.random())).toEqual([0.3154351888034451, 0.76986831805109, 0.08758703166916937]);
  expect(Array.from({ length: 6 }, () => chance.randint(2, 5))).toEqual([4, 2, 5, 2, 4, 2]);
  expect(Array.from({ length: 6 }, () => chance.choice("abc".split(""))).join("")).toBe("caaccc");
  expect(Array.from({ length: 3 }, () => chance.randrange(1000))).toEqual([699, 737, 989]);
  expect(new Random(0).random()).toBe(0.8444218515250481);
  expect(new Random(109_999).random()).toBe(0.8468671658255994);
});
