import { Pin } from "lucide-react";
import { EmptyState, ErrorState, PaneHeader, SkeletonRows } from "@bulkhead/kit";
import { MessageCard } from "../inbox/message_card.tsx";
import { usePages } from "../inbox/use_pages.ts";
import type { Channel, Message } from "../state/wire.ts";
import { t } from "../i18n/language.ts";

export interface PinsPanelProps {
  channel: Channel;
  /** Ids of the pinned messages that the page knows: with another one the list is read anew. */
  pinned: string;
  onClose(): void;
}

/** What was held up for all, the newest first. */
export function PinsPanel({ channel, pinned, onClose }: PinsPanelProps) {
  const { phase, items, problem, again } = usePages<Message>(
    "chat.message.pins",
    { channel: channel.id, limit: undefined },
    `${channel.id} ${pinned}`,
  );
  return (
    <>
      <PaneHeader title={t("Pinned")} onClose={onClose} />
      <div className="ring-in scroll-y min-h-0 flex-1" tabIndex={0} role="region" aria-label={t("Pinned messages")}>
        {phase === "loading" && <SkeletonRows count={4} label={t("Loading pinned messages")} />}
        {phase === "failed" && (
          <ErrorState title={t("The pins could not be read")} message={problem!.message} onRetry={again} />
        )}
        {phase === "ready" && items.length === 0 && (
          <EmptyState
            icon={<Pin size={20} aria-hidden />}
            title={t("Nothing is pinned here")}
            description={t("Pin what newcomers should read first: P on a message, or its menu.")}
          />
        )}
        <ul>{items.map((message) => <MessageCard key={message.id} message={message} />)}</ul>
      </div>
    </>
  );
}
