import { startApp } from "../start.ts";
import { openFake } from "./fakePhone.ts";

void startApp(openFake);
