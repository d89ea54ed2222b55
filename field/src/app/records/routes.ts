/** The screens of records and forms; `router.ts` adds them to its own. */
import type { Route } from "../router.ts";

export const recordRoutes: Route[] = [
  { path: "/records", screen: () => import("./List.vue"), tab: "/records" },
  { path: "/record/:id", screen: () => import("./Record.vue"), tab: "/records" },
  { path: "/drafts", screen: () => import("./Drafts.vue"), tab: "/" },
  // `record` is "new" where the act begins one.
  { path: "/do/:kind/:record/:act", screen: () => import("../forms/ActForm.vue"), tab: "/", bare: true },
];
