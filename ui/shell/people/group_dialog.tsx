import { type FormEvent, useId, useState } from "react";
import { Button, Dialog, Field, Input } from "@bulkhead/kit";
import { useCall, useRpcCache } from "@bulkhead/ui";
import { GateError } from "../gate/gate_card.tsx";
import type { GroupInfo } from "./person_info.ts";
import { t } from "../../i18n/texts.ts";

interface GroupDialogProps {
  /** The one that gets another name; without it a new one is made. */
  group?: GroupInfo;
  onClose(): void;
  onDone?(group: GroupInfo): void;
}

/** Names a group. */
export function GroupDialog({ group, onClose, onDone }: GroupDialogProps) {
  const form = useId();
  const cache = useRpcCache();
  const [name, setName] = useState(group?.name ?? "");
  const save = useCall<{ id?: string; name: string }, GroupInfo>(group ? "host.group.rename" : "host.group.create");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const saved = await save.mutateAsync({ ...(group ? { id: group.id } : {}), name: name.trim() }).catch(() =>
      undefined
    );
    if (!saved) return;
    for (const method of ["host.group.list", "host.group.get", "host.user.list"]) cache.refresh(method);
    onClose();
    onDone?.(saved);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={group ? t("Rename {name}", { name: group.name }) : t("New group")}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="primary" type="submit" form={form} busy={save.isPending} disabled={name.trim() === ""}>
            {group ? t("Rename") : t("Make group")}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)} className="flex flex-col gap-4 pb-1">
        <Field label={t("Name")}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              autoComplete="off"
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <GateError failure={save.error ?? undefined} />
      </form>
    </Dialog>
  );
}
