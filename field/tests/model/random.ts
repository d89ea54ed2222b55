/** Python's random.Random, number for number: schedules of one seed are the same here and in tests/sync. */
const N = 624;
const M = 397;

export class Random {
  private readonly state = new Uint32Array(N);
  private at = N;

  /** A seed of up to 32 bits, as `random.Random(seed)` takes it. */
  constructor(seed: number) {
    const { state } = this;
    state[0] = 19_650_218;
    for (let i = 1; i < N; i += 1) state[i] = Math.imul(1_812_433_253, state[i - 1]! ^ (state[i - 1]! >>> 30)) + i;
    let i = 1;
    for (let k = 0; k < N; k += 1) {
      state[i] = (state[i]! ^ Math.imul(state[i - 1]! ^ (state[i - 1]! >>> 30), 1_664_525)) + seed;
      if ((i += 1) >= N) [state[0], i] = [state[N - 1]!, 1];
    }
    for (let k = 1; k < N; k += 1) {
      state[i] = (state[i]! ^ Math.imul(state[i - 1]! ^ (state[i - 1]! >>> 30), 1_566_083_941)) - i;
      if ((i += 1) >= N) [state[0], i] = [state[N - 1]!, 1];
    }
    state[0] = 0x80000000;
  }

  private word(): number {
    if (this.at >= N) this.turn();
    let y = this.state[(this.at += 1) - 1]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  private turn(): void {
    const { state } = this;
    for (let k = 0; k < N; k += 1) {
      const y = (state[k]! & 0x80000000) | (state[(k + 1) % N]! & 0x7fffffff);
      state[k] = state[(k + M) % N]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.at = 0;
  }

  random(): number {
    const [high, low] = [this.word() >>> 5, this.word() >>> 6];
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  }

  /** Below `end`, 32 bits at most. */
  randrange(end: number): number {
    const bits = 32 - Math.clz32(end);
    let found = this.word() >>> (32 - bits);
    while (found >= end) found = this.word() >>> (32 - bits);
    return found;
  }

  randint(from: number, to: number): number {
    return from + this.randrange(to - from + 1);
  }

  choice<T>(among: readonly T[]): T {
    return among[this.randrange(among.length)] as T;
  }
}
