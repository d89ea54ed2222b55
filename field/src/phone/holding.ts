/** One tab holds the phone: two that write one chain would fork it. */

export interface Holding {
  mine(): boolean;
  /** Takes it from the other tab, which is told that it lost it. */
  take(): Promise<void>;
  /** Takes it if nobody has it by now; says whether it is ours. */
  ask(): Promise<boolean>;
  release(): void;
}

/** Without Web Locks (none of our browsers) every tab holds it. */
export async function holdAlone(name: string, lost: () => void): Promise<Holding> {
  const locks = globalThis.navigator?.locks;
  let mine = !locks;
  let letGo: () => void = () => undefined;

  const ask = (how: LockOptions): Promise<void> =>
    new Promise((settled) => {
      const held = (lock: Lock | null): Promise<void> | void => {
        mine = lock !== null;
        settled();
        if (lock) return new Promise<void>((done) => (letGo = done));
      };
      locks?.request(name, how, held).catch(() => {
        mine = false;
        lost();
      });
    });

  const politely = async (): Promise<boolean> => {
    if (!mine) await ask({ ifAvailable: true });
    return mine;
  };

  await politely();
  return { mine: () => mine, ask: politely, take: () => (locks ? ask({ steal: true }) : Promise.resolve()), release: () => letGo() };
}
