/** The addresses of forms and records, in one place: what is written in a link and what routes match. */

/** A form that begins a record: `#/do/dispute/new/report`. */
export const beginAt = (kind: string, act: string): string => `#/do/${kind}/new/${act}`;

/** A form for an act on a record: `#/do/task/<record>/done`; `query` carries e.g. the feedback that asked for it. */
export function actAt(kind: string, record: string, act: string, query: Record<string, string> = {}): string {
  if (kind === "waypoint" && act === "again") return "#/day"; // a place is measured there, never typed into a form
  const search = new URLSearchParams(query).toString();
  return `#/do/${kind}/${record}/${act}${search ? `?${search}` : ""}`;
}

export const recordAt = (record: string): string => `#/record/${record}`;
export const listAt = (kind = ""): string => (kind ? `#/records?kind=${kind}` : "#/records");
