import { AlarmClock, AlarmClockCheck, Plus, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, EmptyState, ErrorState, IconButton, RelativeTime, SkeletonRows } from "@bulkhead/kit";
import { RpcFailure, useCockpit } from "@bulkhead/ui";
import { t } from "../i18n/language.ts";
import { timeWords } from "../state/later.ts";
import { excerpt } from "../../domain/rich_text.ts";
import type { Message, Reminder } from "../state/wire.ts";
import { attempt, useChat } from "../use_chat.ts";
import { PlaceLink } from "./place_link.tsx";
import { ReminderDialog } from "./reminder_dialog.tsx";

/** What this person wants to be reminded of: what is still to come first, then what was. */
export function ReminderList() {
  const { rpc } = useChat();
  const { items, problem, again } = useReminders();
  const [making, setMaking] = useState(false);
  const coming = items?.filter((each) => !each.firedAt).reverse() ?? [];
  const past = items?.filter((each) => each.firedAt) ?? [];
  const cancel = (id: string) =>
    attempt(rpc.call("chat.reminder.cancel", { id }).then(again), t("The reminder is still there"));
  return (
    <div className="ring-in scroll-y min-h-0 flex-1" tabIndex={0} role="region" aria-label={t("Reminders")}>
      {problem && <ErrorState title={t("The list could not be read")} message={problem.message} onRetry={again} />}
      {!items && !problem && <SkeletonRows count={4} label={t("Loading")} />}
      {items?.length === 0 && (
        <EmptyState
          icon={<AlarmClock size={20} aria-hidden />}
          title={t("Nothing to remember")}
          description={t("A message's menu reminds you of it later; here you can be reminded of anything.")}
          action={<Button kind="primary" onClick={() => setMaking(true)}>{t("New reminder")}</Button>}
        />
      )}
      {items && items.length > 0 && (
        <div className="flex justify-end px-4 py-2 md:px-6">
          <Button size="sm" icon={<Plus size={14} aria-hidden />} onClick={() => setMaking(true)}>
            {t("New reminder")}
          </Button>
        </div>
      )}
      <ul>
        {[...coming, ...past].map((reminder) => (
          <li key={reminder.id} className="flex items-start gap-3 border-b border-line px-4 py-3 md:px-6">
            {reminder.firedAt
              ? <AlarmClockCheck size={16} className="mt-0.5 shrink-0 text-ink-3" aria-hidden />
              : <AlarmClock size={16} className="mt-0.5 shrink-0 text-accent-ink" aria-hidden />}
            <div className="min-w-0 flex-1">
              {reminder.text && <p className="text-14 wrap-anywhere" dir="auto">{reminder.text}</p>}
              {reminder.messageId && <OfMessage id={reminder.messageId} />}
              <p className="text-12 text-ink-3">
                {reminder.firedAt ? <RelativeTime at={reminder.firedAt} /> : timeWords(new Date(reminder.at))}
              </p>
            </div>
            <IconButton
              size="sm"
              label={reminder.firedAt ? t("Remove") : t("Cancel the reminder")}
              icon={<X size={15} aria-hidden />}
              onClick={() =>
                cancel(reminder.id)}
            />
          </li>
        ))}
      </ul>
      {making && (
        <ReminderDialog
          onClose={() => setMaking(false)}
          onMade={() => {
            setMaking(false);
            again();
          }}
        />
      )}
    </div>
  );
}

/** The reminders, anew with each change on any device. */
function useReminders(): { items?: Reminder[]; problem?: RpcFailure; again(): void } {
  const { rpc } = useChat();
  const { live } = useCockpit();
  const [state, setState] = useState<{ items?: Reminder[]; problem?: RpcFailure }>({});
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let left = false;
    rpc.call<{ items: Reminder[] }>("chat.reminder.list", {}).then(
      ({ items }) => left || setState({ items }),
      (error) => left || setState({ problem: RpcFailure.wrap(error) }),
    );
    return () => void (left = true);
  }, [rpc, asked]);
  const again = () => setAsked((count) => count + 1);
  useEffect(() => live.subscribe(["chat.reminder.*"], { event: again, resync: again }), [live]);
  return { ...state, again };
}

function OfMessage({ id }: { id: string }) {
  const { rpc } = useChat();
  const [message, setMessage] = useState<Message | "gone">();
  useEffect(() => {
    let left = false;
    rpc.call<Message>("chat.message.get", { id }).then(
      (found) => left || setMessage(found),
      () => left || setMessage("gone"),
    );
    return () => void (left = true);
  }, [rpc, id]);
  if (!message) return <p className="text-14 text-ink-3">…</p>;
  if (message === "gone" || message.deletedAt) return <p className="text-14 text-ink-3">{t("Message deleted")}</p>;
  return (
    <PlaceLink message={message} className="block truncate text-14 hover:underline">
      <span className="font-medium" dir="auto">{message.author.name}</span>{" "}
      <span className="text-ink-2" dir="auto">{excerpt(message.text, 140)}</span>
    </PlaceLink>
  );
}
