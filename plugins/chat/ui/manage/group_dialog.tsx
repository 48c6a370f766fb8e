import { type FormEvent, useId, useRef, useState } from "react";
import { Button, Dialog, Field, Input } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { PeoplePicker } from "../people_picker.tsx";
import type { PeopleGroup, Person } from "../state/wire.ts";
import { useChat, usePersonal } from "../use_chat.ts";
import { useForm } from "./use_form.ts";

/** Most people of one group. */
const MAX_MEMBERS = 500;

/** Makes a group, or changes one. */
export function GroupDialog({ group, onClose }: { group?: PeopleGroup; onClose(): void }) {
  const { rpc } = useChat();
  const form = useId();
  const first = useRef<HTMLInputElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const { busy, problem, failure, run } = useForm();
  const people = usePersonal((state) => state.people);
  const [handle, setHandle] = useState(group?.handle ?? "");
  const [name, setName] = useState(group?.name ?? "");
  const [description, setDescription] = useState(group?.description ?? "");
  const [members, setMembers] = useState<Pick<Person, "id" | "name">[]>(
    () => (group?.members ?? []).map((id) => ({ id, name: people.get(id)?.name ?? id })),
  );
  const aboutHandle = failure?.reason === "conflict" || (failure?.path?.startsWith("/handle") ?? false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const ids = members.map(({ id }) => id);
    const words = { handle, name: name.trim(), description: description.trim() };
    void run(async () => {
      if (!group) return await rpc.call("chat.group.create", { ...words, members: ids });
      await rpc.call("chat.group.update", { group: group.id, ...words });
      await rpc.call("chat.group.set_members", { group: group.id, members: ids });
    }).then((done) => done && onClose());
  };
  return (
    <Dialog
      open
      onClose={onClose}
      initialFocus={first}
      title={group ? t("Edit @{name}", { name: group.handle }) : t("New group")}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="primary" type="submit" form={form} busy={busy} disabled={handle.length < 2 || !name.trim()}>
            {group ? t("Save") : t("Create")}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4 pb-1">
        <Field
          label={t("Handle")}
          hint={t("What is written behind @: small letters, digits, dots and dashes.")}
          error={aboutHandle ? problem : undefined}
        >
          {(control) => (
            <Input
              {...control}
              ref={first}
              maxLength={32}
              autoComplete="off"
              spellCheck={false}
              placeholder="on-call"
              value={handle}
              onChange={(event) =>
                setHandle(
                  event.target.value.toLowerCase().replace(/\s/g, "-").replace(/[^a-z0-9._-]/g, "")
                    .replace(/^[._-]+/, ""),
                )}
            />
          )}
        </Field>
        <Field label={t("Name")} error={aboutHandle ? undefined : problem}>
          {(control) => (
            <Input
              {...control}
              dir="auto"
              maxLength={80}
              placeholder={t("On call this week")}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("Description")} mark="optional">
          {(control) => (
            <Input
              {...control}
              dir="auto"
              maxLength={500}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
          )}
        </Field>
        <div>
          <h3 className="pb-1.5 text-13 font-medium text-ink-2">{t("Who is in it")}</h3>
          <PeoplePicker chosen={members} onChange={setMembers} max={MAX_MEMBERS} input={search} />
        </div>
      </form>
    </Dialog>
  );
}
