/** Text in which every run of Mongolian letters has its own font and language: `<Mixed text="… ᠮᠣᠩᠭᠣᠯ …" />`. */
import { h, type FunctionalComponent, type VNode } from "vue";
import { runsOf } from "@/base/mongolian.ts";

const Mixed: FunctionalComponent<{ text: string | number }> = ({ text }) => {
  const said = String(text ?? "");
  return runsOf(said).map((run): VNode | string =>
    run.mongolian ? h("span", { lang: "mn-Mong", class: "mong" }, run.text) : run.text,
  );
};
Mixed.props = ["text"];
export default Mixed;
