import { Eye } from "lucide-react";
import { Avatar, Button, Dialog, EmptyState, ErrorState, RelativeTime, SkeletonRows } from "@bulkhead/kit";
import { rich } from "@bulkhead/ui";
import { t } from "../i18n/language.ts";
import { usePages } from "../inbox/use_pages.ts";
import type { Message, Person } from "../state/wire.ts";

interface Reader {
  user: Person;
  lastReadAt?: string;
}

/** Who has read up to a message, and when they read there last. */
export function ReadByDialog({ message, onClose }: { message: Message; onClose(): void }) {
  const pages = usePages<Reader>("chat.message.read_by", { id: message.id, limit: 50 }, message.id);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("Seen by")}
      footer={<Button onClick={onClose}>{t("Close")}</Button>}
    >
      <div className="min-h-40">
        {pages.phase === "loading" && <SkeletonRows count={3} label={t("Loading")} />}
        {pages.phase === "failed" && (
          <ErrorState
            title={t("Who has seen it could not be read")}
            message={pages.problem!.message}
            hint={pages.problem!.hint}
            onRetry={pages.again}
          />
        )}
        {pages.phase === "ready" && pages.items.length === 0 && (
          <EmptyState
            icon={<Eye size={20} aria-hidden />}
            title={t("Nobody has seen it yet")}
            description={t(
              "Whoever reads up to this message stands here. Its author does not, nor does who joined later.",
            )}
          />
        )}
        <ul aria-label={t("Seen by")}>
          {pages.items.map(({ user, lastReadAt }) => (
            <li key={user.id} className="flex min-h-11 items-center gap-2.5 [content-visibility:auto]">
              <Avatar id={user.id} name={user.name} kind={user.role === "agent" ? "agent" : "user"} size={28} />
              <span className="min-w-0 flex-1 truncate text-14" dir="auto">{user.name}</span>
              {lastReadAt && (
                <span className="shrink-0 text-12 text-ink-3">
                  {rich(t("read here {time}"), { time: <RelativeTime at={lastReadAt} /> })}
                </span>
              )}
            </li>
          ))}
        </ul>
        {pages.hasMore && <Button size="sm" onClick={pages.more}>{t("Show more")}</Button>}
      </div>
    </Dialog>
  );
}
