import { Link, useNavigate } from "@tanstack/react-router";
import { Button, buttonClass } from "@bulkhead/kit";
import { useLinkState } from "@bulkhead/ui";
import type { Consent } from "../../../state/consent.ts";
import { byRisk, listOf, permissionWords } from "../../../state/permission_words.ts";
import type { InspectInfo } from "../../../state/wire.ts";
import { useRunWork } from "../../data/packages.ts";

export interface ConsentBarProps {
  info: InspectInfo;
  consent: Consent;
  looking: boolean;
}

/** The answer: always in sight, and it names what it grants. */
export function ConsentBar({ info, consent, looking }: ConsentBarProps) {
  const navigate = useNavigate();
  const run = useRunWork();
  const offline = useLinkState() === "offline";
  const { id, version } = info.manifest;
  const agree = () => {
    const { grantHash, source } = info;
    const params = consent.method === "host.plugin.update" ? { id, version, grantHash } : { source, grantHash };
    void run({ work: consent.method === "host.plugin.update" ? "update" : "install", id, source: info.source, params });
  };
  return (
    <footer className="shrink-0 border-t border-line bg-canvas">
      <div className="mx-auto flex w-full max-w-6xl flex-wrap items-center justify-end gap-x-4 gap-y-2 px-4 py-3 md:px-6">
        <p className="min-w-0 flex-[1_1_280px] text-13 text-ink-2">{summary(consent)}</p>
        {consent.kind === "same"
          ? <Link to={`/plugins/${id}` as never} className={buttonClass("primary", "lg")}>See its page</Link>
          : (
            <>
              <Button
                kind="ghost"
                size="lg"
                className={consent.button && "max-md:hidden"}
                onClick={() => void navigate({ to: "/plugins/install" as never })}
              >
                {consent.button ? "Cancel" : "Back"}
              </Button>
              {consent.button && (
                <Button
                  kind={consent.dangerous ? "danger" : "primary"}
                  size="lg"
                  long
                  className="max-md:w-full"
                  busy={looking}
                  disabled={offline}
                  onClick={agree}
                >
                  {consent.button}
                </Button>
              )}
            </>
          )}
      </div>
    </footer>
  );
}

function summary({ kind, problems, granted }: Consent): string {
  if (problems.length > 0) {
    return problems.length === 1
      ? "It cannot be installed: see the problem above."
      : `It cannot be installed: see the ${problems.length} problems above.`;
  }
  if (kind === "same") return "This version is installed already.";
  if (granted.length === 0) return kind === "install" ? "You grant nothing." : "You grant nothing new.";
  const { high } = byRisk(granted);
  const count = granted.length === 1 ? "1 permission" : `${granted.length} permissions`;
  if (high.length === 0) return `You grant ${count}. You can revoke each later.`;
  return `You grant ${count}, of high risk: ${
    listOf(high.slice(0, 2).map(permissionWords).map((words) => words[0]!.toLowerCase() + words.slice(1)))
  }${high.length > 2 ? ` and ${high.length - 2} more` : ""}.`;
}
