import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Bot, Plus, UserPlus } from "lucide-react";
import { useState } from "react";
import { Button, IconButton, PageHeader, Panes, Tabs } from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import { NotFoundPage } from "../frame/fallback_pages.tsx";
import { AgentDialog } from "./agent_dialog.tsx";
import { GroupDetail } from "./group_detail.tsx";
import { GroupDialog } from "./group_dialog.tsx";
import { GroupsTab } from "./groups_tab.tsx";
import { InviteDialog } from "./invite_dialog.tsx";
import { PeopleTab } from "./people_tab.tsx";
import type { PeopleSearch } from "./search.ts";
import { usePeopleLive } from "./use_people_live.ts";
import { t } from "../../i18n/texts.ts";

type Tab = "people" | "groups";

/** Everybody on this server and their groups; owners and admins invite, change roles, shut out and group. */
export function PeoplePage() {
  const { tab = "people" } = useParams({ strict: false }) as { tab?: string };
  const search = useSearch({ strict: false }) as PeopleSearch;
  const navigate = useNavigate();
  const isAdmin = useIsAdmin();
  usePeopleLive();
  const [adding, setAdding] = useState(false);
  const [addingAgent, setAddingAgent] = useState(false);
  if (tab !== "people" && tab !== "groups") return <NotFoundPage />;
  const go = (next: Tab, where: PeopleSearch = {}, replace = false) =>
    void navigate({
      to: (next === "people" ? "/people" : "/people/groups") as never,
      search: where as never,
      replace,
    });
  const close = () => go("groups");
  const detail = tab === "groups" && search.id
    ? (
      <GroupDetail
        key={search.id}
        id={search.id}
        onClose={close}
        onShowPeople={(group) => go("people", { group })}
      />
    )
    : undefined;
  const add = tab === "people"
    ? { label: t("Invite"), icon: <UserPlus size={14} aria-hidden /> }
    : { label: t("New group"), icon: <Plus size={14} aria-hidden /> };
  return (
    <Panes detail={detail} detailTitle={t("Group")} onCloseDetail={close}>
      <PageHeader
        title={t("People")}
        actions={isAdmin && (
          <>
            {tab === "people" && (
              <IconButton
                kind="secondary"
                label={t("Add an agent")}
                icon={<Bot size={16} aria-hidden />}
                onClick={() => setAddingAgent(true)}
              />
            )}
            <Button kind="primary" icon={add.icon} onClick={() => setAdding(true)}>{add.label}</Button>
          </>
        )}
      />
      <Tabs
        value={tab}
        onChange={(next: Tab) => go(next)}
        tabs={[
          {
            value: "people",
            label: t("People"),
            content: <PeopleTab search={search} onSearch={(next) => go("people", next, true)} />,
          },
          {
            value: "groups",
            label: t("Groups"),
            content: <GroupsTab chosen={search.id} onChoose={(id) => go("groups", { id })} />,
          },
        ]}
      />
      {adding && tab === "people" && <InviteDialog onClose={() => setAdding(false)} />}
      {addingAgent && <AgentDialog onClose={() => setAddingAgent(false)} />}
      {adding && tab === "groups" && (
        <GroupDialog
          onClose={() => setAdding(false)}
          onDone={(group) => go("groups", { id: group.id })}
        />
      )}
    </Panes>
  );
}
