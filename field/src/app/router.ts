/** Which screen the address after # names. Screens are fetched when first asked for; the worker has them on the disk. */
import { shallowRef, type Component } from "vue";
import { recordRoutes } from "./records/routes.ts";

export interface Route {
  /** Segments; `:name` takes any one. */
  path: string;
  screen: () => Promise<{ default: Component }>;
  /** The tab that is lit. */
  tab: string;
  /** Shown without the tab bar: forms, where a slip of the thumb must not lead away. */
  bare?: boolean;
}

/** Where we are. `query` is what stands after ?. */
export interface Place { path: string; params: Record<string, string>; query: Record<string, string>; route: Route }

const dayScreens = () => import("./screens/day/screens.ts");

const routes: Route[] = [
  { path: "/", screen: () => import("./screens/Home.vue"), tab: "/" },
  { path: "/tasks", screen: () => import("./screens/Tasks.vue"), tab: "/tasks" },
  { path: "/day", screen: async () => ({ default: (await dayScreens()).Day }), tab: "/" },
  { path: "/mend", screen: async () => ({ default: (await dayScreens()).Mend }), tab: "/", bare: true },
  { path: "/inbox", screen: () => import("./screens/Inbox.vue"), tab: "/inbox" },
  { path: "/sync", screen: () => import("./screens/Sync.vue"), tab: "/" },
  { path: "/friday", screen: () => import("./screens/Friday.vue"), tab: "/" },
  { path: "/me", screen: () => import("./screens/Me.vue"), tab: "/me" },
  { path: "/language", screen: () => import("./screens/Language.vue"), tab: "/me" },
  { path: "/pin", screen: () => import("./screens/Pin.vue"), tab: "/me" },
  { path: "/check", screen: () => import("./screens/PhoneCheck.vue"), tab: "/me" },
  { path: "/practice", screen: () => import("./screens/Practice.vue"), tab: "/me" },
  { path: "/help", screen: () => import("./screens/Help.vue"), tab: "/me" },
  ...recordRoutes,
];

export const place = shallowRef<Place>(find(addressNow()));

/** How many screens of this visit lie behind; kept in the entry of the browser's history, so that it survives "back". */
const depth = (): number => (history.state as { depth?: number } | null)?.depth ?? 0;
let deepest = 0;

export function follow(): void {
  addEventListener("hashchange", () => {
    if ((history.state as { depth?: number } | null)?.depth === undefined) {
      history.replaceState({ depth: deepest + 1 }, "");
    }
    deepest = depth();
    place.value = find(addressNow());
  });
}

/** Goes to a screen: `go("/record/" + id)`. */
export function go(path: string): void {
  location.hash = path;
}

/** Goes to a screen in place of this one, so that "back" does not come here again. */
export function replace(path: string): void {
  history.replaceState({ depth: depth() }, "", `#${path}`);
  place.value = find(path);
}

/** Keeps something in the address of this screen, for when it is drawn anew: after the lock, or an update. */
export function remember(query: Record<string, string>): void {
  const { path } = place.value;
  history.replaceState(history.state, "", `#${path}?${new URLSearchParams(query)}`);
  place.value = find(`${path}?${new URLSearchParams(query)}`);
}

/** Back to where we came from; home if we came from nowhere. */
export function back(): void {
  if (depth() > 0) history.back();
  else replace("/");
}

function addressNow(): string {
  return location.hash.startsWith("#/") ? location.hash.slice(1) : "/";
}

function find(address: string): Place {
  const [path = "/", search = ""] = address.split("?");
  const query = Object.fromEntries(new URLSearchParams(search));
  for (const route of routes) {
    const params = fit(route.path, path);
    if (params) return { path, params, query, route };
  }
  return { path: "/", params: {}, query: {}, route: routes[0] as Route };
}

function fit(pattern: string, path: string): Record<string, string> | null {
  const want = pattern.split("/").filter(Boolean);
  const have = path.split("/").filter(Boolean);
  if (want.length !== have.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of want.entries()) {
    const given = decodeURIComponent(have[i] as string);
    if (part.startsWith(":")) params[part.slice(1)] = given;
    else if (part !== given) return null;
  }
  return params;
}
