/** The only file that knows the real phone; everything else asks it through `usePhone`. */
import { openPhone } from "@/phone/phone.ts";
import { startApp } from "./start.ts";

void startApp(openPhone);
