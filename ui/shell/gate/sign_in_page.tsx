import { useState } from "react";
import { Button } from "../../kit/button.tsx";
import { Field } from "../../kit/field.tsx";
import { Input, PasswordField } from "../../kit/input.tsx";
import type { AuthState, Session } from "../../state/session.ts";
import { GateCard, GateError } from "./gate_card.tsx";
import { useEntry } from "./use_entry.ts";

export interface GatePageProps {
  session: Session;
  state: AuthState;
  onIn: () => void;
}

export function SignInPage({ session, state, onIn }: GatePageProps) {
  const [handle, setHandle] = useState("");
  const [password, setPassword] = useState("");
  const { busy, failure, submit } = useEntry(() => session.login({ handle: handle.trim(), password }), onIn);
  return (
    <GateCard
      title={`Sign in to ${state.name || "Bulkhead"}`}
      subtitle="Your team's own server for chat, workflows and tools."
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Sign-in name">
          {(control) => (
            <Input
              {...control}
              large
              autoFocus
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              required
              value={handle}
              onChange={(event) => setHandle(event.target.value)}
            />
          )}
        </Field>
        <Field label="Password">
          {(control) => (
            <PasswordField
              {...control}
              large
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <GateError failure={failure} />
        <Button type="submit" kind="primary" size="lg" busy={busy}>Sign in</Button>
      </form>
      <p className="text-12 text-ink-3">No account? Ask an owner of this server for an invitation link.</p>
    </GateCard>
  );
}
