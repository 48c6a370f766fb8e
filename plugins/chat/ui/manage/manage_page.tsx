import { Settings2 } from "lucide-react";
import { EmptyState, PageBody, PageHeader, Tabs } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { useChat, usePersonal } from "../use_chat.ts";
import { useModerates } from "../use_moderates.ts";
import { MembersTab } from "./members_tab.tsx";
import { EmojiTab } from "./emoji_tab.tsx";
import { GroupsTab } from "./groups_tab.tsx";
import { IncomingTab } from "./incoming_tab.tsx";
import { OutgoingTab } from "./outgoing_tab.tsx";
import { TransferTab } from "./transfer_tab.tsx";
import { WorkspaceTab } from "./workspace_tab.tsx";
import { useChatRoute } from "../use_workspaces.ts";

/** How chat is set up, for who may: emoji, groups and webhooks for all but guests, the rest for admins. */
export function ManagePage({ tab, onBack }: { tab: string; onBack(): void }) {
  const { go } = useChatRoute();
  const { me } = useChat();
  const isAdmin = useModerates();
  const first = usePersonal((state) => state.workspace?.first ?? true);
  const name = usePersonal((state) => state.workspace?.name ?? "");
  const tabs = [
    ...(isAdmin ? [{ value: "workspace", label: t("Workspace"), content: <WorkspaceTab /> }] : []),
    ...(first ? [] : [{ value: "members", label: t("Members"), content: <MembersTab /> }]),
    { value: "emoji", label: t("Emoji"), content: <EmojiTab /> },
    { value: "groups", label: t("Groups"), content: <GroupsTab /> },
    { value: "incoming", label: t("Incoming webhooks"), content: <IncomingTab /> },
    { value: "outgoing", label: t("Outgoing webhooks"), content: <OutgoingTab /> },
    ...(isAdmin ? [{ value: "transfer", label: t("Import and export"), content: <TransferTab /> }] : []),
  ].map((each) => ({ ...each, content: <PageBody>{each.content}</PageBody> }));
  return (
    <>
      <PageHeader
        onBack={onBack}
        icon={<Settings2 size={16} aria-hidden />}
        title={first ? t("Set up chat") : t("Set up {name}", { name })}
      />
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
