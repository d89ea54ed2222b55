/** One deed at a time: busy meanwhile, and afterwards in the officer's words why it was not done. */
import { ref, type Ref } from "vue";
import { whyNot } from "./said.ts";

export interface Trying {
  busy: Ref<boolean>;
  /** Empty once it was done. */
  refused: Ref<string>;
  attempt: (deed: () => Promise<unknown>) => Promise<void>;
}

export function useTrying(): Trying {
  const busy = ref(false);
  const refused = ref("");
  async function attempt(deed: () => Promise<unknown>): Promise<void> {
    busy.value = true;
    refused.value = "";
    try {
      await deed();
    } catch (problem) {
      refused.value = whyNot(problem);
    } finally {
      busy.value = false;
    }
  }
  return { busy, refused, attempt };
}
