import { isDirect } from "./channel_list.ts";
import type { Channel, Section } from "./wire.ts";
import { t } from "../i18n/language.ts";

/** A group of the sidebar as it is drawn. */
export interface SidebarGroup {
  /** Id of a section of the person's own, or `starred`, `channels`, `direct`. */
  id: string;
  name: string;
  emoji?: string;
  own: boolean;
  channels: Channel[];
}

export interface SidebarOptions {
  sections: readonly Section[];
  /** Only what has something new. */
  unreadOnly?: boolean;
  /** What has something new stands first. */
  unreadFirst?: boolean;
  /** Groups without a conversation too. */
  empty?: boolean;
  /** Is open now: never filtered away. */
  current?: string;
}

/** Lays the sidebar out: what is starred, the person's own sections, channels, direct conversations. */
export function sidebarOf(channels: readonly Channel[], options: SidebarOptions): SidebarGroup[] {
  const { sections, unreadOnly, unreadFirst, empty, current } = options;
  const shown = channels.filter((channel) =>
    channel.id === current ||
    (channel.joined && !channel.hidden && !channel.archivedAt && (!unreadOnly || isNew(channel)))
  );
  const own = [...sections].sort((left, right) => left.place - right.place);
  const known = new Set(own.map((section) => section.id));
  const placeOf = (channel: Channel) =>
    channel.starred
      ? "starred"
      : channel.sectionId !== undefined && known.has(channel.sectionId)
      ? channel.sectionId
      : isDirect(channel)
      ? "direct"
      : "channels";
  const groups: SidebarGroup[] = [
    { id: "starred", name: t("Starred"), own: false, channels: [] },
    ...own.map(({ id, name, emoji }) => ({ id, name, emoji, own: true, channels: [] })),
    { id: "channels", name: t("Channels"), own: false, channels: [] },
    { id: "direct", name: t("Direct messages"), own: false, channels: [] },
  ];
  for (const channel of shown) groups.find((group) => group.id === placeOf(channel))!.channels.push(channel);
  for (const group of groups) {
    group.channels.sort(group.id === "direct" ? byNewest : byPlace);
    // A stable sort keeps the order on both sides.
    if (unreadFirst) group.channels.sort((left, right) => Number(isNew(right)) - Number(isNew(left)));
  }
  const needed = (group: SidebarGroup) => empty || group.channels.length > 0 || (!unreadOnly && group.id !== "starred");
  return groups.filter(needed);
}

/** There is something to read, and this person wants to see that. */
export function isNew(channel: Channel): boolean {
  return channel.joined && (channel.unread > 0 && !channel.muted || (channel.mentions ?? 0) > 0);
}

function byPlace(left: Channel, right: Channel): number {
  return (left.place ?? 0) - (right.place ?? 0) || left.name.localeCompare(right.name);
}

function byNewest(left: Channel, right: Channel): number {
  return right.lastSeq - left.lastSeq || left.name.localeCompare(right.name);
}
