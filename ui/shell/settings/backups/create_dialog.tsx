import { type FormEvent, useId, useState } from "react";
import { Button, Checkbox, Dialog, ErrorState, Field, PasswordField } from "@bulkhead/kit";
import { useCall, useRpcCache } from "@bulkhead/ui";

const MIN_CHARS = 8;

/** What a backup made by hand is to be. */
export function CreateDialog({ onClose }: { onClose(): void }) {
  const form = useId();
  const cache = useRpcCache();
  const [passphrase, setPassphrase] = useState("");
  const [key, setKey] = useState(false);
  const [tried, setTried] = useState(false);
  const create = useCall<{ wait: false; passphrase?: string; key?: true }, { name: string }>("host.backup.create");
  const wrong = passphrase !== "" && passphrase.length < MIN_CHARS ? `At least ${MIN_CHARS} characters` : undefined;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wrong || create.isPending) return;
    try {
      await create.mutateAsync({
        wait: false,
        ...(passphrase ? { passphrase } : {}),
        ...(key ? { key } : {}),
      });
    } catch {
      return;
    }
    cache.refresh("host.backup.list");
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Back up now"
      description="One file of all databases and files, of one moment. Everybody works on meanwhile."
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={form} busy={create.isPending}>Back up</Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <Field
          label="Passphrase"
          mark="optional"
          error={tried ? wrong : undefined}
          hint="Encrypts it. Empty takes the configured one, if there is one. A lost passphrase cannot be replaced."
        >
          {(control) => (
            <PasswordField
              {...control}
              autoFocus
              autoComplete="new-password"
              value={passphrase}
              onChange={(event) => setPassphrase(event.target.value)}
            />
          )}
        </Field>
        <Checkbox
          checked={key}
          onChange={setKey}
          label="With the key of the secrets"
          hint="Only into an encrypted backup. Without it the secrets can be read again only with the key file."
        />
        {create.error && (
          <ErrorState
            inline
            title="It was not begun"
            message={create.error.message}
            hint={create.error.hint}
            traceId={create.error.traceId}
          />
        )}
      </form>
    </Dialog>
  );
}
