import { useNavigate } from "@tanstack/react-router";
import { CircleArrowUp } from "lucide-react";
import { EmptyState, ErrorState, Notice, PageBody, PageHeader, Panes, RelativeTime, SkeletonRows } from "@bulkhead/kit";
import { useIsAdmin, useMe } from "@bulkhead/ui";
import type { UpgradeOutcome } from "../../../state/upgrade.ts";
import { useUpgradeStatus } from "../../data/upgrade.ts";
import { Sections } from "../sections.tsx";
import { BackSection } from "./back_section.tsx";
import { NewerSection } from "./newer_section.tsx";
import { WorkCard } from "./work_card.tsx";

/** The version of this server: which one runs, which newer ones there are, and the way back. */
export function UpdatesPage() {
  const navigate = useNavigate();
  const isAdmin = useIsAdmin();
  const isOwner = useMe().role === "owner";
  const { data, isPending, error, refetch } = useUpgradeStatus();
  const work = data?.work;
  return (
    <Panes list={<Sections />}>
      <PageHeader
        title="Updates"
        note={data && <span className="tabular">{data.version}</span>}
        onBack={() => void navigate({ to: "/settings" as never })}
      />
      {!isAdmin && (
        <EmptyState
          icon={<CircleArrowUp size={20} aria-hidden />}
          title="Owners and admins look after versions"
          description="When the server is updated, every page says so while it goes on."
        />
      )}
      {isAdmin && isPending && <SkeletonRows count={4} />}
      {isAdmin && error && (
        <ErrorState
          title="The version could not be read"
          message={error.message}
          hint={error.hint}
          traceId={error.traceId}
          onRetry={() => void refetch()}
        />
      )}
      {isAdmin && data && (
        <PageBody>
          {work && <WorkCard work={work} />}
          {!work && data.outcome && <OutcomeNotice outcome={data.outcome} />}
          {!work && <NewerSection status={data} isOwner={isOwner} />}
          {!work && data.canGoBack && data.previous && <BackSection version={data.previous} disabled={!isOwner} />}
        </PageBody>
      )}
    </Panes>
  );
}

function OutcomeNotice({ outcome: { kind, from, to, ok, at, message, backup } }: { outcome: UpgradeOutcome }) {
  const done = kind === "rollback" ? `Back from version ${from} to ${to}` : `Updated from version ${from} to ${to}`;
  const failed = kind === "rollback"
    ? `Going back to version ${to} did not work`
    : `The update to version ${to} did not work`;
  return (
    <Notice
      tone={ok ? "ok" : "bad"}
      title={
        <>
          {ok ? done : failed}, <RelativeTime at={at} />
        </>
      }
    >
      {message && <p>{message}</p>}
      {backup && (
        <p>
          The backup made first: <code className="font-mono text-12">{backup}</code>
        </p>
      )}
    </Notice>
  );
}
