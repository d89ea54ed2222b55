/** The shape of kinds.json (`urtuu.kinds.export`): what the server's tables say, as the phone reads it. */

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type Body = Record<string, Json>;
export type JsonSchema = Record<string, unknown>;
export type Lang = "zh-hans" | "en" | "mvf";

/** One thing an act asks for. `part` is "" in the open line, else the sealed part that holds it. */
export interface FieldRow {
  widget:
    | "words" | "phone" | "count" | "yesno" | "choice" | "day" | "moment" | "place" | "household"
    | "officer" | "link" | "photo" | "many" | "days";
  part: string;
  min?: number;
  max?: number;
  unit?: string;
  options?: string[];
  many?: boolean;
  /** What a form says at once when an option is chosen: option and sentence. */
  tells?: Record<string, string>;
  role?: string;
  to?: string[];
  most?: number;
  of?: Record<string, FieldRow>;
  order?: string[];
  wishes?: string[];
  takes_out?: string;
  gathers?: string;
}

export interface ActRow {
  name: string;
  after: string[];
  leads_to: string | Record<string, string>;
  decided_by: string;
  by: string[];
  needs: string[];
  wishes: string[];
  fields: Record<string, FieldRow>;
  schemas: Record<string, JsonSchema>;
  guard: string;
  always: boolean;
  offline: boolean;
  not_by: string[];
  sets: Body;
  corrects: boolean;
  counts: string;
  joins: boolean;
  begins: boolean;
  fact: boolean;
}

export interface ClockRow {
  name: string;
  starts: string[];
  stops: string[];
  hours: number;
  days: number;
  working_days: number;
  tonight: boolean;
  until: string;
  each: string;
  since: string[];
  legal: boolean;
  pauses: string[];
  warns: number;
  only: Record<string, Json[]>;
  stops_if: Record<string, Json[]>;
  names: string;
  /** Absent in tables that a phone still holds from before. */
  in_rounds?: string[];
  nth: number;
  outlives: boolean;
  lapses: boolean;
  source: string;
}

export interface KindRow {
  name: string;
  version: number;
  icon: string;
  home: "grid" | "station";
  holder: string;
  held_from: string[];
  team: string[];
  week: string;
  title: string[];
  columns: string[];
  states: string[];
  ends: string[];
  desk_only: boolean;
  acts: ActRow[];
  clocks: ClockRow[];
  labels: Record<string, Json>;
}

/** All kinds. `workdays` holds, by year, the free weekdays and the worked weekend days (`YYYY-MM-DD`). */
export interface KindsJson {
  format: number;
  any: string;
  back: string;
  languages: string[];
  kinds: Record<string, KindRow>;
  shared: Record<string, Json>;
  sentences: Record<string, Record<string, string>>;
  workdays: Record<string, { free: string[]; worked: string[] }>;
}
