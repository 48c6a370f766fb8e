import { type FormEvent, useEffect, useRef } from "react";
import { Button, ErrorState, Notice } from "@bulkhead/kit";
import { useLinkState } from "@bulkhead/ui";
import type { SettingsDraft } from "../../../state/settings/draft.ts";
import type { PluginDetail } from "../../../state/wire.ts";
import { SettingControl } from "./setting_control.tsx";

export interface SettingsFormProps {
  plugin: PluginDetail;
  draft: SettingsDraft;
  onSave(): Promise<boolean>;
}

/** The fields, and at the foot what is not saved yet. */
export function SettingsForm({ plugin, draft, onSave }: SettingsFormProps) {
  const { problems, saving, failure } = draft.state.get();
  const form = useRef<HTMLFormElement>(null);
  const offline = useLinkState() === "offline";
  const { dirty } = draft;
  const count = Object.keys(problems).length;
  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [dirty]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (saving || offline) return;
    if (!await onSave()) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  };
  return (
    <form ref={form} noValidate onSubmit={(event) => void submit(event)} className="flex h-full min-h-0 flex-col">
      <div className="scroll-y min-h-0 flex-1">
        <div className="mx-auto w-full max-w-4xl px-4 py-6 md:px-6">
          <div className="flex max-w-xl flex-col gap-6">
            {failure && (
              <ErrorState
                inline
                title="The settings were not saved"
                message={failure.message}
                hint={failure.hint}
                traceId={failure.traceId}
              />
            )}
            {draft.unplaced.map((words) => (
              <Notice key={words} tone="warn" title="A stored value is not handed to the plugin">{words}</Notice>
            ))}
            {draft.fields.map((field) => <SettingControl key={field.pointer} field={field} draft={draft} />)}
          </div>
        </div>
      </div>
      <footer className="shrink-0 border-t border-line bg-canvas">
        <div className="mx-auto flex min-h-14 w-full max-w-4xl items-center gap-2 px-4 md:px-6">
          <p role="status" className="min-w-0 flex-1 text-13 text-ink-2">
            {count > 0
              ? (
                <span className="text-bad-ink">
                  {count === 1 ? "One field needs a look" : `${count} fields need a look`}
                </span>
              )
              : dirty
              ? "Not saved yet"
              : draft.missing
              ? `${plugin.name} needs what is marked.`
              : `${plugin.name} uses what you see here.`}
          </p>
          {dirty && <Button kind="ghost" onClick={() => draft.discard()}>Discard</Button>}
          <Button kind="primary" type="submit" busy={saving} disabled={!dirty || offline}>Save</Button>
        </div>
      </footer>
    </form>
  );
}
