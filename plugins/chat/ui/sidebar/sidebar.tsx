import {
  AtSign,
  Bookmark,
  ListFilter,
  MessagesSquare,
  PenLine,
  Plus,
  Search,
  ShieldAlert,
  SquarePen,
} from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { cx, IconButton, PaneHeader, SkeletonRows } from "@bulkhead/kit";
import { sidebarOf } from "../state/sidebar.ts";
import { useChannels, usePersonal } from "../use_chat.ts";
import { useModerates } from "../use_moderates.ts";
import { SelfRow } from "../self/self_row.tsx";
import { NotifyOffer } from "./notify_offer.tsx";
import { PlaceRow } from "./place_row.tsx";
import { useRowDrag } from "./use_row_drag.ts";
import { SidebarSection } from "./sidebar_section.tsx";
import { WorkspaceSwitcher } from "./workspace_switcher.tsx";
import { plural, t } from "../i18n/language.ts";

export interface SidebarProps {
  /** Id of the open conversation, or the place such as `-threads`. */
  current?: string;
  onBrowse(): void;
  onDirect(): void;
  onSection(): void;
  onRename(section: { id: string; name: string; emoji?: string }): void;
  onSearch(): void;
  onStatus(): void;
  onKeys(): void;
  onWorkspace(kind: "create_workspace" | "join_workspace"): void;
}

/** Where one goes in chat: inboxes, then conversations in their sections. */
export function Sidebar(
  { current, onBrowse, onDirect, onSection, onRename, onSearch, onStatus, onKeys, onWorkspace }: SidebarProps,
) {
  const { phase, items } = useChannels();
  const sections = usePersonal((state) => state.sections);
  const threads = usePersonal((state) => state.threads);
  const unsent = usePersonal((state) => state.drafts.size + state.scheduled.length);
  const moderates = useModerates();
  const reported = usePersonal((state) => state.moderation?.open ?? 0);
  const drag = useRowDrag();
  const [unreadOnly, setUnreadOnly] = useState(false);
  const unreadFirst = usePersonal((state) => state.preferences.unreadFirst ?? false);
  const groups = sidebarOf(items, { sections, unreadOnly, unreadFirst, current });
  return (
    <>
      <PaneHeader
        title={<WorkspaceSwitcher onWorkspace={onWorkspace} />}
        actions={
          <>
            <IconButton
              size="sm"
              label={t("Search messages")}
              icon={<Search size={16} aria-hidden />}
              onClick={onSearch}
            />
            <IconButton
              size="sm"
              label={unreadOnly ? t("Show all conversations") : t("Show only what is unread")}
              aria-pressed={unreadOnly}
              className={cx(unreadOnly && "bg-accent-soft text-accent-ink")}
              icon={<ListFilter size={16} aria-hidden />}
              onClick={() => setUnreadOnly(!unreadOnly)}
            />
            <IconButton
              size="sm"
              label={t("New message")}
              icon={<SquarePen size={16} aria-hidden />}
              onClick={onDirect}
            />
          </>
        }
      />
      <nav
        aria-label={t("Conversations")}
        onKeyDown={walkRows}
        {...drag.area}
        className="scroll-y min-h-0 flex-1 px-2 pt-2 pb-4"
      >
        <PlaceRow
          place="-threads"
          icon={MessagesSquare}
          current={current}
          count={threads.unread}
          loud={threads.mentions > 0}
        >
          {t("Threads")}
        </PlaceRow>
        <PlaceRow place="-mentions" icon={AtSign} current={current}>{t("Mentions")}</PlaceRow>
        <PlaceRow place="-saved" icon={Bookmark} current={current}>{t("Saved")}</PlaceRow>
        <PlaceRow place="-drafts" icon={PenLine} current={current} count={unsent}>{t("Drafts and scheduled")}</PlaceRow>
        {moderates && (
          <PlaceRow
            place="-moderation"
            icon={ShieldAlert}
            current={current}
            count={reported}
            loud={reported > 0}
            countLabel={plural("reported messages wait", reported)}
          >
            {t("Reported messages")}
          </PlaceRow>
        )}
        <div className="h-2" />
        {phase === "loading" && <SkeletonRows count={5} label={t("Loading channels")} />}
        {phase === "ready" && groups.map((group) => (
          <SidebarSection
            key={group.id}
            group={group}
            current={current}
            onAdd={group.id === "channels" ? onBrowse : group.id === "direct" ? onDirect : undefined}
            onSection={onSection}
            onRename={onRename}
            drag={drag}
          />
        ))}
        {phase === "ready" && unreadOnly && groups.every((group) => group.channels.length === 0) && (
          <p className="px-2 py-3 text-13 text-ink-3">{t("All is read.")}</p>
        )}
        {phase === "ready" && !unreadOnly && (
          <button
            type="button"
            onClick={onBrowse}
            className="ring-in flex h-8 w-full items-center gap-2 rounded-control px-2 text-13 text-ink-3 hover:bg-hover hover:text-ink max-md:min-h-12 max-md:text-14"
          >
            <Plus size={15} className="shrink-0" aria-hidden />
            {t("Browse or create channels")}
          </button>
        )}
      </nav>
      <NotifyOffer />
      <SelfRow onStatus={onStatus} onKeys={onKeys} onWorkspace={onWorkspace} />
    </>
  );
}

/** Arrows go from row to row. */
function walkRows(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
  if (step === 0 || event.altKey || !(event.target as HTMLElement).matches("a[data-row]")) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("a[data-row]")];
  const next = rows[rows.indexOf(event.target as HTMLElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
