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
import { roleWord } from "../../i18n/roles.ts";
import { t } from "../../i18n/texts.ts";

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
        title={t("This link does not work")}
        subtitle={t("It may have been used, or it is too old. Ask the person who sent it for a new one.")}
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
      <GateCard
        title={t("Join {server}", { server })}
        subtitle={t("Your role here is {role}.", { role: roleWord(invitation.role) })}
      >
        <Confirm label={t("Join")} enter={() => session.acceptInvite({ token })} onIn={onIn} />
      </GateCard>
    );
  }
  const providers = (
    <ProviderEntries session={session} state={state} purpose={{ invitation: token }} beside={state.local} />
  );
  if (invitation.kind === "password" && !state.local) {
    return (
      <GateCard
        title={t("Connect your account")}
        subtitle={t("From then on you sign in to @{handle} on {server} with the one you choose.", {
          handle: invitation.handle ?? "",
          server,
        })}
      >
        {providers}
      </GateCard>
    );
  }
  if (invitation.kind === "password") {
    return (
      <GateCard
        title={state.providers ? t("A way in to your account") : t("Choose a new password")}
        subtitle={t("For @{handle} on {server}. A new password signs you out everywhere else.", {
          handle: invitation.handle ?? "",
          server,
        })}
      >
        {providers}
        <PasswordForm enter={(password) => session.acceptInvite({ token, password })} onIn={onIn} />
      </GateCard>
    );
  }
  return (
    <GateCard
      title={t("Join {server}", { server })}
      subtitle={`${t("Your role here is {role}.", { role: roleWord(invitation.role) })} ${howToJoin(state)}`}
    >
      {providers}
      {state.local && (
        <PersonForm
          verb={t("Join")}
          known={invitation}
          enter={(person) => session.acceptInvite({ token, ...person })}
          onIn={onIn}
        />
      )}
    </GateCard>
  );
}

function howToJoin({ local, providers }: GatePageProps["state"]): string {
  if (!providers?.length) return t("Choose how you are called and a password.");
  return local ? t("Sign in elsewhere, or choose a name and a password.") : t("Sign in to join.");
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
      <Button type="submit" kind="primary" size="lg" busy={busy}>{t("Set password")}</Button>
    </form>
  );
}
