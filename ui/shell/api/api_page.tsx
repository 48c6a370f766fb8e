import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Braces } from "lucide-react";
import { useMemo, useState } from "react";
import { EmptyState, ErrorState, PageHeader, Panes, SkeletonRows } from "@bulkhead/kit";
import { Trials } from "../../state/api/trials.ts";
import { useApi } from "../data/api.ts";
import { GroupPage } from "./group_page.tsx";
import { MethodList } from "./method_list.tsx";
import { MethodPage } from "./method_page.tsx";
import { Overview } from "./overview.tsx";
import type { ApiSearch } from "./search.ts";

/** All methods that this person may call: found, read, tried, and copied. */
export function ApiPage() {
  const { name } = useParams({ strict: false }) as { name?: string };
  const search = useSearch({ strict: false }) as ApiSearch;
  const navigate = useNavigate();
  const { api, isPending, error, refetch } = useApi();
  const go = (to: string | undefined, next: ApiSearch, replace = false) =>
    void navigate({ to: (to ? `/api/${to}` : "/api") as never, search: next as never, replace });
  const method = useMemo(
    () => api?.groups.flatMap(({ methods }) => methods).find((each) => each.name === name),
    [api, name],
  );
  const [trials] = useState(() => new Trials());
  const group = api?.groups.find((each) => each.name === name);
  const back = () => go(undefined, { q: search.q });
  return (
    <Panes
      narrow={name || error ? "main" : "list"}
      list={
        <MethodList
          groups={api?.groups}
          chosen={name}
          query={search.q ?? ""}
          onQuery={(q) => go(name, { ...search, q: q || undefined }, true)}
          onChoose={(next) => go(next, { q: search.q })}
        />
      }
    >
      {isPending && <SkeletonRows count={10} />}
      {error && (
        <ErrorState
          page
          title="The methods could not be read"
          message={error.message}
          hint={error.hint}
          traceId={error.traceId}
          onRetry={() => void refetch()}
        />
      )}
      {api && !name && <Overview api={api} />}
      {api && group && !method && <GroupPage group={group} components={api.components} onBack={back} />}
      {api && method && (
        <MethodPage
          key={method.name}
          method={method}
          api={api}
          search={search}
          trials={trials}
          onSearch={(next) => go(method.name, { q: search.q, ...next }, true)}
          onBack={back}
        />
      )}
      {api && name && !group && !method && (
        <>
          <PageHeader title={name} onBack={back} />
          <EmptyState
            icon={<Braces size={20} aria-hidden />}
            title={`There is no ${name} for you to call`}
            description="Its plugin may be off, or your role may not call it. Search for what you want to do in the list."
          />
        </>
      )}
    </Panes>
  );
}
