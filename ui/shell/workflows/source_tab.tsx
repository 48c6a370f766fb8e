import { Link, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { CodeBlock, ErrorState, Notice, PageBody, Section, SkeletonRows } from "@bulkhead/kit";
import { useRpc } from "@bulkhead/ui";
import type { WorkflowInfo } from "../../state/wire.ts";
import type { SourceSearch } from "./search.ts";
import { workflowPath } from "./words.ts";

const LINE_PX = 19.2;

/** What is in the file, what runs when that is something else, or the version to which a run is pinned. */
export function SourceTab({ workflow }: { workflow: WorkflowInfo }) {
  const { line, hash } = useSearch({ strict: false }) as SourceSearch;
  return hash && hash !== workflow.hash
    ? <VersionSource workflow={workflow} hash={hash} line={line} />
    : <FileSource workflow={workflow} line={line} ofLive={hash !== undefined} />;
}

function VersionSource({ workflow: { name }, hash, line }: { workflow: WorkflowInfo; hash: string; line?: number }) {
  const { data, error, isPending } = useRpc<{ source: string }>("host.workflow.version.get", { name, hash });
  return (
    <PageBody wide>
      <Notice
        title={`Version ${hash.slice(0, 12)}, not the one that is live`}
        action={
          <Link
            to={workflowPath(name, "source") as never}
            className="rounded-sm text-13 font-medium text-accent-ink hover:underline"
          >
            See the live one
          </Link>
        }
      />
      {isPending && <SkeletonRows count={8} />}
      {error && <ErrorState title="This version could not be read" message={error.message} hint={error.hint} />}
      {data && <Code code={data.source} line={line} label={`Source of version ${hash.slice(0, 12)}`} />}
    </PageBody>
  );
}

function FileSource({ workflow, line, ofLive }: { workflow: WorkflowInfo; line?: number; ofLive: boolean }) {
  const { data, error, isPending, refetch } = useRpc<{ source: string; liveSource?: string }>(
    "host.workflow.source.get",
    { name: workflow.name },
  );
  const { since, hash } = workflow;
  useEffect(() => void refetch(), [since, hash, refetch]);
  const older = data?.liveSource !== undefined && data.liveSource !== data.source;
  const saved = data && (
    <Section title={older ? "As it is saved" : workflow.file}>
      <Code
        code={data.source}
        line={(older && ofLive ? undefined : line) ?? workflow.diagnostics[0]?.line}
        label={`Source of ${workflow.file}`}
      />
    </Section>
  );
  const live = older && (
    <Section title="The version that runs">
      <Code code={data.liveSource!} line={ofLive ? line : undefined} label="Source of the version that runs" />
    </Section>
  );
  return (
    <PageBody wide>
      {isPending && <SkeletonRows count={8} />}
      {error && <ErrorState title="The source could not be read" message={error.message} hint={error.hint} />}
      {ofLive ? [live, saved].map((part, index) => <div key={index}>{part}</div>) : (
        <>
          {saved}
          {live}
        </>
      )}
    </PageBody>
  );
}

function Code({ code, line, label }: { code: string; line?: number; label: string }) {
  return (
    <div
      ref={(element) => {
        const block = element?.querySelector("pre");
        const marked = line === undefined ? undefined : block?.children[line - 1];
        if (block && marked) marked.scrollIntoView({ block: "center" });
      }}
      style={{ minHeight: Math.min(code.split("\n").length, 20) * LINE_PX }}
    >
      <CodeBlock code={code} firstLine={1} markedLine={line} label={label} />
    </div>
  );
}
