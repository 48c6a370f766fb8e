import { ShieldAlert } from "lucide-react";
import { useState } from "react";
import { EmptyState, PageHeader } from "@bulkhead/kit";
import { InboxPage } from "../inbox/inbox_page.tsx";
import { ViewButtons } from "../inbox/view_buttons.tsx";
import { usePages } from "../inbox/use_pages.ts";
import { t } from "../i18n/language.ts";
import type { Reported } from "../state/wire.ts";
import { usePersonal } from "../use_chat.ts";
import { useModerates } from "../use_moderates.ts";
import { type Resolution, ResolveDialog } from "./resolve_dialog.tsx";
import { ReportedCard } from "./reported_card.tsx";

/** What members reported in a workspace, for those who resolve it. */
export function ModerationPage({ view, onBack }: { view: string; onBack(): void }) {
  const moderates = useModerates();
  const icon = <ShieldAlert size={16} aria-hidden />;
  if (moderates) return <Queue filter={view === "resolved" || view === "all" ? view : "open"} onBack={onBack} />;
  return (
    <>
      <PageHeader onBack={onBack} icon={icon} title={t("Reported messages")} />
      <EmptyState
        icon={<ShieldAlert size={20} aria-hidden />}
        title={t("Owners and admins see what was reported")}
        description={t("Report a message yourself in the menu of that message.")}
      />
    </>
  );
}

function Queue({ filter, onBack }: { filter: "open" | "resolved" | "all"; onBack(): void }) {
  // Each report and each resolution is a position: the list is read anew with it.
  const changed = usePersonal((state) => `${state.moderation?.open ?? 0} ${state.moderation?.rev ?? 0}`);
  const pages = usePages<Reported>("chat.moderation.list", { filter }, `${filter} ${changed}`);
  const [resolving, setResolving] = useState<Resolution>();
  const views = [
    { path: "-moderation", label: t("To do"), chosen: filter === "open" },
    { path: "-moderation/resolved", label: t("Resolved"), chosen: filter === "resolved" },
    { path: "-moderation/all", label: t("All"), chosen: filter === "all" },
  ];
  return (
    <>
      <InboxPage
        title={t("Reported messages")}
        icon={ShieldAlert}
        pages={pages}
        onBack={onBack}
        actions={<ViewButtons views={views} />}
        empty={filter === "resolved"
          ? { title: t("Nothing was resolved yet"), description: t("What you dismiss or delete stands here.") }
          : {
            title: t("Nothing waits"),
            description: t("When a member reports a message, it stands here with what it said."),
          }}
        row={(reported) => <ReportedCard key={reported.id} reported={reported} onResolve={setResolving} />}
      />
      {resolving && (
        <ResolveDialog
          resolution={resolving}
          onClose={() => setResolving(undefined)}
          onResolved={() => {
            setResolving(undefined);
            pages.again();
          }}
        />
      )}
    </>
  );
}
