import { Pencil, Plus, Trash2, X } from "lucide-react";
import { useState } from "react";
import {
  Avatar,
  Button,
  ErrorState,
  IconButton,
  Notice,
  PaneHeader,
  Section,
  SkeletonRows,
  toast,
} from "@bulkhead/kit";
import { RpcFailure, useCall, useIsAdmin, useRpc, useRpcCache } from "@bulkhead/ui";
import { words } from "../data/plugins.ts";
import { GroupDialog } from "./group_dialog.tsx";
import type { GroupInfo, PersonInfo } from "./person_info.ts";
import { PersonPicker } from "./person_picker.tsx";
import { plural, t } from "../../i18n/texts.ts";

interface Detail extends GroupInfo {
  members: PersonInfo[];
}

interface GroupDetailProps {
  id: string;
  onClose(): void;
  onShowPeople(group: string): void;
}

/** One group: who is in it, and what can be changed. */
export function GroupDetail({ id, onClose, onShowPeople }: GroupDetailProps) {
  const { data, isPending, error, refetch } = useRpc<Detail>("host.group.get", { id });
  return (
    <>
      <PaneHeader title={<span dir="auto">{data?.name ?? t("Group")}</span>} onClose={onClose} />
      <div className="scroll-y flex min-h-0 flex-1 flex-col gap-5 p-4">
        {isPending && <SkeletonRows count={4} />}
        {error && (
          <ErrorState
            inline
            title={t("The group could not be read")}
            message={error.message}
            onRetry={() => void refetch()}
          />
        )}
        {data && <Body group={data} onClose={onClose} onShowPeople={onShowPeople} />}
      </div>
    </>
  );
}

function Body(
  { group, onClose, onShowPeople }: { group: Detail; onClose(): void; onShowPeople(group: string): void },
) {
  const mayChange = useIsAdmin() && !group.source;
  const [renaming, setRenaming] = useState(false);
  const [adding, setAdding] = useState(false);
  const { add, take, remove, busy } = useGroupChanges(group);
  const removeGroup = async () => {
    if (await remove()) onClose();
  };
  return (
    <>
      {group.source && (
        <Notice title={t("It comes from {name}", { name: group.source.name })}>
          {t("Each sign-in brings what {name} says, so it is changed there.", { name: group.source.name })}
        </Notice>
      )}
      {mayChange && (
        <div className="flex flex-wrap gap-2">
          <Button icon={<Plus size={14} aria-hidden />} aria-expanded={adding} onClick={() => setAdding(!adding)}>
            {t("Add people")}
          </Button>
          <Button icon={<Pencil size={14} aria-hidden />} onClick={() => setRenaming(true)}>{t("Rename")}</Button>
          <Button kind="ghost" icon={<Trash2 size={14} aria-hidden />} onClick={() => void removeGroup()}>
            {t("Remove")}
          </Button>
        </div>
      )}
      {adding && mayChange && (
        <PersonPicker
          without={group.members.map(({ id }) => id)}
          busy={busy}
          onPick={(person) => void add(person)}
        />
      )}
      <Section
        title={plural("{count} people", group.memberCount)}
      >
        <ul className="divide-y divide-line">
          {group.members.map((person) => (
            <li key={person.id} className="flex min-h-10 items-center gap-2 py-1.5 text-13">
              <Avatar id={person.id} name={person.name} size={24} />
              <span className="min-w-0 flex-1 truncate">
                <span dir="auto">{person.name}</span> <span className="text-ink-3">@{person.handle}</span>
              </span>
              {mayChange && (
                <IconButton
                  label={t("Take {name} out", { name: person.name })}
                  icon={<X size={15} aria-hidden />}
                  onClick={() => void take(person)}
                />
              )}
            </li>
          ))}
        </ul>
        {group.members.length === 0 && <p className="text-13 text-ink-3">{t("Nobody is in it yet.")}</p>}
        {group.memberCount > group.members.length && (
          <div>
            <Button onClick={() => onShowPeople(group.id)}>
              {t("Show all {count}", { count: group.memberCount })}
            </Button>
          </div>
        )}
      </Section>
      {renaming && <GroupDialog group={group} onClose={() => setRenaming(false)} />}
    </>
  );
}

/** Changes of a group, each with what to say when it did not work, and undone where that is possible. */
function useGroupChanges(group: Detail) {
  const cache = useRpcCache();
  const addCall = useCall<{ id: string; users: string[] }, GroupInfo>("host.group.members.add");
  const takeCall = useCall<{ id: string; users: string[] }, GroupInfo>("host.group.members.remove");
  const create = useCall<{ name: string; users: string[] }, GroupInfo>("host.group.create");
  const removeCall = useCall<{ id: string }, unknown>("host.group.remove");
  const attempt = async (change: Promise<unknown>, failed: string): Promise<boolean> => {
    try {
      await change;
      return true;
    } catch (error) {
      toast({ tone: "bad", title: failed, description: words(RpcFailure.wrap(error)) });
      return false;
    } finally {
      for (const method of ["host.group.list", "host.group.get", "host.user.list"]) cache.refresh(method);
    }
  };
  const { id, name, members, memberCount } = group;
  const add = (person: PersonInfo) =>
    attempt(addCall.mutateAsync({ id, users: [person.id] }), t("{name} was not added", { name: person.name }));
  const take = async (person: PersonInfo) => {
    if (
      !await attempt(
        takeCall.mutateAsync({ id, users: [person.id] }),
        t("{name} is still in it", { name: person.name }),
      )
    ) return;
    toast({
      title: t("{name} is out of {group}", { name: person.name, group: name }),
      action: { label: t("Undo"), onClick: () => void add(person) },
    });
  };
  const remove = async () => {
    if (!await attempt(removeCall.mutateAsync({ id }), t("{name} is still there", { name }))) return false;
    // What is not all in hand could not be brought back.
    const whole = members.length === memberCount;
    const again = () =>
      void attempt(
        create.mutateAsync({ name, users: members.map((one) => one.id) }),
        t("{name} did not come back", { name }),
      );
    toast({
      title: t("{name} is removed", { name }),
      ...(whole ? { action: { label: t("Undo"), onClick: again } } : {}),
    });
    return true;
  };
  return { add, take, remove, busy: addCall.isPending };
}
