import { PageBody, PageHeader } from "@bulkhead/kit";
import { useMe } from "@bulkhead/ui";
import { useSession } from "../data/session.ts";
import { IdentitySection } from "./identity_section.tsx";
import { PasskeySection } from "./passkey_section.tsx";
import { PasswordSection } from "./password_section.tsx";
import { SessionSection } from "./session_section.tsx";
import { TokenSection } from "./token_section.tsx";

/** How one signs in oneself, where one is signed in, and the tokens that act as oneself. */
export function AccountPage() {
  const me = useMe();
  const { state } = useSession();
  const local = state?.local;
  return (
    <main className="flex h-full flex-col bg-surface">
      <PageHeader title="Your account" note={`@${me.handle}`} />
      <PageBody>
        {state?.mode === "oidc" && <IdentitySection />}
        {local && <PasskeySection />}
        {local && <PasswordSection />}
        {state?.mode !== "proxy" && <SessionSection />}
        <TokenSection />
      </PageBody>
    </main>
  );
}
