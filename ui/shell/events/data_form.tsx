import { useSyncExternalStore } from "react";
import { Button, ErrorState, Field, Textarea } from "@bulkhead/kit";
import type { DataDraft } from "../../state/events/data_draft.ts";
import { SettingControl } from "../plugins/settings/setting_control.tsx";

const NONE = () => () => {};

/** What an event is to hold: a form made of its schema, or JSON. */
export function DataForm({ draft, failed, label = "Data" }: { draft: DataDraft; failed: string; label?: string }) {
  const { form } = draft;
  const state = useSyncExternalStore(draft.state.subscribe, draft.state.get);
  useSyncExternalStore(form?.state.subscribe ?? NONE, form?.state.get ?? (() => undefined));
  const failure = state.failure ?? (state.mode === "form" ? form?.state.get().failure : undefined);
  return (
    <div className="flex flex-col gap-4">
      {form && (
        <div className="flex items-center justify-between gap-2">
          <p className="text-13 font-semibold">{label}</p>
          <Button size="sm" kind="ghost" onClick={() => void draft.setMode(state.mode === "form" ? "json" : "form")}>
            {state.mode === "form" ? "Write JSON" : "Use the form"}
          </Button>
        </div>
      )}
      {state.mode === "form" && form
        ? form.fields.map((field) => <SettingControl key={field.pointer} field={field} draft={form} />)
        : (
          <Field label={form ? "As JSON" : label} hint="JSON; nothing is null." error={state.problem}>
            {(control) => (
              <Textarea
                {...control}
                rows={12}
                spellCheck={false}
                className="font-mono text-12"
                value={state.text}
                onChange={(event) => draft.type(event.target.value)}
              />
            )}
          </Field>
        )}
      {failure && (
        <ErrorState inline title={failed} message={failure.message} hint={failure.hint} traceId={failure.traceId} />
      )}
    </div>
  );
}
