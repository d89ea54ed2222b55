/** How days and moments are written in each language, on the banner's clock (UTC+8). Values in, words out. */
import type { Lang } from "@/kinds/tables.ts";
import { weekdayOf } from "@/kinds/weeks.ts";
import { dayNumber, dayText, localDay, shownAt, type DayNumber } from "@/kinds/workdays.ts";

const ZH = ["一", "二", "三", "四", "五", "六", "日"];
const EN = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export const today = (now: Date): DayNumber => localDay(now.getTime());

/** 一 … 日, Mon … Sun: no attested short names in traditional Mongolian are at hand. */
export function weekdayShort(day: DayNumber, lang: Lang): string {
  return (lang === "en" ? EN : ZH)[weekdayOf(day)] as string;
}

/** 周二, Tue */
export function weekdayName(day: DayNumber, lang: Lang): string {
  return lang === "en" ? weekdayShort(day, lang) : `周${weekdayShort(day, lang)}`;
}

/** 11月24日, 24 Nov, 11-24 */
export function dayAndMonth(day: DayNumber, lang: Lang): string {
  const [, month, date] = dayText(day).split("-").map(Number) as [number, number, number];
  if (lang === "en") return `${date} ${MONTHS[month - 1]}`;
  return lang === "mvf" ? dayText(day).slice(5) : `${month}月${date}日`;
}

/** 周二 11月24日, Tue 24 Nov */
export function dayWords(day: DayNumber, lang: Lang): string {
  return `${weekdayName(day, lang)} ${dayAndMonth(day, lang)}`;
}

/** 09:10 */
export function timeWords(moment: number): string {
  return shownAt(moment).slice(11, 16);
}

/** 今天 09:10, 周二 09:10 within a week, else 11月3日 09:10. */
export function momentWords(moment: number, now: Date, lang: Lang): string {
  const day = localDay(moment);
  const away = today(now) - day;
  if (away === 0) return `${lang === "en" ? "today" : "今天"} ${timeWords(moment)}`;
  const word = away > 0 && away < 6 ? weekdayName(day, lang) : dayAndMonth(day, lang);
  return `${word} ${timeWords(moment)}`;
}

/** A day as a form holds it (`YYYY-MM-DD`), in words; what is not a day stays as it is. */
export function dayOfText(text: string, lang: Lang): string {
  const day = dayNumber(text.slice(0, 10));
  return Number.isNaN(day) ? text : dayWords(day, lang);
}

/** 9 小时, 25 分, 3 天: the largest unit that says it. */
export function stretchParts(minutes: number, lang: Lang): { number: string; unit: string } {
  const whole = Math.abs(minutes);
  const units = lang === "en" ? ["d", "h", "min"] : ["天", "小时", "分"];
  if (whole >= 48 * 60) return { number: String(Math.floor(whole / 1440)), unit: units[0] as string };
  if (whole >= 60) return { number: String(Math.floor(whole / 60)), unit: units[1] as string };
  return { number: String(whole), unit: units[2] as string };
}
