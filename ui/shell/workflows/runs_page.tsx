import { useNavigate, useSearch } from "@tanstack/react-router";
import { PageHeader } from "@bulkhead/kit";
import type { RunsSearch } from "../../state/runs/run_filter.ts";
import { useWorkflows } from "../data/workflows.ts";
import { Crumb } from "../frame/crumb.tsx";
import { RunsView } from "./runs_view.tsx";

/** The runs of all workflows; the filters are in the address. */
export function RunsPage() {
  const search = useSearch({ strict: false }) as RunsSearch;
  const navigate = useNavigate();
  const names = (useWorkflows().data?.items ?? []).map(({ name }) => name);
  return (
    <main className="flex h-full flex-col bg-surface">
      <PageHeader
        tab="Runs"
        onBack={() => void navigate({ to: "/workflows" as never })}
        title={
          <>
            <Crumb to="/workflows">Workflows</Crumb>
            Runs
          </>
        }
      />
      <div className="min-h-0 flex-1">
        <RunsView
          search={search}
          workflows={names}
          onSearch={(next) => void navigate({ to: "/workflows/runs" as never, search: next as never, replace: true })}
        />
      </div>
    </main>
  );
}
