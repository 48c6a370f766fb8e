import { type DragEvent, type HTMLAttributes, useState } from "react";
import { findChannel } from "../state/channel_list.ts";
import { mayStand } from "../state/sidebar_order.ts";
import { useChannels } from "../use_chat.ts";
import { useArranging } from "./use_arranging.ts";

/** What is carried, and above what it would be put down: a row, a section, or the end of a group. */
interface Carried {
  kind: "channel" | "section";
  id: string;
}

export interface DropPlace {
  group: string;
  /** Undefined: at the end. */
  before?: string;
}

export interface RowDrag {
  carried?: Carried;
  place?: DropPlace;
  /** For the element around all rows. */
  area: Pick<HTMLAttributes<HTMLElement>, "onDragStart" | "onDragOver" | "onDrop" | "onDragEnd" | "onDragLeave">;
}

/**
 * Rows and sections of the sidebar that are carried by pointer. One set of listeners for all of them: rows name themselves
 * by `data-channel-id`, groups by `data-section`, headings that are carried by `data-section-handle`.
 */
export function useRowDrag(): RowDrag {
  const { items } = useChannels();
  const arranging = useArranging();
  const [carried, setCarried] = useState<Carried>();
  const [place, setPlace] = useState<DropPlace>();
  const end = () => {
    setCarried(undefined);
    setPlace(undefined);
  };
  const onDragStart = (event: DragEvent) => {
    const target = event.target as HTMLElement;
    const channel = target.closest<HTMLElement>("[data-channel-id]")?.dataset.channelId;
    const section = target.closest<HTMLElement>("[data-section-handle]")?.dataset.sectionHandle;
    if (!channel && !section) return;
    event.dataTransfer.effectAllowed = "move";
    setCarried(channel ? { kind: "channel", id: channel } : { kind: "section", id: section! });
  };
  const onDragOver = (event: DragEvent) => {
    if (!carried) return;
    const next = carried.kind === "channel" ? rowPlace(event) : sectionPlace(event);
    const channel = carried.kind === "channel" ? findChannel(items, carried.id) : undefined;
    if (!next || (channel && !mayStand(channel, next.group))) return setPlace(undefined);
    event.preventDefault();
    if (next.group !== place?.group || next.before !== place?.before) setPlace(next);
  };
  const onDrop = (event: DragEvent) => {
    if (!carried || !place) return end();
    event.preventDefault();
    const channel = findChannel(items, carried.id);
    if (carried.kind === "section") arranging.moveSection(carried.id, place.before);
    else if (channel) arranging.move({ channel, ...place });
    end();
  };
  const onDragLeave = (event: DragEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setPlace(undefined);
  };
  return { carried, place, area: { onDragStart, onDragOver, onDrop, onDragEnd: end, onDragLeave } };
}

/** Above the row under the pointer, or below it; over a heading at the beginning of its group. */
function rowPlace(event: DragEvent): DropPlace | undefined {
  const target = event.target as HTMLElement;
  const group = target.closest<HTMLElement>("[data-section]");
  if (!group) return undefined;
  const rows = [...group.querySelectorAll<HTMLElement>("[data-channel-id]")];
  const row = target.closest<HTMLElement>("[data-channel-id]");
  const at = row ? rows.indexOf(row) + (isBelow(event, row) ? 1 : 0) : 0;
  return { group: group.dataset.section!, before: rows[at]?.dataset.channelId };
}

/** Sections of one's own stand among themselves. */
function sectionPlace(event: DragEvent): DropPlace | undefined {
  const over = (event.target as HTMLElement).closest<HTMLElement>("[data-section]");
  if (!over?.querySelector("[data-section-handle]")) return undefined;
  const own = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-section]:has([data-section-handle])")];
  const next = own[own.indexOf(over) + (isBelow(event, over) ? 1 : 0)];
  return { group: over.dataset.section!, before: next?.dataset.section };
}

function isBelow(event: DragEvent, element: HTMLElement): boolean {
  const { top, height } = element.getBoundingClientRect();
  return event.clientY > top + height / 2;
}
