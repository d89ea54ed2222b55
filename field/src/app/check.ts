/** What this browser can and cannot do for the app; each lack has a remedy in words. Nothing of it names a person. */

export const CHECKS = [
  "secure", "worker", "database", "crypto", "persisted", "quota", "camera", "locks", "gzip", "vertical", "clock",
] as const;
export type CheckName = (typeof CHECKS)[number];

/** `unknown`: cannot be told now, e.g. the clock without signal. `detail` is a figure or a name shown as it is. */
export interface Check { name: CheckName; result: "yes" | "no" | "unknown"; must: boolean; detail: string }

const MUST: readonly CheckName[] = ["secure", "worker", "database", "crypto"];
const ENOUGH_MB = 200;
const CLOCK_MINUTES = 10;

type Finding = { ok: boolean | null; detail?: string };

const FINDERS: Record<CheckName, () => Finding | Promise<Finding>> = {
  secure: () => ({ ok: isSecureContext }),
  worker: () => ({ ok: "serviceWorker" in navigator }),
  database: async () => ({ ok: await canStore() }),
  crypto: async () => {
    const algorithm = await signatureAlgorithm();
    return { ok: algorithm !== "", detail: { ed25519: "Ed25519", p256: "ECDSA P-256", "": "" }[algorithm] };
  },
  persisted: async () => ({ ok: (await navigator.storage?.persist?.()) ?? false }),
  quota: async () => {
    const megabytes = Math.floor(((await navigator.storage?.estimate?.())?.quota ?? 0) / 1_000_000);
    return { ok: megabytes >= ENOUGH_MB, detail: megabytes ? `${megabytes} MB` : "" };
  },
  camera: async () => {
    const found = await navigator.mediaDevices?.enumerateDevices?.();
    return { ok: found?.some((one) => one.kind === "videoinput") ?? false };
  },
  locks: () => ({ ok: "locks" in navigator }),
  gzip: () => ({ ok: "CompressionStream" in globalThis }),
  vertical: () => ({ ok: hasVerticalControls() }),
  clock: clockAgainstStation,
};

export async function checkPhone(): Promise<Check[]> {
  return Promise.all(CHECKS.map(async (name): Promise<Check> => {
    const found = await Promise.resolve().then(FINDERS[name]).catch((): Finding => ({ ok: false }));
    const result = found.ok === null ? "unknown" : found.ok ? "yes" : "no";
    return { name, result, must: MUST.includes(name), detail: found.detail ?? "" };
  }));
}

/** As it is stored with the enrolment. */
export function asStored(checks: Check[]): Record<string, unknown> {
  const told: Record<string, unknown> = { engine: engine() };
  for (const { name, result, detail } of checks) told[name] = detail ? `${result}: ${detail}` : result;
  return told;
}

/** Chromium's version, and the house it comes in where it says so; else what the browser calls itself. */
export function engine(): string {
  const found = navigator.userAgent.match(/(Chrome|ArkWeb|HuaweiBrowser|Firefox|Version)\/[\d.]+/g);
  return (found ?? ["?"]).join(" ").slice(0, 80);
}

/** "ed25519", "p256" where the browser lacks it, "" without either. */
export async function signatureAlgorithm(): Promise<"ed25519" | "p256" | ""> {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) return "";
  const made = (how: AlgorithmIdentifier | EcKeyGenParams): Promise<boolean> =>
    subtle.generateKey(how, false, ["sign", "verify"]).then(() => true, () => false);
  if (await made("Ed25519")) return "ed25519";
  return (await made({ name: "ECDSA", namedCurve: "P-256" })) ? "p256" : "";
}

function canStore(): Promise<boolean> {
  return new Promise((done) => {
    const name = "urtuu-check";
    const asked = indexedDB.open(name, 1);
    asked.onerror = () => done(false);
    asked.onsuccess = () => {
      asked.result.close();
      indexedDB.deleteDatabase(name);
      done(true);
    };
  });
}

function hasVerticalControls(): boolean {
  const box = document.createElement("div");
  box.className = "check-vertical";
  const field = document.createElement("input");
  box.append(field);
  document.body.append(box);
  const vertical = getComputedStyle(field).writingMode === "vertical-lr";
  box.remove();
  return vertical;
}

/** The station's clock stands in every answer; without signal nobody can tell. */
async function clockAgainstStation(): Promise<Finding> {
  try {
    const answer = await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
    const there = Date.parse(answer.headers.get("date") ?? "");
    if (Number.isNaN(there)) return { ok: null };
    const minutes = Math.round((Date.now() - there) / 60_000);
    return { ok: Math.abs(minutes) < CLOCK_MINUTES, detail: minutes ? `${minutes > 0 ? "+" : ""}${minutes} min` : "" };
  } catch {
    return { ok: null };
  }
}
