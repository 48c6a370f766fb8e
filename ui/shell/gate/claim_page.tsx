import { useState } from "react";
import { Button } from "../../kit/button.tsx";
import { Field } from "../../kit/field.tsx";
import { Input, PasswordField } from "../../kit/input.tsx";
import { GateCard, GateError } from "./gate_card.tsx";
import { handleFrom, passwordProblem } from "./handle.ts";
import type { GatePageProps } from "./sign_in_page.tsx";
import { useEntry } from "./use_entry.ts";

/** First start (`/claim#token`) and invitation (`/invite#token`): a name and a password. */
export function ClaimPage({ session, state, onIn, invited }: GatePageProps & { invited?: boolean }) {
  const [token] = useState(() => location.hash.slice(1));
  const [name, setName] = useState("");
  const [typedHandle, setHandle] = useState<string>();
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const handle = typedHandle ?? handleFrom(name);
  const problem = passwordProblem(password);
  const { busy, failure, submit } = useEntry(async () => {
    const body = { token, handle, name: name.trim(), password };
    await (invited ? session.acceptInvite(body) : session.claim(body));
  }, onIn);

  if (!token) {
    return (
      <GateCard
        title="This link is incomplete"
        subtitle="The part after # is missing. Copy the whole link and open it again."
      >
        <Button onClick={() => location.assign("/")}>Go to sign-in</Button>
      </GateCard>
    );
  }
  if (!invited && state.claimed) {
    return (
      <GateCard title="This server has an owner" subtitle="A claim link works once, and it was used.">
        <Button onClick={() => location.assign("/")}>Go to sign-in</Button>
      </GateCard>
    );
  }
  return (
    <GateCard
      title={invited ? `Join ${state.name || "Bulkhead"}` : "Make this server yours"}
      subtitle={invited
        ? "Choose how you are called and a password."
        : "You will be its owner: you decide who comes in and what runs."}
    >
      <form
        onSubmit={(event) => {
          setTried(true);
          if (problem) event.preventDefault();
          else void submit(event);
        }}
        className="flex flex-col gap-4"
      >
        <Field label="Your name">
          {(control) => (
            <Input
              {...control}
              large
              autoFocus
              autoComplete="name"
              required
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label="Sign-in name" hint="Others mention you with it. Small letters, digits, dot, dash.">
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
              title="Small letters, digits, dot, dash; begins with a letter or digit"
              value={handle}
              onChange={(event) => setHandle(event.target.value.toLowerCase())}
            />
          )}
        </Field>
        <Field label="Password" error={tried ? problem : undefined} hint="At least 10 characters. A sentence is good.">
          {(control) => (
            <PasswordField
              {...control}
              large
              autoComplete="new-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <GateError failure={failure} />
        <Button type="submit" kind="primary" size="lg" busy={busy}>{invited ? "Join" : "Create owner"}</Button>
      </form>
    </GateCard>
  );
}
