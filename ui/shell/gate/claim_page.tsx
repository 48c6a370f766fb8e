import { useState } from "react";
import { Button } from "../../kit/button.tsx";
import { Field } from "../../kit/field.tsx";
import { Input } from "../../kit/input.tsx";
import { GateCard, GateError } from "./gate_card.tsx";
import { focusNow } from "./focus_now.ts";
import { handleFrom, passwordProblem } from "./handle.ts";
import { NewPassword } from "./new_password.tsx";
import { ProviderEntries } from "./provider_entries.tsx";
import type { GatePageProps } from "./sign_in_page.tsx";
import { useEntry } from "./use_entry.ts";
import { hostWords } from "../../i18n/host_words.ts";
import { t } from "../../i18n/texts.ts";

/** First start (`/claim#token`): the person who opens the link becomes the owner. */
export function ClaimPage({ session, state, onIn }: GatePageProps) {
  const [token] = useState(() => location.hash.slice(1));
  if (state.claimed) {
    return (
      <GateCard title={t("This server has an owner")} subtitle={t("A claim link works once, and it was used.")}>
        <GoOn state={state} />
      </GateCard>
    );
  }
  if (!token) return <IncompleteLink state={state} />;
  return (
    <GateCard
      title={t("Make this server yours")}
      subtitle={t("You will be its owner: you decide who comes in and what runs.")}
    >
      {state.mode === "proxy"
        ? (
          <Confirm
            label={t("Become the owner")}
            enter={() => session.claim({ token })}
            onIn={onIn}
          />
        )
        : (
          <>
            <ProviderEntries session={session} state={state} purpose={{ claim: token }} beside={state.local} />
            {state.local && (
              <PersonForm
                verb={t("Create owner")}
                enter={(person) => session.claim({ token, ...person })}
                onIn={onIn}
              />
            )}
          </>
        )}
    </GateCard>
  );
}

export function IncompleteLink({ state }: Pick<GatePageProps, "state">) {
  return (
    <GateCard
      title={t("This link is incomplete")}
      subtitle={t("The part after # is missing. Copy the whole link and open it again.")}
    >
      <GoOn state={state} />
    </GateCard>
  );
}

/** Where to go from a link that leads nowhere. */
export function GoOn({ state }: Pick<GatePageProps, "state">) {
  return (
    <Button size="lg" onClick={() => location.assign("/")}>
      {state.user ? t("Open {name}", { name: state.name || "Bulkhead" }) : t("Go to sign-in")}
    </Button>
  );
}

/** Behind a proxy the person is known already, so there is nothing to fill in. */
export function Confirm({ label, enter, onIn }: { label: string; enter(): Promise<unknown>; onIn(): Promise<void> }) {
  const { busy, failure, submit } = useEntry(enter, onIn);
  return (
    <div className="flex flex-col gap-4">
      <GateError failure={failure} />
      <Button kind="primary" size="lg" busy={busy} onClick={() => void submit()}>{label}</Button>
    </div>
  );
}

export interface PersonFormProps {
  verb: string;
  /** What the invitation says already. */
  known?: { handle?: string; name?: string };
  enter(person: { handle: string; name: string; password: string }): Promise<unknown>;
  onIn(): Promise<void>;
}

/** Name, sign-in name and password of somebody new. */
export function PersonForm({ verb, known, enter, onIn }: PersonFormProps) {
  const [name, setName] = useState(known?.name ?? "");
  const [typedHandle, setHandle] = useState(known?.handle);
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const handle = typedHandle ?? handleFrom(name);
  const problem = passwordProblem(password);
  const { busy, failure, submit } = useEntry(() => enter({ handle, name: name.trim(), password }), onIn);
  const errorAt = (field: string) => failure?.path === `/${field}` ? hostWords(failure.message) : undefined;
  return (
    <form
      onSubmit={(event) => {
        setTried(true);
        if (problem) event.preventDefault();
        else void submit(event);
      }}
      className="flex flex-col gap-4"
    >
      <Field label={t("Your name")} error={errorAt("name")}>
        {(control) => (
          <Input
            {...control}
            large
            ref={focusNow}
            autoComplete="name"
            required
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field
        label={t("Sign-in name")}
        error={errorAt("handle")}
        hint={t("Others mention you with it. Small letters, digits, dot, dash.")}
      >
        {(control) => (
          <Input
            {...control}
            large
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            maxLength={32}
            pattern="[a-z0-9][a-z0-9._\-]*"
            title={t("Small letters, digits, dot, dash; begins with a letter or digit")}
            value={handle}
            onChange={(event) => setHandle(event.target.value.toLowerCase())}
          />
        )}
      </Field>
      <NewPassword
        value={password}
        onChange={setPassword}
        error={(tried ? problem : undefined) ?? errorAt("password")}
      />
      {!/^\/(name|handle|password)$/.test(failure?.path ?? "") && <GateError failure={failure} />}
      <Button type="submit" kind="primary" size="lg" busy={busy}>{verb}</Button>
    </form>
  );
}
