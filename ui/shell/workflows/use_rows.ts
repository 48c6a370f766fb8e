import { type RefObject, useCallback, useLayoutEffect, useState } from "react";
import { type RowWindow, rowWindow, scrollTopFor } from "../../state/runs/row_window.ts";

export interface Rows extends RowWindow {
  /** Brings a row into sight. */
  scrollTo(index: number): void;
}

/** Draws of any number of rows of one height those that are in sight. */
export function useRows(scroller: RefObject<HTMLElement | null>, count: number, rowPx: number): Rows {
  const [{ scrollTop, viewPx }, setPlace] = useState({ scrollTop: 0, viewPx: 0 });
  const isThere = count > 0;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => {
      const next = { scrollTop: element.scrollTop, viewPx: element.clientHeight };
      setPlace((last) => last.scrollTop === next.scrollTop && last.viewPx === next.viewPx ? last : next);
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [scroller, isThere]);
  const scrollTo = useCallback((index: number) => {
    const element = scroller.current;
    if (!element) return;
    const space = { count, rowPx, viewPx: element.clientHeight };
    element.scrollTop = scrollTopFor(space, index, element.scrollTop);
  }, [scroller, count, rowPx]);
  return { ...rowWindow({ count, rowPx, viewPx }, scrollTop), scrollTo };
}
