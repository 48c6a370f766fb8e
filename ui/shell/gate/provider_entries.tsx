import { GitBranch, type LucideIcon, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { Button } from "../../kit/button.tsx";
import { RpcFailure } from "../../sdk/failure.ts";
import {
  type AuthState,
  type ProviderPurpose,
  type Session,
  type SignInProvider,
  wantsOtherAccount,
} from "../../state/session.ts";
import { GateError } from "./gate_card.tsx";
import { t } from "../../i18n/texts.ts";

export const PROVIDER_ICON: Record<SignInProvider["kind"], LucideIcon> = {
  oidc: ShieldCheck,
  forgejo: GitBranch,
  github: GitBranch,
};

export interface ProviderEntriesProps {
  session: Session;
  state: AuthState;
  purpose?: ProviderPurpose;
  /** Path to go on to. */
  returnTo?: string;
  /** Something else stands beneath: a form for those with a password. */
  beside?: boolean;
}

/** The ways in that lead over a provider. */
export function ProviderEntries({ session, state, purpose, returnTo, beside }: ProviderEntriesProps) {
  const [chosen, setChosen] = useState<string>();
  const [failure, setFailure] = useState<RpcFailure>();
  const providers = state.providers ?? [];
  if (providers.length === 0) return null;
  const go = async (id: string) => {
    setChosen(id);
    setFailure(undefined);
    try {
      location.assign(await session.provider(id, { ...purpose, returnTo, again: wantsOtherAccount(state) }));
    } catch (error) {
      setFailure(RpcFailure.wrap(error));
      setChosen(undefined);
    }
  };
  return (
    <div className="flex flex-col gap-3">
      <GateError failure={failure} />
      {providers.map(({ id, name, kind }, index) => {
        const Icon = PROVIDER_ICON[kind];
        return (
          <Button
            key={id}
            size="lg"
            long
            kind={index === 0 && !beside ? "primary" : "secondary"}
            busy={chosen === id}
            disabled={chosen !== undefined && chosen !== id}
            icon={<Icon size={16} aria-hidden />}
            onClick={() => void go(id)}
          >
            {t("Continue with {name}", { name })}
          </Button>
        );
      })}
      {beside && <Or />}
    </div>
  );
}

function Or() {
  return (
    <p className="mt-2 flex items-center gap-3 text-12 text-ink-3">
      <span className="h-px flex-1 bg-line" aria-hidden />
      {t("or with an account of this server")}
      <span className="h-px flex-1 bg-line" aria-hidden />
    </p>
  );
}
