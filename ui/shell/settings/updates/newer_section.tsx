import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { Button, bytes, Card, CodeBlock, ErrorState, Notice, RelativeTime, Section, SkeletonRows } from "@bulkhead/kit";
import { Readme } from "../../plugins/install/readme.tsx";
import { type ReleaseInfo, type UpgradeStatus, useReleases } from "../../data/upgrade.ts";
import { StartDialog } from "./start_dialog.tsx";

const SETTINGS = `[upgrade]
source = "https://releases.example.com/bulkhead/"   # or a folder of this machine
key = "…"                                           # who signs the releases`;

/** What there is to go to. Only an owner asks the source, and only while the page is open. */
export function NewerSection({ status, isOwner }: { status: UpgradeStatus; isOwner: boolean }) {
  const { data, error, isFetching, refetch } = useReleases(isOwner && status.configured);
  const [starting, setStarting] = useState<ReleaseInfo>();
  if (!status.configured) {
    return (
      <Section title="Newer versions">
        <p className="text-13 text-ink-2">
          Nothing says where newer versions come from. Write it into bulkhead.toml in the data folder:
        </p>
        <CodeBlock code={SETTINGS} label="bulkhead.toml" />
      </Section>
    );
  }
  if (!isOwner) {
    return (
      <Section title="Newer versions">
        <p className="text-13 text-ink-2">An owner looks for newer versions, and begins an update.</p>
      </Section>
    );
  }
  const newer = data?.items.filter(({ obstacle }) => obstacle?.reason !== "not_newer") ?? [];
  return (
    <Section
      title="Newer versions"
      action={
        <Button
          size="sm"
          kind="ghost"
          icon={<RefreshCw size={14} aria-hidden />}
          busy={isFetching}
          onClick={() => void refetch()}
        >
          Look again
        </Button>
      }
    >
      {!data && isFetching && <SkeletonRows count={2} />}
      {error && !isFetching && (
        <ErrorState
          inline
          title="The source could not be read"
          message={error.message}
          hint={error.hint}
          traceId={error.traceId}
        />
      )}
      {data && newer.length === 0 && (
        <Notice tone="ok" title={`Version ${status.version} is the newest`}>
          <span className="wrap-anywhere">
            From <code className="font-mono text-12">{data.source}</code>, signed with the key{" "}
            <code className="font-mono text-12">{data.key}</code>.
          </span>
        </Notice>
      )}
      {newer.map((release) => (
        <Card key={release.version} className="flex flex-col gap-3 p-4">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <div className="min-w-0 flex-1">
              <h3 className="text-14 font-semibold tabular">Version {release.version}</h3>
              <p className="text-12 text-ink-3">
                <RelativeTime at={release.published} />, {bytes(release.size)}
              </p>
            </div>
            {release.possible && (
              <Button
                kind={release.version === data!.newest ? "primary" : "secondary"}
                onClick={() => setStarting(release)}
              >
                Update
              </Button>
            )}
          </div>
          {release.notes && <Readme text={release.notes} />}
          {release.obstacle && <Notice tone="warn" title={release.obstacle.message}>{release.obstacle.hint}</Notice>}
        </Card>
      ))}
      {starting && <StartDialog release={starting} onClose={() => setStarting(undefined)} />}
    </Section>
  );
}
