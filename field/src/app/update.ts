/** A new version waits until no form is half filled; then it is taken by a touch, or by itself on the next start. */
import { shallowRef } from "vue";
import { anyDirty } from "./dirty.ts";

export const updateWaits = shallowRef(false);
let waiting: ServiceWorker | null = null;

/** Called once: watches the worker's registration for a newer one. */
export function watchForUpdate(registration: ServiceWorkerRegistration): void {
  const { serviceWorker } = navigator;
  const found = (worker: ServiceWorker | null): void => {
    // Without a controller this is the first install, not an update.
    if (!worker || !serviceWorker.controller) return;
    waiting = worker;
    updateWaits.value = true;
  };
  found(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const next = registration.installing;
    next?.addEventListener("statechange", () => {
      if (next.state === "installed") found(registration.waiting ?? next);
    });
  });
  let controlled = serviceWorker.controller !== null;
  serviceWorker.addEventListener("controllerchange", () => {
    // The first one takes over a page of the same version; a later one has dropped this version's files.
    if (controlled) startAgain();
    controlled = true;
  });
}

/** Nothing is lost by it: whoever types, keeps typing; the bar waits. */
export function takeUpdate(): void {
  if (anyDirty.value) return;
  if (waiting) waiting.postMessage({ type: "activate" });
  else startAgain();
}

function startAgain(): void {
  waiting = null;
  if (anyDirty.value) updateWaits.value = true;
  else location.reload();
}
