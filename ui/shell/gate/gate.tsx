import { StrictMode } from "react";
import { Button } from "../../kit/button.tsx";
import type { RpcFailure } from "../../sdk/failure.ts";
import type { AuthState, Session } from "../../state/session.ts";
import { render } from "../root.ts";
import { ClaimPage } from "./claim_page.tsx";
import { DevPage } from "./dev_page.tsx";
import { GateCard, GateError } from "./gate_card.tsx";
import { InvitePage } from "./invite_page.tsx";
import { SignInPage } from "./sign_in_page.tsx";

/** Draws the page by which this person gets in. `onIn` is called once they are. */
export function renderGate(session: Session, onIn: () => Promise<void>): void {
  render(
    <StrictMode>
      <Gate session={session} onIn={onIn} />
    </StrictMode>,
  );
}

function Gate({ session, onIn }: { session: Session; onIn: () => Promise<void> }) {
  const state = session.state!;
  if (location.pathname === "/claim") return <ClaimPage session={session} state={state} onIn={onIn} />;
  if (location.pathname === "/invite") return <InvitePage session={session} state={state} onIn={onIn} />;
  if (!state.claimed && state.mode !== "dev") return <Unclaimed state={state} />;
  if (state.mode === "dev") return <DevPage session={session} state={state} onIn={onIn} />;
  return <SignInPage session={session} state={state} onIn={onIn} />;
}

function Unclaimed({ state: { name, local, failure } }: { state: AuthState }) {
  return (
    <GateCard
      title="This server has no owner yet"
      subtitle={`${name || "Bulkhead"} waits for the person who started it.`}
    >
      <GateError failure={failure} />
      <p className="text-13 text-ink-2">
        The terminal in which it was started printed a link that begins with{" "}
        <code className="font-mono text-12">{location.origin}/claim#</code>. Open that link to{" "}
        {local ? "choose a name and a password" : "sign in as its owner"}. It works once.
      </p>
    </GateCard>
  );
}

/** Draws what to do when not even the first question was answered. */
export function renderUnreachable(failure: RpcFailure, onRetry: () => void): void {
  render(
    <GateCard
      title={failure.offline ? "The server does not answer" : "The server could not say who you are"}
      subtitle="It may be starting, or it is stopped."
    >
      <GateError failure={failure} />
      <Button size="lg" onClick={onRetry}>Retry</Button>
    </GateCard>,
  );
}
