import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useId, useState } from "react";
import { Button, Dialog, ErrorState, Facts, Field, Input } from "@bulkhead/kit";
import { RpcFailure } from "@bulkhead/ui";
import type { RegistryInfo } from "../../../state/wire.ts";
import { useRegistryActions } from "../../data/registries.ts";
import { Fingerprint } from "./fingerprint.tsx";

/** Adds a registry by its address and shows the key that is trusted for it from now on. */
export function AddRegistryDialog({ onClose }: { onClose(): void }) {
  const form = useId();
  const { add } = useRegistryActions();
  const [url, setUrl] = useState("");
  const [added, setAdded] = useState<RegistryInfo>();
  const [failure, setFailure] = useState<RpcFailure>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setFailure(undefined);
    // An address is often told without its scheme; a private one without https has to be given as it is.
    const address = /^[a-z]+:\/\//i.test(url.trim()) ? url.trim() : `https://${url.trim()}`;
    add.run(address).then(setAdded, (error) => setFailure(RpcFailure.wrap(error)));
  };
  if (added) return <Added registry={added} onClose={onClose} />;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Add a registry"
      description="Its index is read and its key is remembered: from then on it has to be signed with the same one."
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={form} busy={add.isPending} disabled={!url.trim()}>
            Add registry
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4 pb-1">
        <Field label="Address" hint="The folder in which its index.json lies.">
          {(control) => (
            <Input
              {...control}
              autoFocus
              inputMode="url"
              spellCheck={false}
              autoComplete="off"
              placeholder="https://plugins.example.com/"
              value={url}
              onChange={(event) => setUrl(event.target.value)}
            />
          )}
        </Field>
        {failure && (
          <ErrorState
            inline
            title="It was not added"
            message={failure.message}
            hint={failure.hint}
            traceId={failure.traceId}
          />
        )}
      </form>
    </Dialog>
  );
}

function Added({ registry, onClose }: { registry: RegistryInfo; onClose(): void }) {
  const navigate = useNavigate();
  const browse = () => {
    onClose();
    void navigate({ to: "/plugins/install" as never, search: { registry: registry.url } as never });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`${registry.name} is added`}
      description="Compare the fingerprint with what its owner tells you by another way. If it differs, remove the registry."
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>Done</Button>
          <Button kind="primary" onClick={browse}>See its plugins</Button>
        </>
      }
    >
      <Facts
        items={[
          { name: "Key", value: <Fingerprint value={registry.fingerprint} /> },
          { name: "Address", value: registry.url },
          { name: "Plugins", value: <span className="tabular">{registry.plugins}</span> },
        ]}
      />
    </Dialog>
  );
}
