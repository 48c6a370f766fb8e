import { type ReactNode, StrictMode } from "react";
import { Button } from "../../kit/button.tsx";
import { KitLanguageProvider } from "../../kit/i18n/language.tsx";
import type { RpcFailure } from "../../sdk/failure.ts";
import { locale } from "../../sdk/i18n/language.ts";
import { rich, useLanguage } from "../../sdk/i18n/use_language.ts";
import type { AuthState, Session } from "../../state/session.ts";
import { render } from "../root.ts";
import { ClaimPage } from "./claim_page.tsx";
import { DevPage } from "./dev_page.tsx";
import { GateCard, GateError } from "./gate_card.tsx";
import { InvitePage } from "./invite_page.tsx";
import { SignInPage } from "./sign_in_page.tsx";
import { t } from "../../i18n/texts.ts";

/** Draws the page by which this person gets in. `onIn` is called once they are. */
export function renderGate(session: Session, onIn: () => Promise<void>): void {
  render(
    <StrictMode>
      <InLanguage>
        <Gate session={session} onIn={onIn} />
      </InLanguage>
    </StrictMode>,
  );
}

/** What the kit says is in the language of the browser, too. */
function InLanguage({ children }: { children: ReactNode }) {
  const { language } = useLanguage();
  return <KitLanguageProvider language={language} locale={locale()}>{children}</KitLanguageProvider>;
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
      title={t("This server has no owner yet")}
      subtitle={t("{name} waits for the person who started it.", { name: name || "Bulkhead" })}
    >
      <GateError failure={failure} />
      <p className="text-13 text-ink-2">
        {rich(
          local
            ? t(
              "The terminal in which it was started printed a link that begins with {link}. Open that link to choose a name and a password. It works once.",
            )
            : t(
              "The terminal in which it was started printed a link that begins with {link}. Open that link to sign in as its owner. It works once.",
            ),
          { link: <code className="font-mono text-12">{`${location.origin}/claim#`}</code> },
        )}
      </p>
    </GateCard>
  );
}

/** Draws what to do when not even the first question was answered. */
export function renderUnreachable(failure: RpcFailure, onRetry: () => void): void {
  render(
    <InLanguage>
      <GateCard
        title={failure.offline ? t("The server does not answer") : t("The server could not say who you are")}
        subtitle={t("It may be starting, or it is stopped.")}
      >
        <GateError failure={failure} />
        <Button size="lg" onClick={onRetry}>{t("Retry")}</Button>
      </GateCard>
    </InLanguage>,
  );
}
