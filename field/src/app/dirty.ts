/** Whether a form holds something that is not yet saved: an update waits for it. */
import { computed, onBeforeUnmount, shallowRef, watch } from "vue";

const dirty = shallowRef<readonly symbol[]>([]);

export const anyDirty = computed(() => dirty.value.length > 0);

/** In a form's setup: `useDirty(() => changed.value)`. */
export function useDirty(isDirty: () => boolean): void {
  const me = Symbol("form");
  const set = (yes: boolean): void => {
    const others = dirty.value.filter((one) => one !== me);
    dirty.value = yes ? [...others, me] : others;
  };
  watch(isDirty, set, { immediate: true });
  onBeforeUnmount(() => set(false));
}
