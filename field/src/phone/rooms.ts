/** What is fetched while the PIN is typed: the start route carries only the gate. */
export { rescueFile } from "@/sync/sealed.ts";
export { Looking } from "./looking.ts";
export { Searching } from "./searching.ts";
export { Syncing } from "./syncing.ts";
export { Writing } from "./writing.ts";
