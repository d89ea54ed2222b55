/** Puts the app on the page: language first, then the phone, then the screens. */
import { createApp } from "vue";
import App from "./App.vue";
import "./field.css";
import { pinPad } from "./gates.ts";
import { follow } from "./router.ts";
import { scrollSideways } from "./vertical.ts";
import { registerWorker } from "@/worker/register.ts";
import { watchForUpdate } from "./update.ts";
import { startPhone, type Opener } from "./usePhone.ts";
import { firstLang, setLang } from "./words/index.ts";

export async function startApp(open: Opener): Promise<void> {
  void pinPad().catch(() => undefined); // a file that is not there is told of when it is needed
  await Promise.all([setLang(firstLang()), startPhone(open)]);
  follow();
  scrollSideways();
  createApp(App).mount("#app");
  const registration = await registerWorker();
  if (registration) watchForUpdate(registration);
}
