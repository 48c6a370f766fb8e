import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useId, useState } from "react";
import { Button, Dialog, Field, Input } from "@bulkhead/kit";
import { consentSearch } from "../../../state/consent.ts";

/** Asks where a package is that stands in no registry. What it asks for is shown next; nothing is installed yet. */
export function FromSourceDialog({ onClose }: { onClose(): void }) {
  const navigate = useNavigate();
  const form = useId();
  const [source, setSource] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = source.trim();
    if (!given) return;
    onClose();
    void navigate({ to: "/plugins/install" as never, search: consentSearch(given) as never });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Install from a folder or URL"
      description="You see what it asks for before anything of it runs."
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={form} disabled={!source.trim()}>See what it asks for</Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="pb-1">
        <Field
          label="Folder or URL"
          hint="A folder or a .tgz file on the server's machine, the address of a package, or <registry address>#<plugin>."
        >
          {(control) => (
            <Input
              {...control}
              autoFocus
              spellCheck={false}
              autoComplete="off"
              placeholder="https://example.com/polls-1.2.0.tgz"
              value={source}
              onChange={(event) => setSource(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
