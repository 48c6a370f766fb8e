import { ChevronsUpDown, Keyboard, Plus, Settings2, SlidersHorizontal, SmilePlus } from "lucide-react";
import { Avatar, Menu, MenuChoice, MenuItem, MenuSeparator } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { EmojiView } from "../message/emoji_view.tsx";
import { PresenceDot } from "../presence_dot.tsx";
import type { Presence } from "../state/wire.ts";
import { attempt, useChat, usePersonal, usePresence } from "../use_chat.ts";
import { useChatRoute, useWorkspaces } from "../use_workspaces.ts";

export interface SelfRowProps {
  onStatus(): void;
  onKeys(): void;
  onWorkspace(kind: "create_workspace" | "join_workspace"): void;
}

/** The person who looks, at the foot of the sidebar: what others see of them, and what they chose. */
export function SelfRow({ onStatus, onKeys, onWorkspace }: SelfRowProps) {
  const chat = useChat();
  const { go } = useChatRoute();
  const { me } = chat;
  // With one workspace there is no switcher that would offer it.
  const alone = useWorkspaces().items.length < 2;
  const status = usePersonal((state) => state.people.get(me.id)?.status);
  const presence = usePresence(me.id);
  const setPresence = (value: "auto" | "away" | "dnd") =>
    attempt(
      chat.rpc.call<{ presence: Presence }>("chat.user.set_presence", { presence: value })
        .then((answer) => chat.presence.take([{ id: me.id, presence: answer.presence }])),
      t("Your presence was not changed"),
    );
  return (
    <div className="shrink-0 border-t border-line p-2">
      <Menu
        side="top"
        align="start"
        trigger={
          <button
            type="button"
            className="ring-in flex h-11 w-full items-center gap-2.5 rounded-control px-2 text-left hover:bg-hover data-popup-open:bg-active"
          >
            <span className="relative shrink-0">
              <Avatar id={me.id} name={me.name} size={28} />
              <PresenceDot id={me.id} className="absolute -right-1 -bottom-1" />
            </span>
            <span className="min-w-0 flex-1">
              <span className="block truncate text-13 font-medium" dir="auto">{me.name}</span>
              {status && (
                <span className="flex min-w-0 items-center gap-1 text-12 text-ink-3">
                  {status.emoji && <EmojiView emoji={status.emoji} />}
                  <span className="min-w-0 truncate" dir="auto">{status.text}</span>
                </span>
              )}
            </span>
            <span className="sr-only">{t("Your status, presence and preferences")}</span>
            <ChevronsUpDown size={14} className="shrink-0 text-ink-3" aria-hidden />
          </button>
        }
      >
        <MenuItem icon={<SmilePlus size={15} aria-hidden />} onSelect={onStatus}>
          {status ? t("Change your status") : t("Set a status")}
        </MenuItem>
        <MenuSeparator />
        <MenuChoice
          label={t("Others see you as")}
          value={presence === "away" || presence === "dnd" ? presence : "auto"}
          closes
          onChange={setPresence}
          options={[
            { value: "auto", label: t("Active"), icon: <Mark presence="active" /> },
            { value: "away", label: t("Away"), icon: <Mark presence="away" /> },
            { value: "dnd", label: t("Do not disturb"), icon: <Mark presence="dnd" /> },
          ]}
        />
        <MenuSeparator />
        <MenuItem icon={<SlidersHorizontal size={15} aria-hidden />} onSelect={() => go("-preferences")}>
          {t("Preferences")}
        </MenuItem>
        {me.role !== "guest" && (
          <MenuItem icon={<Settings2 size={15} aria-hidden />} onSelect={() => go("-manage")}>
            {t("Set up chat")}
          </MenuItem>
        )}
        {alone && me.role !== "guest" && (
          <MenuItem
            icon={<Plus size={15} aria-hidden />}
            onSelect={() => onWorkspace("create_workspace")}
          >
            {t("New workspace")}
          </MenuItem>
        )}
        <MenuItem icon={<Keyboard size={15} aria-hidden />} shortcut="?" onSelect={onKeys}>
          {t("Keyboard shortcuts")}
        </MenuItem>
      </Menu>
    </div>
  );
}

const LOOK: Record<Presence, string> = { active: "bg-ok", away: "border-[1.5px] border-ink-3", dnd: "bg-bad" };

function Mark({ presence }: { presence: Presence }) {
  return <span className={`m-0.5 size-2.5 rounded-pill ${LOOK[presence]}`} />;
}
