/** Starts the service worker where there can be one; a browser without it says so in the phone check. */

/** Null where the browser has none, or not for this address (plain http on another machine). */
export async function registerWorker(): Promise<ServiceWorkerRegistration | null> {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return null;
  try {
    return await navigator.serviceWorker.register("/field/sw.js", { scope: "/field/", updateViaCache: "none" });
  } catch {
    return null;
  }
}
