import { Settings2 } from "lucide-react";
import { EmptyState, PageBody, PageHeader, Tabs } from "@bulkhead/kit";
import { useIsAdmin, usePluginRoute } from "@bulkhead/ui";
import { t } from "../i18n/language.ts";
import { useChat } from "../use_chat.ts";
import { EmojiTab } from "./emoji_tab.tsx";
import { GroupsTab } from "./groups_tab.tsx";
import { IncomingTab } from "./incoming_tab.tsx";
import { OutgoingTab } from "./outgoing_tab.tsx";
import { TransferTab } from "./transfer_tab.tsx";
import { WorkspaceTab } from "./workspace_tab.tsx";

/** How chat is set up, for who may: emoji, groups and webhooks for all but guests, the rest for admins. */
export function ManagePage({ tab, onBack }: { tab: string; onBack(): void }) {
  const { go } = usePluginRoute();
  const { me } = useChat();
  const isAdmin = useIsAdmin();
  const tabs = [
    ...(isAdmin ? [{ value: "workspace", label: t("Workspace"), content: <WorkspaceTab /> }] : []),
    { value: "emoji", label: t("Emoji"), content: <EmojiTab /> },
    { value: "groups", label: t("Groups"), content: <GroupsTab /> },
    { value: "incoming", label: t("Incoming webhooks"), content: <IncomingTab /> },
    { value: "outgoing", label: t("Outgoing webhooks"), content: <OutgoingTab /> },
    ...(isAdmin ? [{ value: "transfer", label: t("Import and export"), content: <TransferTab /> }] : []),
  ].map((each) => ({ ...each, content: <PageBody>{each.content}</PageBody> }));
  return (
    <>
      <PageHeader onBack={onBack} icon={<Settings2 size={16} aria-hidden />} title={t("Set up chat")} />
      {me.role === "guest"
        ? (
          <EmptyState
            title={t("Guests do not set chat up")}
            description={t("An admin of this server can make you a member.")}
          />
        )
        : (
          <Tabs
            value={tabs.some((each) => each.value === tab) ? tab : tabs[0]!.value}
            onChange={(next) => go(`-manage/${next}`, { replace: true })}
            tabs={tabs}
          />
        )}
    </>
  );
}
