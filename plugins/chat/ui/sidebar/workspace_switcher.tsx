import { Check, ChevronsUpDown, Compass, Plus, Settings2 } from "lucide-react";
import { Count, cx, Menu, MenuHeading, MenuItem, MenuSeparator, useMedia } from "@bulkhead/kit";
import type { WorkspaceItem } from "../state/wire.ts";
import { useChat } from "../use_chat.ts";
import { useChatRoute, useElsewhere, useHere, useWorkspaces } from "../use_workspaces.ts";
import { WorkspaceMark } from "./workspace_mark.tsx";
import { plural, t } from "../i18n/language.ts";

export interface WorkspaceSwitcherProps {
  onWorkspace(kind: "create_workspace" | "join_workspace"): void;
}

/** The name of the workspace at the head of the sidebar, which leads to the others. With one alone there is no choice. */
export function WorkspaceSwitcher({ onWorkspace }: WorkspaceSwitcherProps) {
  const { me } = useChat();
  const { items } = useWorkspaces();
  const here = useHere();
  const elsewhere = useElsewhere();
  const { enter, go } = useChatRoute();
  // A phone has no such keys.
  const slim = useMedia("(max-width: 767px)");
  if (items.length < 2 || !here) return t("Chat");
  const mine = items.filter(({ member }) => member);
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className="ring-in flex h-9 max-w-full min-w-0 items-center gap-1.5 rounded-control px-1.5 text-left hover:bg-hover data-popup-open:bg-active max-md:h-11"
        >
          <span className="min-w-0 truncate" dir="auto">{here.name}</span>
          <span className="sr-only">{t("Switch workspace")}</span>
          <ChevronsUpDown size={14} className="shrink-0 text-ink-3" aria-hidden />
          <Elsewhere {...elsewhere} />
        </button>
      }
    >
      <MenuHeading>{t("Workspaces")}</MenuHeading>
      {mine.map((item, index) => (
        <Choice
          key={item.id}
          item={item}
          current={item.id === here.id}
          shortcut={index < 9 && !slim ? `Mod+Shift+${index + 1}` : undefined}
          onSelect={() => enter(item)}
        />
      ))}
      {me.role !== "guest" && (
        <>
          <MenuSeparator />
          {items.length > mine.length && (
            <MenuItem
              icon={<Compass size={15} aria-hidden />}
              onSelect={() => onWorkspace("join_workspace")}
            >
              {t("Join another")}
            </MenuItem>
          )}
          <MenuItem icon={<Plus size={15} aria-hidden />} onSelect={() => onWorkspace("create_workspace")}>
            {t("New workspace")}
          </MenuItem>
          {!here.first && (
            <MenuItem icon={<Settings2 size={15} aria-hidden />} onSelect={() => go("-manage/members")}>
              {t("Members and settings")}
            </MenuItem>
          )}
        </>
      )}
    </Menu>
  );
}

interface ChoiceProps {
  item: WorkspaceItem;
  current: boolean;
  shortcut?: string;
  onSelect(): void;
}

function Choice({ item, current, shortcut, onSelect }: ChoiceProps) {
  const unread = !current && item.unread > 0;
  return (
    <MenuItem
      icon={current ? <Check size={15} aria-hidden /> : unread && item.mentions === 0 ? <Dot /> : undefined}
      shortcut={shortcut}
      onSelect={onSelect}
    >
      <span className="flex items-center gap-2 pr-6" data-workspace={item.slug}>
        <WorkspaceMark name={item.name} current={current} />
        <span className={cx("max-w-56 truncate", unread && "font-semibold")} dir="auto">{item.name}</span>
        {unread && <span className="sr-only">{t("{count} unread", { count: item.unread })}</span>}
        {!current && <Count value={item.mentions} label={plural("mentions", item.mentions)} />}
      </span>
    </MenuItem>
  );
}

/** What waits in other workspaces. */
function Elsewhere({ unread, mentions }: { unread: number; mentions: number }) {
  if (mentions > 0) return <Count value={mentions} label={t("mentions in other workspaces")} />;
  if (unread === 0) return null;
  return (
    <>
      <Dot />
      <span className="sr-only">{t("Something is unread in another workspace")}</span>
    </>
  );
}

function Dot() {
  return <span aria-hidden data-unread className="m-auto size-2 shrink-0 rounded-pill bg-accent-solid" />;
}
