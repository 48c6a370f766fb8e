import { Users, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, EmptyState, ErrorState, SearchField, Select, SkeletonRows } from "@bulkhead/kit";
import { useIsAdmin, useRpc } from "@bulkhead/ui";
import { useSession } from "../data/session.ts";
import { OpenInvitations } from "./open_invitations.tsx";
import type { GroupInfo, PersonInfo } from "./person_info.ts";
import { PersonRow } from "./person_row.tsx";
import type { PeopleSearch } from "./search.ts";
import { t } from "../../i18n/texts.ts";

const PAGE = 200;

interface PeopleTabProps {
  search: PeopleSearch;
  onSearch(next: PeopleSearch): void;
}

/** All people in one list, whether they sign in here or with a provider. */
export function PeopleTab({ search, onSearch }: PeopleTabProps) {
  const { q: query, source, group } = search;
  const { data, isPending, error, refetch } = useRpc<{ items: PersonInfo[]; nextCursor?: string }>(
    "host.user.list",
    { limit: PAGE, query, source, group },
    { keepPrevious: true },
  );
  const isAdmin = useIsAdmin();
  const narrowed = Boolean(query || source || group);
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <Filters search={search} onSearch={onSearch} />
      <div className="scroll-y min-h-0 flex-1">
        {isPending && <SkeletonRows count={5} />}
        {error && (
          <ErrorState
            title={t("The people could not be read")}
            message={error.message}
            hint={error.hint}
            traceId={error.traceId}
            onRetry={() => void refetch()}
          />
        )}
        {data?.items.length === 0 && (
          <EmptyState
            icon={<Users size={20} aria-hidden />}
            title={t("Nobody fits")}
            description={t("No one here has that name and comes from there.")}
            action={narrowed && <Button onClick={() => onSearch({})}>{t("Show everybody")}</Button>}
          />
        )}
        {isAdmin && !narrowed && <OpenInvitations />}
        <ul>
          {data?.items.map((person) => <PersonRow key={person.id} person={person} mayChange={isAdmin} />)}
        </ul>
        {data?.nextCursor !== undefined && (
          <p className="px-4 py-3 text-13 text-ink-3 md:px-6">
            {t("These are the first {count}. Type a name above to find the others.", { count: PAGE })}
          </p>
        )}
      </div>
    </div>
  );
}

function Filters({ search, onSearch }: PeopleTabProps) {
  const { q = "", source = "", group } = search;
  const { state } = useSession();
  const [typed, setTyped] = useState(q);
  useEffect(() => {
    if (typed.trim() === q) return;
    const timer = setTimeout(() => onSearch({ ...search, q: typed.trim() || undefined }), 250);
    return () => clearTimeout(timer);
  }, [typed, q, search, onSearch]);
  const sources = [
    { value: "", label: t("From anywhere") },
    { value: "local", label: t("With a password here") },
    ...(state?.providers ?? []).map(({ id, name }) => ({ value: id, label: t("From {name}", { name }) })),
  ];
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2 md:px-6">
      <SearchField
        aria-label={t("Find people")}
        placeholder={t("Name")}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className="max-md:w-full md:w-60"
      />
      {state?.mode === "oidc" && (
        <Select
          label={t("Where they come from")}
          value={source}
          placeholder={t("From anywhere")}
          options={sources}
          onChange={(next: string) => onSearch({ ...search, source: next || undefined })}
        />
      )}
      {group && <GroupFilter id={group} onClear={() => onSearch({ ...search, group: undefined })} />}
    </div>
  );
}

function GroupFilter({ id, onClear }: { id: string; onClear(): void }) {
  const { data } = useRpc<GroupInfo>("host.group.get", { id });
  return (
    <Button icon={<X size={14} aria-hidden />} onClick={onClear} className="max-w-60">
      <span className="truncate">{data ? t("In {name}", { name: data.name }) : t("In a group")}</span>
    </Button>
  );
}
