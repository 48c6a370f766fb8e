import { type FormEvent, useId, useState } from "react";
import { Button, Dialog, ErrorState, Field, Input, PasswordField, toast } from "@bulkhead/kit";
import { useCall, useRpcCache } from "@bulkhead/ui";

const NAME = /^[A-Z][A-Z0-9_]{0,63}$/;

export interface SetDialogProps {
  /** Empty for one that is not known yet. */
  name: string;
  /** There is one of this name. */
  replaces: boolean;
  onClose(): void;
  onSet(name: string): void;
}

/** Takes a value; it is sent, and then nobody sees it again. */
export function SetDialog({ name: given, replaces, onClose, onSet }: SetDialogProps) {
  const form = useId();
  const cache = useRpcCache();
  const [name, setName] = useState(given);
  const [value, setValue] = useState("");
  const [tried, setTried] = useState(false);
  const save = useCall<{ name: string; value: string }, { name: string }>("host.secret.set");
  const wrongName = NAME.test(name) ? undefined : "Capital letters, digits and underscores, such as GITHUB_TOKEN";
  const wrongValue = value === "" ? "Needed" : undefined;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wrongName || wrongValue || save.isPending) return;
    try {
      await save.mutateAsync({ name, value });
    } catch {
      return;
    }
    cache.refresh("host.secret.list");
    toast({ tone: "ok", title: replaces ? `${name} is replaced` : `${name} is set` });
    onSet(name);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={replaces ? `Replace ${given}` : given ? `Set ${given}` : "Set a secret"}
      description={replaces
        ? "Plugins and workflows that use it get the new value at once. The old one is gone."
        : "It is kept encrypted and handed only to those who were granted it. Nobody can read it back."}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={form} busy={save.isPending}>{replaces ? "Replace" : "Set"}</Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        {!given && (
          <Field label="Name" error={tried ? wrongName : undefined} hint="As plugins and workflows ask for it.">
            {(control) => (
              <Input
                {...control}
                autoFocus
                autoComplete="off"
                spellCheck={false}
                placeholder="GITHUB_TOKEN"
                className="font-mono text-13"
                value={name}
                onChange={(event) => setName(event.target.value.toUpperCase().replaceAll(/[\s-]/g, "_"))}
              />
            )}
          </Field>
        )}
        <Field label="Value" error={tried ? wrongValue : undefined}>
          {(control) => (
            <PasswordField
              {...control}
              autoFocus={given !== ""}
              autoComplete="new-password"
              spellCheck={false}
              value={value}
              onChange={(event) => setValue(event.target.value)}
            />
          )}
        </Field>
        {save.error && (
          <ErrorState
            inline
            title="It was not stored"
            message={save.error.message}
            hint={save.error.hint}
            traceId={save.error.traceId}
          />
        )}
      </form>
    </Dialog>
  );
}
