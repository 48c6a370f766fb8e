import { useNavigate, useSearch } from "@tanstack/react-router";
import { Archive, Plus } from "lucide-react";
import { useState } from "react";
import {
  Button,
  EmptyState,
  ErrorState,
  Notice,
  PageBody,
  PageHeader,
  Panes,
  RelativeTime,
  Section,
  SkeletonRows,
} from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import { useBackups } from "../../data/backups.ts";
import { Sections } from "../sections.tsx";
import { BackupDetail } from "./backup_detail.tsx";
import { BackupRows } from "./backup_rows.tsx";
import { CreateDialog } from "./create_dialog.tsx";
import { ProgressCard } from "./progress_card.tsx";

/** Backups of everything: made, looked through, fetched, deleted, and how to restore one. */
export function BackupsPage() {
  const isAdmin = useIsAdmin();
  const { backup: chosen } = useSearch({ strict: false }) as { backup?: string };
  const navigate = useNavigate();
  const go = (backup: string | undefined) =>
    void navigate({
      to: "/settings/backups" as never,
      search: (backup ? { backup } : {}) as never,
      replace: chosen !== undefined && backup !== undefined,
    });
  const { data, isPending, error, refetch, running } = useBackups();
  const [making, setMaking] = useState(false);
  const shown = data?.items.find(({ name }) => name === chosen);
  const create = (
    <Button
      kind="primary"
      icon={<Plus size={14} aria-hidden />}
      disabled={running !== undefined}
      onClick={() => setMaking(true)}
    >
      Back up now
    </Button>
  );
  return (
    <Panes
      list={<Sections />}
      detail={shown && (
        <BackupDetail
          key={shown.name}
          backup={shown}
          folder={data!.folder}
          withStore={data!.s3 !== undefined}
          busy={running !== undefined}
          onClose={() => go(undefined)}
        />
      )}
      detailTitle="Backup"
      onCloseDetail={() => go(undefined)}
    >
      <PageHeader
        title="Backups"
        note={data && <span className="tabular">{data.items.length}</span>}
        onBack={() => void navigate({ to: "/settings" as never })}
        actions={isAdmin && data && data.items.length > 0 && create}
      />
      {!isAdmin && (
        <EmptyState
          icon={<Archive size={20} aria-hidden />}
          title="Owners and admins look after backups"
          description="A backup holds everything on this server, also what only its author may read."
        />
      )}
      {isAdmin && isPending && <SkeletonRows count={5} />}
      {isAdmin && error && (
        <ErrorState
          title="The backups could not be read"
          message={error.message}
          hint={error.hint}
          traceId={error.traceId}
          onRetry={() => void refetch()}
        />
      )}
      {data && (
        <PageBody>
          {data.lastFailure && (
            <Notice
              tone="bad"
              title={
                <>
                  The scheduled backup failed <RelativeTime at={data.lastFailure.at} />
                </>
              }
            >
              {data.lastFailure.message}
            </Notice>
          )}
          {data.s3?.problem && <Notice tone="bad" title="The store elsewhere needs a look">{data.s3.problem}</Notice>}
          {running && <ProgressCard running={running} />}
          {data.items.length === 0
            ? (!running && (
              <EmptyState
                icon={<Archive size={20} aria-hidden />}
                title="No backup yet"
                description="One file of all databases and files, of one moment, made while everybody works on."
                action={create}
              />
            ))
            : (
              <Section title="Made">
                <BackupRows
                  backups={data.items}
                  chosen={chosen}
                  withStore={data.s3 !== undefined}
                  onChoose={go}
                />
              </Section>
            )}
          <Section title="Where and when">
            <p className="text-13 text-ink-2 wrap-anywhere">
              They lie in <code className="font-mono text-12">{data.folder}</code>
              {data.s3 && (
                <>
                  , and go to <code className="font-mono text-12">{data.s3.place}</code>
                </>
              )}. {data.nextAt
                ? (
                  <>
                    The next one is made <RelativeTime at={data.nextAt} />.
                  </>
                )
                : (
                  <>
                    None is made by itself: set <code className="font-mono text-12">schedule</code> under{" "}
                    <code className="font-mono text-12">[backup]</code> in bulkhead.toml.
                  </>
                )}
            </p>
          </Section>
        </PageBody>
      )}
      {making && <CreateDialog onClose={() => setMaking(false)} />}
    </Panes>
  );
}
