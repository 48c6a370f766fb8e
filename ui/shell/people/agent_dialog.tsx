import { type FormEvent, useId, useState } from "react";
import { Button, Checkbox, Dialog, ErrorState, Field, Input, Select } from "@bulkhead/kit";
import { type RpcFailure, useCall, useRpcCache } from "@bulkhead/ui";
import { TokenShown } from "../account/token_dialog.tsx";
import type { PersonInfo } from "./person_info.ts";
import { t, text } from "../../i18n/texts.ts";

const SIGHT = [
  { value: "agent", label: text("All public channels, and what it is added to") },
  { value: "guest", label: text("Only what it is added to") },
];

interface NewToken {
  user: string;
  name: string;
  role: string;
}

/** Adds an account for a program and shows its token, once. */
export function AgentDialog({ onClose }: { onClose(): void }) {
  const form = useId();
  const cache = useRpcCache();
  const [name, setName] = useState("");
  const [typed, setTyped] = useState<string>();
  const [role, setRole] = useState("agent");
  const add = useCall<{ handle: string; name: string }, PersonInfo>("host.user.addAgent");
  const make = useCall<NewToken, { token: string }>("host.token.create");
  const handle = typed ?? handleOf(name);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      // What was added before a token failed is not added twice.
      const agent = add.data ?? await add.mutateAsync({ handle, name: name.trim() });
      cache.refresh("host.user.list");
      await make.mutateAsync({ user: agent.id, name: "First token", role });
    } catch {
      // The form shows it.
    }
  };
  if (make.data) return <AgentToken name={name.trim()} token={make.data.token} onClose={onClose} />;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("Add an agent")}
      description={t("An account for a program. It has a name of its own, cannot sign in, and works with a token.")}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>{t("Cancel")}</Button>
          <Button
            kind="primary"
            type="submit"
            form={form}
            busy={add.isPending || make.isPending}
            disabled={name.trim() === "" || handle === ""}
          >
            {t("Add and make a token")}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)} className="flex flex-col gap-4 pb-1">
        <Field label={t("Name")} hint={t("Stands at what it writes, with the mark Agent.")}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              maxLength={80}
              autoComplete="off"
              placeholder={t("Deploys")}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("Handle")} hint={t("Calls it, and adds it to channels.")}>
          {(control) => (
            <Input
              {...control}
              maxLength={32}
              autoComplete="off"
              spellCheck={false}
              autoCapitalize="off"
              value={handle}
              onChange={(event) => setTyped(event.target.value.toLowerCase())}
            />
          )}
        </Field>
        <Sight role={role} onChange={setRole} />
        <Failed failure={add.error ?? make.error ?? undefined} title={t("It was not added")} />
      </form>
    </Dialog>
  );
}

/** Makes another token for an agent, and ends those before it. */
export function AgentTokenDialog({ agent, onClose }: { agent: PersonInfo; onClose(): void }) {
  const form = useId();
  const [role, setRole] = useState("agent");
  const [ending, setEnding] = useState(true);
  const make = useCall<NewToken, { token: string }>("host.token.create");
  const list = useCall<{ user: string }, { items: { id: string }[] }>("host.token.list");
  const revoke = useCall<{ id: string }, unknown>("host.token.revoke");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const { items } = await list.mutateAsync({ user: agent.id });
      if (ending) { for (const { id } of items) await revoke.mutateAsync({ id }); }
      await make.mutateAsync({ user: agent.id, name: "New token", role });
    } catch {
      // The form shows it.
    }
  };
  if (make.data) return <AgentToken name={agent.name} token={make.data.token} onClose={onClose} />;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("A new token for {name}", { name: agent.name })}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>{t("Cancel")}</Button>
          <Button
            kind="primary"
            type="submit"
            form={form}
            busy={list.isPending || revoke.isPending || make.isPending}
          >
            {t("Make token")}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void submit(event)} className="flex flex-col gap-4 pb-1">
        <Sight role={role} onChange={setRole} />
        <Checkbox checked={ending} onChange={setEnding} label={t("End the tokens that it has")} />
        <Failed failure={list.error ?? revoke.error ?? make.error ?? undefined} title={t("No token was made")} />
      </form>
    </Dialog>
  );
}

function Sight({ role, onChange }: { role: string; onChange(role: string): void }) {
  return (
    <Field label={t("It sees")}>
      {(control) => (
        <Select
          {...control}
          label={t("It sees")}
          value={role}
          onChange={onChange}
          options={SIGHT.map(({ value, label }) => ({ value, label: t(label) }))}
        />
      )}
    </Field>
  );
}

function AgentToken({ name, token, onClose }: { name: string; token: string; onClose(): void }) {
  return (
    <TokenShown token={token} words={t("It is shown once. Whoever has it is {name}.", { name })} onClose={onClose} />
  );
}

function Failed({ failure, title }: { failure?: RpcFailure; title: string }) {
  if (!failure) return null;
  const { message, hint, traceId } = failure;
  return <ErrorState inline title={title} message={message} hint={hint} traceId={traceId} />;
}

/** A handle that a name suggests; empty where it suggests none. */
function handleOf(name: string): string {
  return name.trim().toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "").slice(0, 32);
}
