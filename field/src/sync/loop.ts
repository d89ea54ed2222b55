/** When the phone speaks to the station: on open, on `online`, when it is looked at, and by a timer with jitter. */

const USUAL_MS = 5 * 60_000;
const SHORTEST_MS = 15_000;
const LONGEST_MS = 30 * 60_000;

export interface Loop { stop(): void; now(reason: string): Promise<void> }
/** Resolves to how many seconds to wait at least, 0 when all went well, -1 when there was no road. */
export type Round = (reason: string) => Promise<number>;

/** Starts it; one round at a time, and fifty phones that find the same mast do not all call at once. */
export function startLoop(round: Round, target: EventTarget & { document?: Document }, chance = Math.random): Loop {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;
  let again = false; // something was written, or asked for, while a round was under way
  let misses = 0;
  let stopped = false;
  let earliest = 0; // a station that asks for time is given it

  const later = (ms: number, least = 0.75): void => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void go("timer"), ms * (least + chance() / 2));
  };
  const waits = (): boolean => {
    const left = earliest - Date.now();
    return left > 0 && left <= LONGEST_MS; // a clock that was set back must not silence the phone
  };
  const turn = async (reason: string): Promise<void> => {
    // A fault of the app must not be its last word to the station: it is written down and tried again.
    const wait = await round(reason).catch((problem: unknown) => {
      console.error(problem);
      return -1;
    });
    misses = wait < 0 ? misses + 1 : 0;
    earliest = wait > 0 ? Date.now() + wait * 1000 : 0;
    if (wait > 0) later(Math.min(LONGEST_MS, wait * 1000), 1);
    else later(misses ? Math.min(LONGEST_MS, SHORTEST_MS * 2 ** (misses - 1)) : USUAL_MS);
    if (wait === 0 && again && !stopped) {
      again = false;
      await turn("again");
    }
  };
  const go = (reason: string): Promise<void> => {
    if (stopped || (reason !== "asked" && waits())) return Promise.resolve();
    if (running) {
      again = true;
      return running;
    }
    again = false;
    running = turn(reason).finally(() => (running = null));
    return running;
  };
  const online = (): void => void go("online");
  const looked = (): void => {
    if (target.document?.visibilityState === "visible") void go("visible");
  };
  target.addEventListener("online", online);
  target.document?.addEventListener("visibilitychange", looked);
  later(SHORTEST_MS);
  return {
    now: go,
    stop() {
      stopped = true;
      clearTimeout(timer);
      target.removeEventListener("online", online);
      target.document?.removeEventListener("visibilitychange", looked);
    },
  };
}
