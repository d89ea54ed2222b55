/** A vertical page scrolls sideways, while a wheel and PageDown speak of up and down. */

const isVertical = (): boolean => document.documentElement.lang === "mn-Mong";

export function scrollSideways(): void {
  addEventListener("wheel", onWheel, { passive: false });
  addEventListener("keydown", onKey);
}

function scrollsItself(element: Element): boolean {
  return element.scrollHeight > element.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(element).overflowY);
}

function onWheel(event: WheelEvent): void {
  if (!isVertical() || event.ctrlKey || event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
  let at = event.target as Element | null;
  for (; at && at !== document.body && at !== document.documentElement; at = at.parentElement) {
    if (scrollsItself(at)) return;
  }
  const step = event.deltaMode === 1 ? 32 : event.deltaMode === 2 ? innerWidth : 1;
  scrollBy({ left: event.deltaY * step });
  event.preventDefault();
}

function onKey(event: KeyboardEvent): void {
  if (!isVertical() || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
  if ((event.target as Element).closest("input, textarea, select, [contenteditable], [role='dialog']")) return;
  const page = innerWidth * 0.9;
  const whole = document.documentElement.scrollWidth;
  const moves: Record<string, number> = { PageDown: page, PageUp: -page, Home: -whole, End: whole };
  if (event.key === " " && event.target === document.body) moves[" "] = event.shiftKey ? -page : page;
  const move = moves[event.key];
  if (move === undefined) return;
  scrollBy({ left: move });
  event.preventDefault();
}
