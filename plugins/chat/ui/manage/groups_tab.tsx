import { Pencil, Plus, Trash2, Users } from "lucide-react";
import { useState } from "react";
import { Button, EmptyState, IconButton, Section } from "@bulkhead/kit";
import { plural, t } from "../i18n/language.ts";
import type { PeopleGroup } from "../state/wire.ts";
import { useChat, usePersonal } from "../use_chat.ts";
import { ConfirmDialog } from "./confirm_dialog.tsx";
import { GroupDialog } from "./group_dialog.tsx";

/** Groups of people that a handle calls. */
export function GroupsTab() {
  const { rpc } = useChat();
  const groups = usePersonal((state) => state.groups);
  const [editing, setEditing] = useState<PeopleGroup | "new">();
  const [deleting, setDeleting] = useState<PeopleGroup>();
  const make = (
    <Button kind="primary" size="sm" icon={<Plus size={14} aria-hidden />} onClick={() => setEditing("new")}>
      {t("New group")}
    </Button>
  );
  return (
    <>
      <Section title={t("Groups of people")} action={groups.length > 0 && make}>
        <p className="text-13 text-ink-2">{t("One name behind @ that calls all of them at once.")}</p>
        {groups.length === 0
          ? (
            <EmptyState
              icon={<Users size={20} aria-hidden />}
              title={t("No group yet")}
              description={t("@design or @on-call calls everybody who is in it.")}
              action={make}
            />
          )
          : (
            <ul className="divide-y divide-line rounded-card border border-line">
              {[...groups].sort((left, right) => left.handle.localeCompare(right.handle)).map((group) => (
                <li key={group.id} className="flex min-h-14 items-center gap-3 px-3 py-2">
                  <Users size={16} className="shrink-0 text-ink-3" aria-hidden />
                  <div className="min-w-0 flex-1">
                    <p className="truncate text-14">
                      <span className="font-medium">@{group.handle}</span>{" "}
                      <span className="text-ink-2" dir="auto">{group.name}</span>
                    </p>
                    <p className="truncate text-12 text-ink-3" dir="auto">
                      {plural("{count} people", group.members.length)}
                      {group.description && ` · ${group.description}`}
                    </p>
                  </div>
                  <IconButton
                    size="sm"
                    label={t("Edit @{name}", { name: group.handle })}
                    icon={<Pencil size={15} aria-hidden />}
                    onClick={() =>
                      setEditing(group)}
                  />
                  <IconButton
                    size="sm"
                    label={t("Delete @{name}", { name: group.handle })}
                    icon={<Trash2 size={15} aria-hidden />}
                    onClick={() =>
                      setDeleting(group)}
                  />
                </li>
              ))}
            </ul>
          )}
      </Section>
      {editing && <GroupDialog group={editing === "new" ? undefined : editing} onClose={() => setEditing(undefined)} />}
      {deleting && (
        <ConfirmDialog
          title={t("Delete @{name}", { name: deleting.handle })}
          words={t("It calls nobody any more; its people stay.")}
          verb={t("Delete")}
          onClose={() => setDeleting(undefined)}
          onConfirm={() => rpc.call("chat.group.delete", { group: deleting.id })}
        />
      )}
    </>
  );
}
