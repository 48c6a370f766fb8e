import { type DragEvent, type HTMLAttributes, useState } from "react";

export interface BookmarkDrag {
  /** Before which one it would be put down; the number of links: behind the last. */
  place?: number;
  carried?: string;
  /** For the element around all links, each of which names itself by `data-bookmark`. */
  area: Pick<HTMLAttributes<HTMLElement>, "onDragStart" | "onDragOver" | "onDrop" | "onDragEnd" | "onDragLeave">;
}

/** Links of the bar that are carried by pointer. */
export function useBookmarkDrag(ids: readonly string[], onMove: (id: string, index: number) => void): BookmarkDrag {
  const [carried, setCarried] = useState<string>();
  const [place, setPlace] = useState<number>();
  const end = () => {
    setCarried(undefined);
    setPlace(undefined);
  };
  const onDragStart = (event: DragEvent) => {
    const id = (event.target as HTMLElement).closest<HTMLElement>("[data-bookmark]")?.dataset.bookmark;
    if (!id) return;
    event.dataTransfer.effectAllowed = "move";
    setCarried(id);
  };
  const onDragOver = (event: DragEvent) => {
    if (!carried) return;
    event.preventDefault();
    const next = placeAt(event);
    if (next !== place) setPlace(next);
  };
  const onDrop = (event: DragEvent) => {
    if (carried && place !== undefined) {
      event.preventDefault();
      const from = ids.indexOf(carried);
      // Without it the ones behind stand one further to the front.
      onMove(carried, place > from ? place - 1 : place);
    }
    end();
  };
  const onDragLeave = (event: DragEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setPlace(undefined);
  };
  return { carried, place, area: { onDragStart, onDragOver, onDrop, onDragEnd: end, onDragLeave } };
}

/** Before the first link whose middle lies behind the pointer. */
function placeAt(event: DragEvent): number {
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-bookmark]")];
  const turned = getComputedStyle(event.currentTarget).direction === "rtl";
  const found = links.findIndex((link) => {
    const { left, width } = link.getBoundingClientRect();
    return turned ? event.clientX > left + width / 2 : event.clientX < left + width / 2;
  });
  return found < 0 ? links.length : found;
}
