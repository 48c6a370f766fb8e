import { useEffect, useState } from "react";
import { Button } from "../../kit/button.tsx";
import { RpcFailure } from "../../sdk/failure.ts";
import type { Invitation } from "../../state/session.ts";
import { Confirm, GoOn, IncompleteLink, PersonForm } from "./claim_page.tsx";
import { focusNow } from "./focus_now.ts";
import { GateCard, GateError } from "./gate_card.tsx";
import { passwordProblem } from "./handle.ts";
import { NewPassword } from "./new_password.tsx";
import { ProviderEntries } from "./provider_entries.tsx";
import type { GatePageProps } from "./sign_in_page.tsx";
import { useEntry } from "./use_entry.ts";

/** `/invite#token`: somebody new comes in, or somebody known sets a new password. */
export function InvitePage({ session, state, onIn }: GatePageProps) {
  const [token] = useState(() => location.hash.slice(1));
  const [invitation, setInvitation] = useState<Invitation>();
  const [failure, setFailure] = useState<RpcFailure>();
  useEffect(() => {
    if (token) session.invitation(token).then(setInvitation, (error) => setFailure(RpcFailure.wrap(error)));
  }, [session, token]);

  if (!token) return <IncompleteLink state={state} />;
  if (failure) {
    return (
      <GateCard
        title="This link does not work"
        subtitle="It may have been used, or it is too old. Ask the person who sent it for a new one."
      >
        <GateError failure={failure} />
        <GoOn state={state} />
      </GateCard>
    );
  }
  if (!invitation) return null;
  const server = state.name || "Bulkhead";
  if (state.mode === "proxy") {
    return (
      <GateCard title={`Join ${server}`} subtitle={`Your role here is ${invitation.role}.`}>
        <Confirm label="Join" enter={() => session.acceptInvite({ token })} onIn={onIn} />
      </GateCard>
    );
  }
  const providers = (
    <ProviderEntries session={session} state={state} purpose={{ invitation: token }} beside={state.local} />
  );
  if (invitation.kind === "password" && !state.local) {
    return (
      <GateCard
        title="Connect your account"
        subtitle={`From then on you sign in to @${invitation.handle} on ${server} with the one you choose.`}
      >
        {providers}
      </GateCard>
    );
  }
  if (invitation.kind === "password") {
    return (
      <GateCard
        title={state.providers ? "A way in to your account" : "Choose a new password"}
        subtitle={`For @${invitation.handle} on ${server}. A new password signs you out everywhere else.`}
      >
        {providers}
        <PasswordForm enter={(password) => session.acceptInvite({ token, password })} onIn={onIn} />
      </GateCard>
    );
  }
  return (
    <GateCard
      title={`Join ${server}`}
      subtitle={`Your role here is ${invitation.role}. ${howToJoin(state)}`}
    >
      {providers}
      {state.local && (
        <PersonForm
          verb="Join"
          known={invitation}
          enter={(person) => session.acceptInvite({ token, ...person })}
          onIn={onIn}
        />
      )}
    </GateCard>
  );
}

function howToJoin({ local, providers }: GatePageProps["state"]): string {
  if (!providers?.length) return "Choose how you are called and a password.";
  return local ? "Sign in elsewhere, or choose a name and a password." : "Sign in to join.";
}

function PasswordForm({ enter, onIn }: { enter(password: string): Promise<unknown>; onIn(): Promise<void> }) {
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const problem = passwordProblem(password);
  const { busy, failure, submit } = useEntry(() => enter(password), onIn);
  return (
    <form
      onSubmit={(event) => {
        setTried(true);
        if (problem) event.preventDefault();
        else void submit(event);
      }}
      className="flex flex-col gap-4"
    >
      <NewPassword ref={focusNow} value={password} onChange={setPassword} error={tried ? problem : undefined} />
      <GateError failure={failure} />
      <Button type="submit" kind="primary" size="lg" busy={busy}>Set password</Button>
    </form>
  );
}
