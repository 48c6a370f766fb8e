import { ArrowDown, ArrowUp, ChevronDown, Ellipsis, FolderPlus, Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { cx, IconButton, Menu, MenuItem } from "@bulkhead/kit";
import { readFlag, writeFlag } from "../state/flags.ts";
import { isNew, type SidebarGroup } from "../state/sidebar.ts";
import { attempt, useChat, usePersonal } from "../use_chat.ts";
import { EmojiView } from "../message/emoji_view.tsx";
import { ChannelRow, DropLine } from "./channel_row.tsx";
import { useArranging } from "./use_arranging.ts";
import type { RowDrag } from "./use_row_drag.ts";
import { t } from "../i18n/language.ts";

export interface SidebarSectionProps {
  group: SidebarGroup;
  current?: string;
  onAdd?(): void;
  /** Asks for a new section. */
  onSection(): void;
  onRename(group: SidebarGroup): void;
  drag: RowDrag;
}

/** One group of the sidebar: folded, only what is new in it is seen. */
export function SidebarSection({ group, current, onAdd, onSection, onRename, drag }: SidebarSectionProps) {
  const chat = useChat();
  const kept = usePersonal((state) => state.sections.find((section) => section.id === group.id)?.collapsed);
  const [local, setLocal] = useState(() => readFlag(`folded.${group.id}`));
  const folded = group.own ? kept ?? false : local;
  const arranging = useArranging();
  const sections = usePersonal((state) => state.sections);
  const own = [...sections].sort((left, right) => left.place - right.place);
  const at = own.findIndex((section) => section.id === group.id);
  const above = own[at - 1], below = own[at + 1];
  const fold = () => {
    if (group.own) {
      return attempt(
        chat.rpc.call("chat.section.update", { id: group.id, collapsed: !folded }),
        t("It was not folded"),
      );
    }
    setLocal(!folded);
    writeFlag(`folded.${group.id}`, !folded);
  };
  const remove = () => attempt(chat.rpc.call("chat.section.delete", { id: group.id }), t("The section is still there"));
  const { carried, place } = drag;
  const rowsHere = carried?.kind === "channel" && place?.group === group.id;
  const lineAbove = carried?.kind === "section" && place !== undefined && group.own && place.before === group.id;
  const lineBelow = carried?.kind === "section" && place !== undefined && place.before === undefined &&
    own.at(-1)?.id === group.id;
  const shown = folded ? group.channels.filter((channel) => channel.id === current || isNew(channel)) : group.channels;
  return (
    <section aria-label={group.name} data-section={group.id} className="relative mb-2">
      {lineAbove && <DropLine at="above" />}
      <div
        {...(group.own ? { draggable: true, "data-section-handle": group.id } : {})}
        className="group/head relative flex h-8 max-md:h-11 items-center pr-1 text-12 font-medium text-ink-3"
      >
        <h2 className="flex min-w-0 flex-1">
          <button
            type="button"
            aria-expanded={!folded}
            onClick={fold}
            className="ring-in flex h-7 max-md:h-11 min-w-0 items-center gap-1 rounded-control px-1 font-medium hover:text-ink"
          >
            <ChevronDown
              size={14}
              aria-hidden
              className={cx("shrink-0 transition-transform duration-120", folded && "-rotate-90")}
            />
            {group.emoji && <EmojiView emoji={group.emoji} />}
            <span className="truncate" dir="auto">{group.name}</span>
          </button>
        </h2>
        <span className="flex opacity-0 group-focus-within/head:opacity-100 group-hover/head:opacity-100 has-data-popup-open:opacity-100 max-md:opacity-100">
          <Menu
            trigger={
              <IconButton
                size="sm"
                label={t("More of {name}", { name: group.name })}
                icon={<Ellipsis size={15} aria-hidden />}
              />
            }
          >
            <MenuItem icon={<FolderPlus size={15} aria-hidden />} onSelect={onSection}>{t("New section")}</MenuItem>
            {group.own && (
              <MenuItem icon={<Pencil size={15} aria-hidden />} onSelect={() => onRename(group)}>
                {t("Rename section")}
              </MenuItem>
            )}
            {group.own && above && (
              <MenuItem
                icon={<ArrowUp size={15} aria-hidden />}
                onSelect={() => arranging.moveSection(group.id, above.id)}
              >
                {t("Move up")}
              </MenuItem>
            )}
            {group.own && below && (
              <MenuItem
                icon={<ArrowDown size={15} aria-hidden />}
                onSelect={() => arranging.moveSection(group.id, own[at + 2]?.id)}
              >
                {t("Move down")}
              </MenuItem>
            )}
            {group.own && (
              <MenuItem danger icon={<Trash2 size={15} aria-hidden />} onSelect={remove}>
                {t("Delete section")}
              </MenuItem>
            )}
          </Menu>
        </span>
        {onAdd && (
          <IconButton
            size="sm"
            label={group.id === "direct" ? t("Write to people") : t("Add a channel")}
            icon={<Plus size={15} aria-hidden />}
            onClick={onAdd}
          />
        )}
      </div>
      {shown.map((channel, index) => (
        <ChannelRow
          key={channel.id}
          channel={channel}
          current={current}
          drop={!rowsHere
            ? undefined
            : place?.before === channel.id
            ? "above"
            : place?.before === undefined && index === shown.length - 1
            ? "below"
            : undefined}
        />
      ))}
      {rowsHere && shown.length === 0 && <DropLine at="below" />}
      {lineBelow && <DropLine at="below" />}
    </section>
  );
}
