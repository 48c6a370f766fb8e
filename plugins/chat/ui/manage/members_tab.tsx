import { UserMinus, UserPlus, Users } from "lucide-react";
import { useEffect, useState } from "react";
import { Avatar, Button, Dialog, IconButton, Section, Select } from "@bulkhead/kit";
import { useCockpit, usePluginRoute } from "@bulkhead/ui";
import { usePages } from "../inbox/use_pages.ts";
import { PeoplePicker } from "../people_picker.tsx";
import type { Person, WorkspaceRole } from "../state/wire.ts";
import { attempt, useChat, usePersonal } from "../use_chat.ts";
import { useModerates } from "../use_moderates.ts";
import { useHub } from "../use_workspaces.ts";
import { t } from "../i18n/language.ts";
import { ConfirmDialog } from "./confirm_dialog.tsx";
import { Listed } from "./listed.tsx";
import { useForm } from "./use_form.ts";

interface Member {
  user: Person;
  role: WorkspaceRole;
}

/** Who is in a workspace, and what they are in it. */
export function MembersTab() {
  const { rpc, me } = useChat();
  const workspace = usePersonal((state) => state.workspace);
  const moderates = useModerates();
  const [changed, setChanged] = useState(0);
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const { board } = useHub();
  const { go } = usePluginRoute();
  const [removing, setRemoving] = useState<Person>();
  const id = workspace?.id ?? "", name = workspace?.name ?? "";
  const pages = usePages<Member>("chat.workspace.members", { id }, `${id} ${changed}`);
  const again = () => setChanged((count) => count + 1);
  const { live } = useCockpit();
  useEffect(() =>
    live.subscribe(["chat.workspace.joined", "chat.workspace.left", "chat.workspace.role_changed"], {
      event: ({ type, data }) => {
        const { workspaceId, userId } = data as { workspaceId: string; userId?: string };
        // Who has left is not answered any more.
        const isMyEnd = type === "chat.workspace.left" && userId === me.id;
        if (workspaceId === id && !isMyEnd) again();
      },
    }), [live, id, me.id]);
  const owns = workspace?.role === "owner";
  const roles = [
    { value: "member" as const, label: t("Member") },
    { value: "admin" as const, label: t("Admin") },
    { value: "owner" as const, label: t("Owner") },
  ];
  const setRole = (user: Person, role: WorkspaceRole) =>
    attempt(
      rpc.call("chat.workspace.set_role", { id, user: user.id, role }).finally(again),
      t("The role was not changed"),
    );
  const mayChange = (member: Member) => moderates && (owns || member.role !== "owner");
  return (
    <>
      <Section
        title={t("Members")}
        action={
          <Button
            kind="primary"
            size="sm"
            icon={<UserPlus size={14} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            {t("Add people")}
          </Button>
        }
      >
        <Listed
          pages={pages}
          empty={{ icon: <Users size={20} aria-hidden />, title: t("Nobody yet"), description: "" }}
          row={(member: Member) => (
            <li key={member.user.id} className="flex min-h-14 items-center gap-3 px-3 py-2">
              <Avatar id={member.user.id} name={member.user.name} size={28} />
              <span className="min-w-0 flex-1">
                <span className="block truncate text-14 font-medium" dir="auto">{member.user.name}</span>
                {member.user.handle && <span className="block truncate text-12 text-ink-3">@{member.user.handle}</span>}
              </span>
              {mayChange(member)
                ? (
                  <Select
                    label={t("Role of {name}", { name: member.user.name })}
                    value={member.role}
                    options={owns ? roles : roles.slice(0, 2)}
                    onChange={(role) => setRole(member.user, role)}
                  />
                )
                : (
                  <span className="text-13 text-ink-2">
                    {roles.find(({ value }) => value === member.role)?.label}
                  </span>
                )}
              {mayChange(member) && member.user.id !== me.id && (
                <IconButton
                  size="sm"
                  label={t("Remove {name}", { name: member.user.name })}
                  icon={<UserMinus size={15} aria-hidden />}
                  onClick={() => setRemoving(member.user)}
                />
              )}
            </li>
          )}
        />
      </Section>
      <Section title={t("Leave")}>
        <p className="text-13 text-ink-2">
          {t("What you wrote stays. What you keep here, such as drafts and reminders, is gone.")}
        </p>
        <Button className="self-start" onClick={() => setLeaving(true)}>{t("Leave {name}", { name })}</Button>
      </Section>
      {leaving && (
        <ConfirmDialog
          title={t("Leave {name}", { name })}
          words={workspace?.access === "open"
            ? t("You can join it again.")
            : t("You come in again only when a member adds you.")}
          verb={t("Leave")}
          onClose={() => setLeaving(false)}
          onConfirm={async () => {
            await rpc.call("chat.workspace.leave", { id });
            // First away: without the workspace this page is not there any more.
            go("general");
            await board.load();
          }}
        />
      )}
      {adding && <AddDialog id={id} onClose={() => setAdding(false)} onAdded={again} />}
      {removing && (
        <ConfirmDialog
          title={t("Remove {name}", { name: removing.name })}
          words={t("They are taken out of all of its channels; what they wrote stays.")}
          verb={t("Remove")}
          onClose={() => setRemoving(undefined)}
          onConfirm={() => rpc.call("chat.workspace.remove_member", { id, user: removing.id }).then(again)}
        />
      )}
    </>
  );
}

function AddDialog({ id, onClose, onAdded }: { id: string; onClose(): void; onAdded(): void }) {
  const { rpc, me } = useChat();
  const { busy, problem, run } = useForm();
  const [chosen, setChosen] = useState<Pick<Person, "id" | "name">[]>([]);
  const add = () =>
    void run(() => rpc.call("chat.workspace.add_members", { id, members: chosen.map((each) => each.id) })).then(
      (done) => {
        if (!done) return;
        onAdded();
        onClose();
      },
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("Add people")}
      description={t("They see its public channels at once.")}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="primary" busy={busy} disabled={chosen.length === 0} onClick={add}>{t("Add")}</Button>
        </>
      }
    >
      {problem && <p role="alert" className="pb-2 text-13 text-bad-ink">{problem}</p>}
      <PeoplePicker chosen={chosen} onChange={setChosen} max={100} without={me.id} everywhere onDone={add} />
    </Dialog>
  );
}
