import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { FilePlus2 } from "lucide-react";
import { buttonClass, ErrorState, PageBody, PageHeader, SkeletonRows } from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import { useTemplates } from "../data/workflow_templates.ts";
import { Crumb } from "../frame/crumb.tsx";
import { AuthorsOnly } from "./authors_only.tsx";
import { TemplateCard } from "./template_card.tsx";

/** Scripts to begin with: `/workflows/new`, one of them opened with `?template=<id>`. */
export function TemplatesPage() {
  const navigate = useNavigate();
  const isAdmin = useIsAdmin();
  const { template } = useSearch({ strict: false }) as { template?: string };
  const { data, isPending, error, refetch } = useTemplates();
  const items = [...(data?.items ?? [])].sort((left, right) => Number(right.available) - Number(left.available));
  return (
    <main className="flex h-full flex-col bg-surface">
      <PageHeader
        tab="New workflow"
        onBack={() => void navigate({ to: "/workflows" as never })}
        title={
          <>
            <span className="max-md:hidden">
              <Crumb to="/workflows">Workflows</Crumb>
            </span>
            New workflow
          </>
        }
        actions={isAdmin && (
          <Link to={"/workflows/new/edit" as never} className={buttonClass("secondary")}>
            <FilePlus2 size={14} aria-hidden />
            Blank
          </Link>
        )}
      />
      {!isAdmin ? <AuthorsOnly /> : (
        <PageBody wide>
          <p className="-mb-4 text-14 text-ink-2">Begin with one of these and make it yours, or with a blank file.</p>
          {isPending && <SkeletonRows count={6} />}
          {error && (
            <ErrorState
              inline
              title="The templates could not be read"
              message={error.message}
              hint={error.hint}
              traceId={error.traceId}
              onRetry={() => void refetch()}
            />
          )}
          <ul className="grid grid-flow-dense items-stretch gap-4 md:grid-cols-2 xl:grid-cols-3">
            {items.map((item) => <TemplateCard key={item.id} template={item} open={item.id === template} />)}
          </ul>
          {data && items.length === 0 && (
            <p className="text-13 text-ink-3">This server has no templates. A blank file begins with an example.</p>
          )}
        </PageBody>
      )}
    </main>
  );
}
