import { useSearch } from "@tanstack/react-router";
import { ErrorState, PageHeader, SkeletonRows } from "@bulkhead/kit";
import { useIsAdmin, useRpc } from "@bulkhead/ui";
import { freeName } from "../../../state/workflow_editor/file_name.ts";
import type { SourceView } from "../../../state/workflow_editor/wire.ts";
import { BLANK, useTemplates } from "../../data/workflow_templates.ts";
import { useWorkflows } from "../../data/workflows.ts";
import type { WorkflowInfo } from "../../../state/wire.ts";
import { AuthorsOnly } from "../authors_only.tsx";
import { ScriptEditor } from "./script_editor.tsx";
import { useEditorSession } from "./use_editor_session.ts";

/** The editor of a workflow that is not there yet: `/workflows/new/edit?template=<id>` or `?copy=<name>`. */
export function NewEditPage() {
  const { template, copy } = useSearch({ strict: false }) as { template?: string; copy?: string };
  const isAdmin = useIsAdmin();
  const templates = useTemplates();
  const model = useRpc<SourceView>("host.workflow.source.get", { name: copy ?? "" }, { enabled: copy !== undefined });
  const workflows = useWorkflows();
  if (!isAdmin) {
    return (
      <main className="flex h-full flex-col bg-surface">
        <PageHeader title="New workflow" />
        <AuthorsOnly />
      </main>
    );
  }
  const waiting = (copy !== undefined && model.isPending) || (template !== undefined && templates.isPending) ||
    workflows.isPending;
  const failure = copy !== undefined ? model.error : template !== undefined ? templates.error : undefined;
  if (waiting || failure) {
    return (
      <main className="flex h-full flex-col bg-surface">
        <PageHeader title="New workflow" />
        {waiting ? <SkeletonRows count={10} /> : (
          <ErrorState
            title="What it is to begin with could not be read"
            message={failure!.message}
            hint={failure!.hint}
            traceId={failure!.traceId}
            onRetry={() => void (copy !== undefined ? model : templates).refetch()}
          />
        )}
      </main>
    );
  }
  const chosen = templates.data?.items.find(({ id }) => id === template);
  const items = workflows.data?.items ?? [];
  const stem = copy ?? chosen?.id ?? "workflow";
  return (
    <Writing
      key={`${template} ${copy}`}
      file={freeName(stem, items.map(({ file }) => file))}
      text={model.data && copy !== undefined ? model.data.source : chosen?.source ?? BLANK}
      workflows={items}
    />
  );
}

function Writing({ file, text, workflows }: { file: string; text: string; workflows: WorkflowInfo[] }) {
  const { session, state } = useEditorSession({ fresh: { file, text }, readOnly: false });
  if (state.phase !== "ready") return null;
  return <ScriptEditor session={session} state={state} workflow={undefined} workflows={workflows} readOnly={false} />;
}
