import { isDirect } from "./channel_list.ts";
import type { SidebarGroup } from "./sidebar.ts";
import type { Channel, Section } from "./wire.ts";

/** Something with an order: the smallest place first. */
export interface Placed {
  id: string;
  place?: number;
}

/**
 * The new places with which `id` stands at `index` among the others, as few as there can be: a number between two that
 * differ, else the shorter side is moved away from the gap.
 */
export function placesFor(rows: readonly Placed[], id: string, index: number): Map<string, number> {
  const others = rows.filter((row) => row.id !== id).map((row) => ({ id: row.id, place: row.place ?? 0 }));
  const at = Math.max(0, Math.min(index, others.length));
  const before = others[at - 1], after = others[at];
  const places = new Map<string, number>();
  if (!before) return places.set(id, after ? after.place - 1 : 0);
  if (!after) return places.set(id, before.place + 1);
  const middle = (before.place + after.place) / 2;
  if (before.place < middle && middle < after.place) return places.set(id, middle);
  const up = at <= others.length - at;
  let bound = up ? after.place - 1 : before.place + 1;
  places.set(id, bound);
  for (let each = up ? at - 1 : at; each >= 0 && each < others.length; each += up ? -1 : 1) {
    const { id, place } = others[each]!;
    if (up ? place < bound : place > bound) break;
    bound += up ? -1 : 1;
    places.set(id, bound);
  }
  return places;
}

/** Where a conversation is put: into a group, above another one; without `before` at the end. */
export interface Move {
  channel: Channel;
  group: string;
  before?: string;
}

/** What has to be told to the host so that a move is so. */
export interface MovePlan {
  id: string;
  /** Only when it changes. */
  starred?: boolean;
  assigned: { id: string; sectionId: string | null; place: number }[];
}

/** Conversations of people are never among the channels, nor the other way round. */
export function mayStand(channel: Channel, group: string): boolean {
  return group === "channels" ? !isDirect(channel) : group === "direct" ? isDirect(channel) : true;
}

/** Undefined when it may not stand there, or stands there already. `groups` are all, in the order of their places. */
export function planMove(groups: readonly SidebarGroup[], { channel, group, before }: Move): MovePlan | undefined {
  const target = groups.find((each) => each.id === group);
  if (!target || !mayStand(channel, group) || before === channel.id) return undefined;
  const starred = group === "starred";
  const sectionId = target.own ? target.id : starred ? channel.sectionId ?? null : null;
  const others = target.channels.filter((each) => each.id !== channel.id);
  const found = before === undefined ? -1 : others.findIndex((each) => each.id === before);
  const index = found < 0 ? others.length : found;
  if (target.channels[index]?.id === channel.id) return undefined;
  const changed = starred !== (channel.starred ?? false) ? { starred } : {};
  // People stand by what is newest: there is no order to choose.
  const places = group === "direct" ? new Map([[channel.id, 0]]) : placesFor(target.channels, channel.id, index);
  const sectionOf = (id: string) =>
    id === channel.id ? sectionId : target.channels.find((each) => each.id === id)?.sectionId ?? null;
  return {
    id: channel.id,
    ...changed,
    assigned: [...places].map(([id, place]) => ({ id, sectionId: sectionOf(id), place })),
  };
}

/** One step up or down; at the edge of its group into the next one that takes it. Undefined at the end of the sidebar. */
export function stepOf(groups: readonly SidebarGroup[], id: string, step: 1 | -1): Move | undefined {
  const from = groups.findIndex((group) => group.channels.some((each) => each.id === id));
  const group = groups[from];
  if (!group) return undefined;
  const at = group.channels.findIndex((each) => each.id === id);
  const channel = group.channels[at]!;
  const next = at + step;
  if (group.id !== "direct" && next >= 0 && next < group.channels.length) {
    return { channel, group: group.id, before: group.channels[step > 0 ? at + 2 : at - 1]?.id };
  }
  for (let each = from + step; each >= 0 && each < groups.length; each += step) {
    const target = groups[each]!;
    if (target.id === "starred" || !mayStand(channel, target.id)) continue;
    return { channel, group: target.id, before: step > 0 ? target.channels[0]?.id : undefined };
  }
}

/** The new places with which a section stands above another one, or at the end. */
export function planSection(sections: readonly Section[], id: string, before?: string): Map<string, number> {
  const ordered = [...sections].sort((left, right) => left.place - right.place);
  const others = ordered.filter((each) => each.id !== id);
  const found = others.findIndex((each) => each.id === before);
  return placesFor(ordered, id, found < 0 ? others.length : found);
}
