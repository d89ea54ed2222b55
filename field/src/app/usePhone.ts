/** The phone as the screens see it: what it says is read again after every change it tells of. */
import { computed, ref, shallowRef, type ComputedRef, type ShallowRef } from "vue";
import { Words } from "@/kinds/words.ts";
import type { Phone, Status } from "@/phone/contract.ts";
import { useWords } from "./words/index.ts";

export type Opener = (options: { training: boolean }) => Promise<Phone>;

const phone = shallowRef<Phone>(null as unknown as Phone);
const status = shallowRef<Status>(null as unknown as Status);
const stamp = ref(0);
let real: Phone | null = null;
let opener: Opener | null = null;
let stop = (): void => undefined;

/** Called once by main.ts, before anything is shown. */
export async function startPhone(open: Opener): Promise<void> {
  opener = open;
  real = await open({ training: false }).catch(async (problem: unknown) => {
    console.error(problem); // the officer reads "broken"; who looks after the phone reads why
    return (await import("./brokenPhone.ts")).brokenPhone();
  });
  hold(real);
}

/** Into the practice vault and back. The real phone stays as it was. */
export async function practise(yes: boolean): Promise<void> {
  if (!opener || !real) return;
  hold(yes ? await opener({ training: true }) : real);
}

function hold(next: Phone): void {
  stop();
  phone.value = next;
  stop = next.subscribe(tell);
  tell();
}

function tell(): void {
  status.value = phone.value.status();
  stamp.value += 1;
}

/** `look` reads from the phone and reads again when it changes: `const seen = look((p) => p.record(id))`. */
export interface Held {
  phone: ShallowRef<Phone>;
  status: ShallowRef<Status>;
  look: <T>(read: (phone: Phone) => T) => ComputedRef<T>;
  kinds: ComputedRef<Words>;
}

function look<T>(read: (phone: Phone) => T): ComputedRef<T> {
  return computed(() => {
    void stamp.value;
    return read(phone.value);
  });
}

const kinds = computed(() => {
  void stamp.value;
  return new Words(phone.value.shelf(), useWords().lang.value);
});

export function usePhone(): Held {
  return { phone, status, look, kinds };
}
