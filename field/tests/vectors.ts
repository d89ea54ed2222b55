/** What the server's own code said: written by vectors.py, named by URTUU_VECTORS. */
import { existsSync, readFileSync } from "node:fs";
import { Shelf } from "@/kinds/shelf.ts";
import type { KindsJson } from "@/kinds/tables.ts";

const FOLDER = process.env.URTUU_VECTORS ?? "";
export const haveVectors = FOLDER !== "" && existsSync(`${FOLDER}/kinds.json`);

export function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(`${FOLDER}/${name}.json`, "utf8")) as T;
}

let made: Shelf | null = null;
export function shelf(): Shelf {
  made ??= new Shelf(vectors<KindsJson>("kinds"));
  return made;
}
