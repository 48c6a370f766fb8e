import { Fingerprint } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "../../kit/button.tsx";
import { Field } from "../../kit/field.tsx";
import { Input, PasswordField } from "../../kit/input.tsx";
import { passkeyFailure, passkeyHindrance } from "../../state/passkeys.ts";
import type { AuthState, Session } from "../../state/session.ts";
import { GateCard, GateError } from "./gate_card.tsx";
import { ProviderEntries } from "./provider_entries.tsx";
import { focusNow } from "./focus_now.ts";
import { useEntry } from "./use_entry.ts";
import { t } from "../../i18n/texts.ts";

export interface GatePageProps {
  session: Session;
  state: AuthState;
  onIn: () => Promise<void>;
}

export function SignInPage({ session, state, onIn }: GatePageProps) {
  return (
    <GateCard
      title={t("Sign in to {name}", { name: state.name || "Bulkhead" })}
      subtitle={t("Your team's own server for chat, workflows and tools.")}
    >
      <GateError failure={state.failure} />
      <ProviderEntries session={session} state={state} returnTo={hereAfter()} beside={state.local} />
      {state.local && <PasswordEntry session={session} onIn={onIn} first={!state.providers?.length} />}
      {state.local && !passkeyHindrance(location, "PublicKeyCredential" in globalThis) && (
        <PasskeyEntry session={session} onIn={onIn} />
      )}
      <p className="text-12 text-ink-3">{t("No account? Ask an owner of this server for an invitation link.")}</p>
    </GateCard>
  );
}

/** The page that was asked for before somebody had to sign in. */
function hereAfter(): string {
  const { pathname, search, hash } = location;
  return pathname === "/sign-in" ? "/" : pathname + search + hash;
}

function PasswordEntry({ session, onIn, first }: Pick<GatePageProps, "session" | "onIn"> & { first: boolean }) {
  const [handle, setHandle] = useState("");
  const [password, setPassword] = useState("");
  const { busy, failure, submit } = useEntry(() => session.login({ handle: handle.trim(), password }), onIn);
  const typed = useRef<HTMLInputElement>(null);
  // It is mostly the password that was wrong: the next try begins by typing.
  useEffect(() => {
    if (!failure) return;
    typed.current?.focus();
    typed.current?.select();
  }, [failure]);
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label={t("Sign-in name")}>
        {(control) => (
          <Input
            {...control}
            large
            ref={first ? focusNow : undefined}
            autoComplete="username webauthn"
            autoCapitalize="none"
            spellCheck={false}
            required
            value={handle}
            onChange={(event) => setHandle(event.target.value)}
          />
        )}
      </Field>
      <Field label={t("Password")}>
        {(control) => (
          <PasswordField
            {...control}
            large
            ref={typed}
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <GateError failure={failure} />
      <Button type="submit" kind="primary" size="lg" busy={busy}>{t("Sign in")}</Button>
    </form>
  );
}

/** The other way in. Browsers that can also offer passkeys where the name is typed. */
function PasskeyEntry({ session, onIn }: Pick<GatePageProps, "session" | "onIn">) {
  const { busy, failure, submit } = useEntry(() => session.passkey(), onIn);
  // What the browser threw was wrapped.
  const told = failure && passkeyFailure(failure.reason === "internal" && failure.cause ? failure.cause : failure);
  useEffect(() => {
    let here = true;
    const offer = async () => {
      if (!await PublicKeyCredential.isConditionalMediationAvailable?.()) return;
      await session.passkey({ autofill: true });
      if (here) await onIn();
    };
    // Nothing was chosen, or the button is used instead: the form is still there.
    offer().catch(() => {});
    return () => void (here = false);
  }, [session, onIn]);
  return (
    <div className="-mt-2 flex flex-col gap-3">
      <GateError failure={told} />
      <Button size="lg" busy={busy} icon={<Fingerprint size={16} aria-hidden />} onClick={() => void submit()}>
        {t("Sign in with a passkey")}
      </Button>
    </div>
  );
}
