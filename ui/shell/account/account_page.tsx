import { PageBody, PageHeader } from "@bulkhead/kit";
import { useMe, useRpc } from "@bulkhead/ui";
import { useSession } from "../data/session.ts";
import { IdentitySection } from "./identity_section.tsx";
import { PasskeySection } from "./passkey_section.tsx";
import { PasswordSection } from "./password_section.tsx";
import { SessionSection } from "./session_section.tsx";
import { TokenSection } from "./token_section.tsx";
import { t } from "../../i18n/texts.ts";

/** How one signs in oneself, where one is signed in, and the tokens that act as oneself. */
export function AccountPage() {
  const me = useMe();
  const { state } = useSession();
  const local = state?.local;
  // Somebody who came in by a provider has no password to change.
  const { data } = useRpc<{ sources: { id: string }[] }>("host.user.me");
  const hasPassword = local && data?.sources.some(({ id }) => id === "local");
  return (
    <main className="flex h-full flex-col bg-surface">
      <PageHeader title={t("Your account")} note={`@${me.handle}`} />
      <PageBody>
        {state?.mode === "oidc" && <IdentitySection />}
        {local && <PasskeySection />}
        {hasPassword && <PasswordSection />}
        {state?.mode !== "proxy" && <SessionSection />}
        <TokenSection />
      </PageBody>
    </main>
  );
}
