/** The house's own icons (`urtuu.web.icons`) that the phone shows: one path each on 24 by 24, stroked 1.75 wide. */

const ring = (x: number, y: number, r: number): string =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;

export const ICONS = {
  alarm: `${ring(12, 13, 7.5)}M12 9v4l2.5 1.5M5 3 2.5 5.5M19 3l2.5 2.5M6.5 18.5 5 20.5M17.5 18.5l1.5 2`,
  alert: "M12 3.5 21.5 20h-19zM12 10v4.5M12 17.2v.1",
  back: "M20 12H4M10 6l-6 6 6 6",
  calendar:
    "M4 6a1 1 0 0 1 1-1h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1zM4 10h16M8 3v4M16 3v4M8 14h.1M12 14h.1M16 14h.1M8 17.5h.1M12 17.5h.1M16 17.5h.1",
  camera: `M4 8h3.5L9 5.5h6L16.5 8H20a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1z${ring(12, 13.5, 3.6)}`,
  check: "M5 12.5 10 17.5 19.5 7",
  "check-circle": `${ring(12, 12, 9)}M8 12.5l3 3 5-6`,
  chevron: "M9 5l7 7-7 7",
  "chevron-down": "M5 9l7 7 7-7",
  circle: ring(12, 12, 9),
  clipboard:
    "M8 5H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1V6a1 1 0 0 0-1-1h-2M9 3h6v4H9zM9 12h.1M9 16h.1M12 12h4M12 16h4",
  clock: `${ring(12, 12, 9)}M12 7v5.2l3.4 2`,
  cloud: "M7 18.5a4.5 4.5 0 0 1-.4-9A6 6 0 0 1 18 10.6a4 4 0 0 1-.6 7.9z",
  "cloud-off": "M3 3l18 18M9.5 5.7A6 6 0 0 1 18 10.6a4 4 0 0 1 2.6 5.8M17 18.5H7a4.5 4.5 0 0 1-.4-9",
  "cloud-up": "M7 18.5a4.5 4.5 0 0 1-.4-9A6 6 0 0 1 18 10.6a4 4 0 0 1-.6 7.9M12 20.5v-7.5M9 15.5l3-3 3 3",
  door: "M4 21h16M6 21V4a1 1 0 0 1 1-1h7v18M14 5h3a1 1 0 0 1 1 1v15M11 12v.1",
  download: "M12 4v11M7 10.5l5 5 5-5M4 20h16",
  edit: "M4 20l1-4.5L16.5 4a1.4 1.4 0 0 1 2 0L20 5.5a1.4 1.4 0 0 1 0 2L8.5 19zM14 6.5l3.5 3.5",
  erase: "M9 5h11a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H9l-6-7zM12 9.5l5 5M17 9.5l-5 5",
  file: "M6 3h8l5 5v13H6zM14 3v5h5M9 13h6M9 17h6",
  filter: "M4 5h16l-6.2 7.5V19l-3.6-2v-4.5z",
  flag: "M5 21V4M5 4.5c4-2 7 2 13.5 0v9c-6.5 2-9.5-2-13.5 0",
  globe: `${ring(12, 12, 9)}M3 12h18M12 3c3.2 3 3.2 15 0 18M12 3c-3.2 3-3.2 15 0 18`,
  hand: "M3 14.5h3l4-2.5c1.2-.7 2.4.8 1.3 1.8L9.5 15.5h4.7l4.6-2.8c1.5-.8 2.7 1 1.5 2.1L15.5 19H8l-2-1.5H3M13 9.5h4.5M15.2 7.2v4.6",
  "heart-hand":
    "M12 19.5 4.7 12.3a4.7 4.7 0 0 1 6.6-6.7l.7.7.7-.7a4.7 4.7 0 0 1 6.6 6.7zM7.5 12h2.7l1.6-2 2.4 4 1.3-2h1.5",
  "heart-word":
    "M12 3.5a8.5 8.5 0 1 1-4.2 15.9L3.5 20.5l1.1-4.3A8.5 8.5 0 0 1 12 3.5zM12 16l-3.3-3.3a2.2 2.2 0 0 1 3.1-3.1l.2.2.2-.2a2.2 2.2 0 0 1 3.1 3.1z",
  help: `${ring(12, 12, 9)}M9.5 9.5a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.1.9-1.1 1.7M12 16.7v.1`,
  home: "M3.5 11.5 12 4l8.5 7.5M6 9.5V20h12V9.5M10 20v-6h4v6",
  inbox:
    "M4 13.5 6.5 5h11l2.5 8.5V19a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1zM4 13.5h4.5L10 16h4l1.5-2.5H20",
  key: `${ring(8, 15.5, 4)}M11 12.5 20 3.5M16 7.5l3 3M13.5 10l2 2`,
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1",
  list: "M9 6h11M9 12h11M9 18h11M4.5 6h.1M4.5 12h.1M4.5 18h.1",
  lock: "M6 11h12a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1zM8 11V7.5a4 4 0 0 1 8 0V11M12 15v2",
  map: "M3 6.5 9 4l6 2.5L21 4v13.5L15 20l-6-2.5L3 20zM9 4v13.5M15 6.5V20",
  megaphone: "M4 10v4a1 1 0 0 0 1 1h3l9 4V5L8 9H5a1 1 0 0 0-1 1zM8 9v6M8.5 15l1 5h2.5l-.9-4M20 10v4",
  moon: "M20 14.2A8.5 8.5 0 0 1 9.8 4a8.5 8.5 0 1 0 10.2 10.2z",
  more: "M5 12h.1M12 12h.1M19 12h.1",
  people: `${ring(9, 8, 3.5)}M2.5 20c0-4 2.7-6.5 6.5-6.5s6.5 2.5 6.5 6.5M15.5 4.7a3.5 3.5 0 0 1 0 6.6M17.5 14c2.4.8 4 3 4 6`,
  phone: "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 18h2",
  pin: `M12 21.5c4.5-4.8 7-8.3 7-11.5a7 7 0 0 0-14 0c0 3.2 2.5 6.7 7 11.5z${ring(12, 10, 2.5)}`,
  plus: "M12 5v14M5 12h14",
  qr: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM20 14v3M17.5 20H20M14 20v-.5M20 20v.1",
  refresh:
    "M19.5 9A8 8 0 0 0 5 8.5L3.5 11M4.5 15A8 8 0 0 0 19 15.5l1.5-2.5M3.5 6v5h5M20.5 18v-5h-5",
  return: "M9 6 4 11l5 5M4 11h10.5a5 5 0 0 1 0 10H12",
  scales:
    "M12 4v16M8 20h8M5 7h14M12 4.1v-.1M5.5 7l-3 7a3.2 3.2 0 0 0 6 0zM18.5 7l-3 7a3.2 3.2 0 0 0 6 0z",
  search: `${ring(10.5, 10.5, 6.5)}M15.5 15.5 21 21`,
  send: "M21 3 3 10.5l7.5 3L13.5 21zM21 3 10.5 13.5",
  shield: "M12 3l8 3v5.5c0 5-3.3 8-8 9.5-4.7-1.5-8-4.5-8-9.5V6zM8.5 12l2.5 2.5 4.5-5",
  sun: `${ring(12, 12, 4)}M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4`,
  trash: "M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13M10 11v5.5M14 11v5.5",
  user: `${ring(12, 8, 4)}M4.5 21c0-4.5 3-7 7.5-7s7.5 2.5 7.5 7`,
  "user-circle": `${ring(12, 12, 9)}${ring(12, 10, 3.2)}M6.3 18.6c1-2.6 3-4 5.7-4s4.7 1.4 5.7 4`,
  x: "M6 6l12 12M18 6 6 18",
} as const;

export type IconName = keyof typeof ICONS;

/** The icon of a kind by the name in its table; a name this app has no drawing for shows a clipboard. */
export function iconNamed(name: string): IconName {
  return name in ICONS ? (name as IconName) : "clipboard";
}
