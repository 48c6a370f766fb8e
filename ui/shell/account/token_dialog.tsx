import { type FormEvent, useState } from "react";
import { Button, CopyButton, Dialog, Field, Input, Select } from "@bulkhead/kit";
import { useCall, useMe } from "@bulkhead/ui";
import { GateError } from "../gate/gate_card.tsx";
import { tokenRoles } from "./token_roles.ts";
import { t, text } from "../../i18n/texts.ts";

const LIVES = [
  { value: "30", label: text("30 days") },
  { value: "90", label: text("90 days") },
  { value: "365", label: text("A year") },
  { value: "never", label: text("No end") },
];

/** A token that was made just now. */
export function TokenShown({ token, words, onClose }: { token: string; words: string; onClose(): void }) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("Copy the token now")}
      description={words}
      footer={<Button kind="primary" onClick={onClose}>{t("Done")}</Button>}
    >
      <div className="flex items-center gap-1">
        <Input
          readOnly
          autoFocus
          aria-label={t("The token")}
          value={token}
          onFocus={(event) => event.target.select()}
          className="font-mono text-12"
        />
        <CopyButton text={token} label={t("Copy the token")} />
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
        words={t("It is shown once. Whoever has it is you, as far as its role goes.")}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("New API token")}
      footer={
        <>
          <Button onClick={onClose}>{t("Cancel")}</Button>
          <Button type="submit" form="new-token" kind="primary" busy={create.isPending} disabled={name.trim() === ""}>
            {t("Make token")}
          </Button>
        </>
      }
    >
      <form id="new-token" onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t("What it is for")}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              required
              maxLength={80}
              placeholder={t("Deploy script")}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("It may do what this role may")}>
          {(control) => <Select {...control} label={t("Role")} value={role} onChange={setRole} options={roles} />}
        </Field>
        <Field
          label={t("Only these methods")}
          mark="optional"
          error={wrong === undefined
            ? undefined
            : t("“{wrong}” is neither a method's name nor a pattern of names", { wrong })}
          hint={t(
            "Names or patterns, such as chat.message.send, chat.*.list or chat.**. Empty: all that the role may.",
          )}
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
        <Field label={t("It ends after")}>
          {(control) => (
            <Select
              {...control}
              label={t("Ends after")}
              value={days}
              onChange={setDays}
              options={LIVES.map(({ value, label }) => ({ value, label: t(label) }))}
            />
          )}
        </Field>
        {wrong === undefined && <GateError failure={create.error ?? undefined} />}
      </form>
    </Dialog>
  );
}
