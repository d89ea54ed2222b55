/** The way to the phone of this browser, and to the practice phone beside it. */
import { deleteDatabase, openDatabase } from "@/keep/database.ts";
import { web } from "@/sync/web.ts";
import type { Transport } from "@/sync/wire.ts";
import { Refused } from "./contract.ts";
import { Core, type Surroundings } from "./core.ts";
import { FieldPhone } from "./fieldPhone.ts";

export type { FieldPhone };

export interface Options extends Partial<Surroundings> {
  transport?: Transport;
  /** Without the timers and events of a browser: tests call sync themselves. */
  quiet?: boolean;
}

const PRACTICE = "urtuu-practice";
let real: FieldPhone | null = null;
let practice: FieldPhone | null = null;

/** Opens the phone of this browser. Rejects when the browser cannot store; the app then shows the gate "broken". */
export async function openPhone(options: Options = {}): Promise<FieldPhone> {
  if (options.training && !options.transport) return openPractice();
  const phone = await opened(options);
  if (!options.training) real = phone;
  phone.inHand = () => void (practice && !options.training && leavePractice());
  if (!options.quiet && phone.mine()) void deleteDatabase(PRACTICE); // the app may have been closed in the middle of it
  return phone;
}

async function opened(options: Options): Promise<FieldPhone> {
  const around: Surroundings = {
    send: options.transport ?? web, now: options.now ?? (() => new Date()), name: options.name ?? "urtuu-field",
    training: options.training ?? false,
    ...(options.noise ? { noise: options.noise } : {}), ...(options.iterations ? { iterations: options.iterations } : {}),
  };
  let core: Core | null = null;
  // A later version of the app in another tab needs this one's storage; a fault of the browser leaves none.
  const db = await openDatabase(around.name, (why) => core?.dropKeys(why === "newer" ? "elsewhere" : "broken"));
  core = new Core(db, around);
  const phone = new FieldPhone(core);
  await phone.start(options.quiet ?? false);
  return phone;
}

/** With the real phone's tables and its owner's name, and nothing else of it. */
async function openPractice(): Promise<FieldPhone> {
  if (!real || real.status().gate !== "open") throw new Refused({ name: "phone_locked" });
  const { practiceOptions, PRACTICE_PIN } = await import("./practising.ts");
  await leavePractice();
  practice = await opened(await practiceOptions(PRACTICE, real.shelf().json, real.status()));
  await practice.enrol("PRACTICE", PRACTICE_PIN, "", {});
  return practice;
}

/** What was typed for practice is nobody's business afterwards. */
async function leavePractice(): Promise<void> {
  practice?.close();
  practice = null;
  await deleteDatabase(PRACTICE);
}
