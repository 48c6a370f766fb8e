import { ChevronDown, Ellipsis, FolderPlus, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { cx, IconButton, Menu, MenuItem } from "@bulkhead/kit";
import { readFlag, writeFlag } from "../state/flags.ts";
import { isNew, type SidebarGroup } from "../state/sidebar.ts";
import { attempt, useChat, usePersonal } from "../use_chat.ts";
import { ChannelRow } from "./channel_row.tsx";
import { t } from "../i18n/language.ts";

export interface SidebarSectionProps {
  group: SidebarGroup;
  current?: string;
  onAdd?(): void;
  /** Asks for a new section. */
  onSection(): void;
}

/** One group of the sidebar: folded, only what is new in it is seen. */
export function SidebarSection({ group, current, onAdd, onSection }: SidebarSectionProps) {
  const chat = useChat();
  const kept = usePersonal((state) => state.sections.find((section) => section.id === group.id)?.collapsed);
  const [local, setLocal] = useState(() => readFlag(`folded.${group.id}`));
  const folded = group.own ? kept ?? false : local;
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
  const shown = folded ? group.channels.filter((channel) => channel.id === current || isNew(channel)) : group.channels;
  return (
    <section aria-label={group.name} data-section={group.id} className="mb-2">
      <div className="group/head flex h-8 items-center pr-1 text-12 font-medium text-ink-3">
        <h2 className="flex min-w-0 flex-1">
          <button
            type="button"
            aria-expanded={!folded}
            onClick={fold}
            className="ring-in flex h-7 min-w-0 items-center gap-1 rounded-control px-1 font-medium hover:text-ink"
          >
            <ChevronDown
              size={14}
              aria-hidden
              className={cx("shrink-0 transition-transform duration-120", folded && "-rotate-90")}
            />
            {group.emoji && <span className="font-emoji">{group.emoji}</span>}
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
      {shown.map((channel) => <ChannelRow key={channel.id} channel={channel} current={current} />)}
    </section>
  );
}
