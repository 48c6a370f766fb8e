import { useNavigate, useParams } from "@tanstack/react-router";
import { ErrorState, PageHeader, SkeletonRows } from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import { useWorkflows } from "../../data/workflows.ts";
import { Crumb } from "../../frame/crumb.tsx";
import { NotFoundPage } from "../../frame/fallback_pages.tsx";
import { ScriptEditor } from "./script_editor.tsx";
import { useEditorSession } from "./use_editor_session.ts";

/** The editor of a workflow that there is: `/workflows/<name>/edit`. */
export function EditPage() {
  const { name } = useParams({ strict: false }) as { name: string };
  // Another workflow is another editor.
  return <Editing key={name} name={name} />;
}

function Editing({ name }: { name: string }) {
  const readOnly = !useIsAdmin();
  const navigate = useNavigate();
  const { session, state } = useEditorSession({ name, readOnly });
  const workflows = useWorkflows().data?.items;
  if (state.phase === "failed" && state.failure?.reason === "not_found") return <NotFoundPage />;
  if (state.phase === "ready") {
    const workflow = workflows?.find((each) => each.name === session.name);
    return (
      <ScriptEditor session={session} state={state} workflow={workflow} workflows={workflows} readOnly={readOnly} />
    );
  }
  return (
    <main className="flex h-full flex-col bg-surface">
      <PageHeader
        tab={`Edit ${name}`}
        onBack={() => void navigate({ to: `/workflows/${encodeURIComponent(name)}` as never })}
        title={
          <>
            <span className="max-md:hidden">
              <Crumb to="/workflows">Workflows</Crumb>
            </span>
            {name}
          </>
        }
      />
      {state.phase === "loading" ? <SkeletonRows count={10} label="Loading the source" /> : (
        <ErrorState
          title="The source could not be read"
          message={state.failure!.message}
          hint={state.failure!.hint}
          traceId={state.failure!.traceId}
          onRetry={() => void session.open()}
        />
      )}
    </main>
  );
}
