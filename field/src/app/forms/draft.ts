/** A form's draft: on the disk within a second of a key stroke, and not on every one. */
import type { Draft } from "@/phone/contract.ts";

export const PAUSE_MS = 600;

export interface Keeping {
  /** Something was typed. */
  touched(): void;
  /** Saves what waits, now. */
  flush(): Promise<void>;
  /** The form was written or thrown away: nothing more is saved. */
  stop(): void;
}

/** `save` says whether it is on the disk. Saves at the latest `PAUSE_MS` after the first unsaved stroke, even while typing goes on. */
export function keepDraft(read: () => Draft, save: (draft: Draft) => Promise<boolean>, told: (saved: boolean) => void): Keeping {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const write = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (stopped) return;
    const saved = await save(read());
    told(saved && timer === undefined);
  };
  return {
    touched() {
      if (stopped) return;
      told(false);
      timer ??= setTimeout(() => void write(), PAUSE_MS);
    },
    flush: () => (timer === undefined ? Promise.resolve() : write()),
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
