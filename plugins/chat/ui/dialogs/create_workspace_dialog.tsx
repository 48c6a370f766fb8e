import { type FormEvent, useId, useRef, useState } from "react";
import { Button, Dialog, Field, Input } from "@bulkhead/kit";
import { AccessChoice } from "../manage/access_choice.tsx";
import { useForm } from "../manage/use_form.ts";
import { PeoplePicker } from "../people_picker.tsx";
import type { Person, Workspace } from "../state/wire.ts";
import { useChat } from "../use_chat.ts";
import { useChatRoute, useHub } from "../use_workspaces.ts";
import { t } from "../i18n/language.ts";

/** Makes a workspace, lets people in, and goes there. */
export function CreateWorkspaceDialog({ onClose }: { onClose(): void }) {
  const { me } = useChat();
  const { first, board } = useHub();
  const { enter } = useChatRoute();
  const form = useId();
  const input = useRef<HTMLInputElement>(null);
  const { busy, problem, run } = useForm();
  const [name, setName] = useState("");
  const [access, setAccess] = useState<"open" | "closed">("closed");
  const [people, setPeople] = useState<Pick<Person, "id" | "name">[]>([]);
  // The same call again, after a lost answer, makes no second one.
  const [clientId] = useState(() => crypto.randomUUID());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    void run(async () => {
      const made = await first.rpc.call<Workspace & { slug: string }>("chat.workspace.create", {
        name: name.trim(),
        access,
        clientId,
      });
      const members = people.map(({ id }) => id);
      if (members.length > 0) await first.rpc.call("chat.workspace.add_members", { id: made.id, members });
      await board.load();
      onClose();
      enter({ slug: made.slug, first: false });
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      initialFocus={input}
      title={t("New workspace")}
      description={t("Channels, groups and emoji of their own for some of the people here.")}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="primary" type="submit" form={form} busy={busy} disabled={!name.trim()}>{t("Create")}</Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4 pb-1">
        <Field label={t("Name")} error={problem}>
          {(control) => (
            <Input
              {...control}
              ref={input}
              large
              dir="auto"
              maxLength={80}
              placeholder={t("Design team")}
              autoComplete="off"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <AccessChoice value={access} onChange={setAccess} />
      </form>
      <div className="pt-4">
        <p className="pb-1.5 text-13 font-medium">{t("Who is in it")}</p>
        <PeoplePicker chosen={people} onChange={setPeople} max={100} without={me.id} everywhere />
      </div>
    </Dialog>
  );
}
