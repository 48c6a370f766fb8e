import { useState } from "react";
import { Button, Dialog, Field, Input, Section } from "@bulkhead/kit";
import { useChat, usePersonal } from "../use_chat.ts";
import { useHub } from "../use_workspaces.ts";
import { usePluginRoute } from "@bulkhead/ui";
import { t } from "../i18n/language.ts";
import { useForm } from "./use_form.ts";

/** How a workspace ends: for one person, or for all. */
export function WorkspaceEnd() {
  const workspace = usePersonal((state) => state.workspace);
  const [deleting, setDeleting] = useState(false);
  if (workspace?.role !== "owner") return null;
  return (
    <Section title={t("Delete the workspace")}>
      <p className="text-13 text-ink-2">
        {t("All of its channels, messages and files are gone with it, for everybody.")}
      </p>
      <Button kind="danger" className="self-start" onClick={() => setDeleting(true)}>
        {t("Delete the workspace")}
      </Button>
      {deleting && <DeleteDialog id={workspace.id} name={workspace.name} onClose={() => setDeleting(false)} />}
    </Section>
  );
}

function DeleteDialog({ id, name, onClose }: { id: string; name: string; onClose(): void }) {
  const { rpc } = useChat();
  const { board } = useHub();
  const { go } = usePluginRoute();
  const { busy, problem, run } = useForm();
  const [typed, setTyped] = useState("");
  const remove = () =>
    void run(async () => {
      await rpc.call("chat.workspace.delete", { id, confirm: typed });
      // First away: without the workspace this page is not there any more.
      go("general");
      await board.load();
    });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("Delete {name}", { name })}
      description={t("Nothing of it can be brought back.")}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="danger" busy={busy} disabled={typed !== name} onClick={remove}>{t("Delete")}</Button>
        </>
      }
    >
      <Field label={t("Its name, to be sure")} error={problem}>
        {(control) => (
          <Input
            {...control}
            dir="auto"
            placeholder={name}
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
    </Dialog>
  );
}
