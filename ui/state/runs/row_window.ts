/** Browsers draw no element that is much higher; beyond it the scrollbar stands for more rows than it has pixels. */
const MAX_HEIGHT_PX = 8_000_000;

export interface RowSpace {
  count: number;
  /** All rows have the same height, so that nothing has to be measured or counted. */
  rowPx: number;
  /** Height of what is in sight. */
  viewPx: number;
}

export interface RowWindow {
  /** The rows to draw: those in sight and some around them; `last` is behind them. */
  first: number;
  last: number;
  /** Of all rows together, as the scrollbar has it. */
  heightPx: number;
  /** Where a row stands from the top of them. */
  topOf(index: number): number;
}

/** What of many rows is drawn at a place, in the same time for ten rows and for a million. */
export function rowWindow(space: RowSpace, scrollTop: number, overscan = 12): RowWindow {
  const { count, rowPx, viewPx } = space;
  const heightPx = Math.min(count * rowPx, MAX_HEIGHT_PX);
  const top = clamp(scrollTop, 0, Math.max(0, heightPx - viewPx));
  const place = top * ratioOf(space);
  const first = Math.max(0, Math.floor(place / rowPx) - overscan);
  const last = Math.min(count, Math.ceil((place + viewPx) / rowPx) + overscan);
  return { first, last, heightPx, topOf: (index) => index * rowPx - place + top };
}

/** Where to scroll so that a row is in sight; the same place when it is. */
export function scrollTopFor(space: RowSpace, index: number, scrollTop: number): number {
  const { count, rowPx, viewPx } = space;
  const ratio = ratioOf(space);
  const place = scrollTop * ratio;
  const top = clamp(index, 0, count - 1) * rowPx;
  if (top < place) return top / ratio;
  if (top + rowPx > place + viewPx) return Math.max(0, top + rowPx - viewPx) / ratio;
  return scrollTop;
}

/** Pixels of rows for one of the scrollbar. */
function ratioOf({ count, rowPx, viewPx }: RowSpace): number {
  const all = count * rowPx;
  return all <= MAX_HEIGHT_PX ? 1 : (all - viewPx) / (MAX_HEIGHT_PX - viewPx);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
