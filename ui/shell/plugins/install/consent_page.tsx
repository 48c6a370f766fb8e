import { Link, useNavigate } from "@tanstack/react-router";
import { buttonClass, ErrorState, Loading, PageBody, PageHeader, ProgressList, Skeleton } from "@bulkhead/kit";
import type { RpcFailure } from "@bulkhead/ui";
import { remedyFor } from "../../../state/remedies.ts";
import { stageLines } from "../../../state/package_works.ts";
import { useInspect, useInspectProgress, usePackageWork } from "../../data/packages.ts";
import { Crumb } from "../../frame/crumb.tsx";
import { ConsentBody } from "./consent_body.tsx";
import { InstallResult } from "./install_result.tsx";

export interface ConsentPageProps {
  source: string;
  version?: string;
}

/** One package before it is installed: whose it is, what it asks for, and the button that agrees to exactly this. */
export function ConsentPage({ source, version }: ConsentPageProps) {
  const navigate = useNavigate();
  const inspect = useInspect(source, version);
  const info = inspect.data;
  const work = usePackageWork(info?.manifest.id);
  const shown = work?.own && (work.work === "install" || work.work === "update") ? work : undefined;
  const name = info?.manifest.name;
  return (
    <main className="flex h-full flex-col bg-surface">
      <PageHeader
        tab={name ? `Install ${name}` : "Install a plugin"}
        onBack={() => void navigate({ to: "/plugins/install" as never })}
        title={
          <>
            <Crumb to="/plugins">Plugins</Crumb>
            <span className="max-md:hidden">
              <Crumb to="/plugins/install">Install</Crumb>
            </span>
            {name ?? "Package"}
          </>
        }
      />
      {inspect.isPending && <Looking source={source} />}
      {inspect.error && (
        <PageBody>
          <Refused failure={inspect.error} source={source} onRetry={() => void inspect.refetch()} />
        </PageBody>
      )}
      {info && shown && <InstallResult info={info} work={shown} onAgain={() => void inspect.refetch()} />}
      {info && !shown && <ConsentBody info={info} wanted={version} looking={inspect.isFetching} />}
    </main>
  );
}

/** The package is fetched and checked; nothing of it runs. */
function Looking({ source }: { source: string }) {
  const progress = useInspectProgress(source);
  if (!progress) {
    return (
      <Loading label="Looking at the package">
        <div className="mx-auto flex w-full max-w-4xl flex-col gap-6 px-4 py-6 md:px-6">
          <div className="flex gap-4">
            <Skeleton className="size-12 rounded-card" />
            <div className="flex flex-1 flex-col gap-3 pt-1">
              <Skeleton className="h-4 w-40" />
              <Skeleton className="h-3 w-2/3" />
            </div>
          </div>
          <Skeleton className="h-36 rounded-card" />
          <Skeleton className="h-56 rounded-card" />
        </div>
      </Loading>
    );
  }
  return (
    <div className="mx-auto flex w-full max-w-sm flex-col gap-4 px-4 py-16">
      <h2 className="text-14 font-semibold">Looking at the package</h2>
      <ProgressList
        label="Looking at the package"
        steps={stageLines(progress).map(({ stage, ...line }) => ({ key: stage, ...line }))}
      />
      <p className="text-13 text-ink-3">Nothing of it runs.</p>
    </div>
  );
}

function Refused({ failure, source, onRetry }: { failure: RpcFailure; source: string; onRetry(): void }) {
  const missing = failure.code === -32004;
  return (
    <ErrorState
      title={missing ? "There is no such package" : "This package cannot be installed"}
      message={failure.message}
      hint={failure.hint ?? remedyFor(failure.reason) ??
        `Its source is “${source}”. Check that it is written as its publisher gave it to you.`}
      traceId={failure.traceId}
      onRetry={onRetry}
      action={<Link to={"/plugins/install" as never} className={buttonClass("ghost", "sm")}>Back to the plugins</Link>}
    />
  );
}
