import { CalendarClock, PenLine, SendHorizontal, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { EmptyState, IconButton, PageHeader } from "@bulkhead/kit";
import { channelSlug, findChannel, titleOf } from "../state/channel_list.ts";
import { timeWords } from "../state/later.ts";
import { attempt, useChannels, useChat, usePersonal } from "../use_chat.ts";
import { ChannelLink } from "./message_card.tsx";
import { t } from "../i18n/language.ts";

/** What is written and not sent: drafts, and what goes out by itself later. */
export function DraftsPage({ onBack }: { onBack(): void }) {
  const chat = useChat();
  const drafts = usePersonal((state) => state.drafts);
  const scheduled = usePersonal((state) => state.scheduled);
  const call = (method: string, params: unknown, failed: string) => attempt(chat.rpc.call(method, params), failed);
  const empty = drafts.size === 0 && scheduled.length === 0;
  return (
    <>
      <PageHeader onBack={onBack} icon={<PenLine size={16} aria-hidden />} title={t("Drafts and scheduled")} />
      <div
        className="ring-in scroll-y min-h-0 flex-1"
        tabIndex={0}
        role="region"
        aria-label={t("Drafts and scheduled")}
      >
        {empty && (
          <EmptyState
            icon={<PenLine size={20} aria-hidden />}
            title={t("Nothing is waiting to be sent")}
            description={t("What you begin to write is kept here, on all your devices, until you send it.")}
          />
        )}
        {scheduled.length > 0 && <Heading icon={<CalendarClock size={14} aria-hidden />}>{t("Scheduled")}</Heading>}
        <ul>
          {[...scheduled].sort((left, right) => left.sendAt < right.sendAt ? -1 : 1).map((each) => (
            <Entry
              key={each.id}
              {...each}
              note={each.error
                ? <span className="text-bad-ink">{t("Not sent: {reason}", { reason: each.error })}</span>
                : timeWords(new Date(each.sendAt))}
              actions={
                <>
                  <IconButton
                    size="sm"
                    label={t("Send now")}
                    icon={<SendHorizontal size={15} aria-hidden />}
                    onClick={() => call("chat.scheduled.send_now", { id: each.id }, t("It was not sent"))}
                  />
                  <IconButton
                    size="sm"
                    label={t("Cancel")}
                    icon={<Trash2 size={15} aria-hidden />}
                    onClick={() => call("chat.scheduled.cancel", { id: each.id }, t("It is still scheduled"))}
                  />
                </>
              }
            />
          ))}
        </ul>
        {drafts.size > 0 && <Heading icon={<PenLine size={14} aria-hidden />}>{t("Drafts")}</Heading>}
        <ul>
          {[...drafts.values()].sort((left, right) => right.rev - left.rev).map((draft) => (
            <Entry
              key={`${draft.channelId}/${draft.threadId ?? ""}`}
              {...draft}
              actions={
                <IconButton
                  size="sm"
                  label={t("Discard")}
                  icon={<Trash2 size={15} aria-hidden />}
                  onClick={() => chat.drafts.write("", draft.channelId, draft.threadId)}
                />
              }
            />
          ))}
        </ul>
      </div>
    </>
  );
}

function Heading({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <h2 className="flex items-center gap-2 border-b border-line bg-canvas px-4 py-2 text-12 font-medium text-ink-3 md:px-6">
      {icon}
      {children}
    </h2>
  );
}

interface EntryProps {
  channelId: string;
  threadId?: string;
  text: string;
  note?: ReactNode;
  actions: ReactNode;
}

function Entry({ channelId, threadId, text, note, actions }: EntryProps) {
  const { items } = useChannels();
  const channel = findChannel(items, channelId);
  const slug = channel ? channelSlug(items, channel) : channelId;
  return (
    <li className="flex items-start gap-3 border-b border-line px-4 py-3 md:px-6">
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2 text-12 text-ink-3">
          <ChannelLink slug={threadId ? `${slug}/thread/${threadId}` : slug}>
            {threadId
              ? t("Thread in {channel}", { channel: channel ? titleOf(channel) : t("a channel") })
              : channel
              ? titleOf(channel)
              : t("a channel")}
          </ChannelLink>
          {note}
        </p>
        <p className="line-clamp-3 text-14 whitespace-pre-wrap text-ink-2 wrap-anywhere" dir="auto">{text}</p>
      </div>
      <div className="flex shrink-0 gap-1">{actions}</div>
    </li>
  );
}
