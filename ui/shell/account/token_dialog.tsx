import { type FormEvent, useState } from "react";
import { Button, CopyButton, Dialog, Field, Input, Select } from "@bulkhead/kit";
import { useCall, useMe } from "@bulkhead/ui";
import { GateError } from "../gate/gate_card.tsx";
import { tokenRoles } from "./token_roles.ts";

const LIVES = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "A year" },
  { value: "never", label: "No end" },
];

/** A token that was made just now. */
export function TokenShown({ token, words, onClose }: { token: string; words: string; onClose(): void }) {
  return (
    <Dialog
      open
      onClose={onClose}
      title="Copy the token now"
      description={words}
      footer={<Button kind="primary" onClick={onClose}>Done</Button>}
    >
      <div className="flex items-center gap-1">
        <Input
          readOnly
          autoFocus
          aria-label="The token"
          value={token}
          onFocus={(event) => event.target.select()}
          className="font-mono text-12"
        />
        <CopyButton text={token} label="Copy the token" />
      </div>
    </Dialog>
  );
}

/** Makes a token and shows it once. */
export function TokenDialog({ onClose }: { onClose(): void }) {
  const me = useMe();
  const roles = tokenRoles(me.role);
  const [name, setName] = useState("");
  const [role, setRole] = useState(roles.some(({ value }) => value === "member") ? "member" : me.role as string);
  const [days, setDays] = useState("90");
  const [scope, setScope] = useState("");
  const create = useCall<{ name: string; role: string; scope?: string[]; expiresInDays?: number }, { token: string }>(
    "host.token.create",
  );
  const patterns = scope.split(/[\s,]+/).filter(Boolean);
  // Which of them the host would not take.
  const wrong = patterns[Number(create.error?.path?.match(/^\/scope\/(\d+)$/)?.[1] ?? NaN)];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({
      name: name.trim(),
      role,
      ...(patterns.length > 0 ? { scope: patterns } : {}),
      ...(days === "never" ? {} : { expiresInDays: Number(days) }),
    });
  };
  if (create.data) {
    return (
      <TokenShown
        token={create.data.token}
        words="It is shown once. Whoever has it is you, as far as its role goes."
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="New API token"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="new-token" kind="primary" busy={create.isPending} disabled={name.trim() === ""}>
            Make token
          </Button>
        </>
      }
    >
      <form id="new-token" onSubmit={submit} className="flex flex-col gap-4">
        <Field label="What it is for">
          {(control) => (
            <Input
              {...control}
              autoFocus
              required
              maxLength={80}
              placeholder="Deploy script"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label="It may do what this role may">
          {(control) => <Select {...control} label="Role" value={role} onChange={setRole} options={roles} />}
        </Field>
        <Field
          label="Only these methods"
          mark="optional"
          error={wrong === undefined ? undefined : `"${wrong}" is neither a method's name nor a pattern of names`}
          hint="Names or patterns, such as chat.message.send, chat.*.list or chat.**. Empty: all that the role may."
        >
          {(control) => (
            <Input
              {...control}
              placeholder="chat.**"
              spellCheck={false}
              autoCapitalize="off"
              value={scope}
              onChange={(event) => setScope(event.target.value)}
            />
          )}
        </Field>
        <Field label="It ends after">
          {(control) => <Select {...control} label="Ends after" value={days} onChange={setDays} options={LIVES} />}
        </Field>
        {wrong === undefined && <GateError failure={create.error ?? undefined} />}
      </form>
    </Dialog>
  );
}
