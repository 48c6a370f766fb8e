import { useNavigate, useSearch } from "@tanstack/react-router";
import { Download, FileJson, FileSpreadsheet, ListFilter, ScrollText, SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import {
  Button,
  EmptyState,
  ErrorState,
  Menu,
  MenuItem,
  PageHeader,
  Panes,
  SkeletonRows,
  useMedia,
} from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import { useAuditExport, useAuditFeed } from "../../data/audit.ts";
import { Sections } from "../sections.tsx";
import { AuditFilters } from "./audit_filters.tsx";
import { AuditList } from "./audit_list.tsx";
import { EntryDetail } from "./entry_detail.tsx";
import { auditFilterOf, type AuditSearch } from "./search.ts";

/** Who did what: denials, changes, sign-ins and what admins read, as it is written down. */
export function AuditPage() {
  const isAdmin = useIsAdmin();
  const navigate = useNavigate();
  const back = () => void navigate({ to: "/settings" as never });
  if (isAdmin) return <Audit onBack={back} />;
  return (
    <Panes list={<Sections />}>
      <PageHeader title="Audit log" onBack={back} />
      <EmptyState
        icon={<ScrollText size={20} aria-hidden />}
        title="Owners and admins read the audit log"
        description="It names what everybody did. What you did yourself stands in your account and in the pages of the plugins."
      />
    </Panes>
  );
}

function Audit({ onBack }: { onBack(): void }) {
  const search = useSearch({ strict: false }) as AuditSearch;
  const navigate = useNavigate();
  const go = (next: AuditSearch, replace = false) =>
    void navigate({ to: "/settings/audit" as never, search: next as never, replace });
  const slim = useMedia("(max-width: 767px)");
  const [open, setOpen] = useState(false);
  // A span counts from when it was chosen, so that the feed stays the same while one looks.
  const [chosen, setChosen] = useState({ since: search.since, at: Date.now() });
  if (chosen.since !== search.since) setChosen({ since: search.since, at: Date.now() });
  const filter = auditFilterOf(search, chosen.at);
  const { feed, people, state } = useAuditFeed(filter);
  const exportAs = useAuditExport();
  const active = Object.keys(filter).length;
  const entry = [...state.fresh, ...state.entries].find(({ id }) => id === search.entry);
  const close = () => go({ ...search, entry: undefined });
  return (
    <Panes
      list={<Sections />}
      detail={entry && <EntryDetail entry={entry} onClose={close} onNarrow={(next) => go(next)} />}
      detailTitle="Entry"
      onCloseDetail={close}
    >
      <PageHeader
        title="Audit log"
        onBack={onBack}
        actions={
          <Menu trigger={<Button icon={<Download size={14} aria-hidden />}>Export</Button>}>
            <MenuItem icon={<FileSpreadsheet size={15} aria-hidden />} onSelect={() => void exportAs(filter, "csv")}>
              As CSV
            </MenuItem>
            <MenuItem icon={<FileJson size={15} aria-hidden />} onSelect={() => void exportAs(filter, "jsonl")}>
              As JSON lines
            </MenuItem>
          </Menu>
        }
      />
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2 md:px-6">
        {slim && (
          <Button
            icon={<SlidersHorizontal size={14} aria-hidden />}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {active > 0 ? `Filters, ${active} set` : "Filters"}
          </Button>
        )}
        {(!slim || open) && <AuditFilters search={search} people={people} onChange={(next) => go(next, true)} />}
      </div>
      {state.phase === "loading" && <SkeletonRows count={12} />}
      {state.phase === "failed" && (
        <ErrorState
          title="The audit log could not be read"
          message={state.problem!.message}
          hint={state.problem!.hint}
          traceId={state.problem!.traceId}
          onRetry={() => void feed.read()}
        />
      )}
      {state.phase === "ready" && state.entries.length === 0 && (
        <EmptyState
          icon={<ListFilter size={20} aria-hidden />}
          title={active > 0 ? "No entry fits" : "Nothing is written down yet"}
          description={state.hasMore
            ? "None of the newest ones fit. There may be older ones that do."
            : "Denials, changes and what admins read are written down, and kept for half a year."}
          action={state.hasMore
            ? <Button busy={state.loadingMore} onClick={() => void feed.more()}>Look further back</Button>
            : active > 0 && <Button onClick={() => go({})}>Clear the filters</Button>}
        />
      )}
      {state.phase === "ready" && state.entries.length > 0 && (
        <AuditList
          key={JSON.stringify(filter)}
          feed={feed}
          state={state}
          chosen={search.entry}
          onChoose={(id) => go({ ...search, entry: id }, search.entry !== undefined)}
        />
      )}
    </Panes>
  );
}
