import { Users } from "lucide-react";
import { Badge, cx, EmptyState, ErrorState, SkeletonRows } from "@bulkhead/kit";
import { useRpc } from "@bulkhead/ui";
import type { GroupInfo } from "./person_info.ts";
import { plural, t } from "../../i18n/texts.ts";

/** Groups that were made here and those that providers tell of. */
export function GroupsTab({ chosen, onChoose }: { chosen?: string; onChoose(id: string): void }) {
  const { data, isPending, error, refetch } = useRpc<{ items: GroupInfo[]; nextCursor?: string }>("host.group.list", {
    limit: 200,
  });
  return (
    <div className="scroll-y min-h-0 flex-1">
      {isPending && <SkeletonRows count={4} />}
      {error && (
        <ErrorState
          title={t("The groups could not be read")}
          message={error.message}
          hint={error.hint}
          traceId={error.traceId}
          onRetry={() => void refetch()}
        />
      )}
      {data?.items.length === 0 && (
        <EmptyState
          icon={<Users size={20} aria-hidden />}
          title={t("No groups yet")}
          description={t(
            "A group is a name for several people. Groups of a sign-in provider appear here by themselves when their members sign in.",
          )}
        />
      )}
      <ul>
        {data?.items.map((group) => (
          <li key={group.id} className="border-b border-line">
            <button
              type="button"
              aria-current={group.id === chosen || undefined}
              onClick={() => onChoose(group.id)}
              className={cx(
                "ring-in flex w-full items-center gap-3 px-4 py-2.5 text-left md:px-6",
                group.id === chosen ? "bg-active" : "hover:bg-hover",
              )}
            >
              <span className="min-w-0 flex-1 truncate text-14 font-medium" dir="auto">{group.name}</span>
              {group.source && <Badge>{group.source.name}</Badge>}
              <span className="tabular w-24 shrink-0 text-right text-12 text-ink-3">
                {plural("{count} people", group.memberCount)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {data?.nextCursor !== undefined && (
        <p className="px-4 py-3 text-13 text-ink-3 md:px-6">
          {t("These are the first 200; a person's row names the others.")}
        </p>
      )}
    </div>
  );
}
