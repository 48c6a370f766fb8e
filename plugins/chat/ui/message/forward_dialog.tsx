import { Check } from "lucide-react";
import { useId, useRef, useState } from "react";
import { Button, cx, Dialog, Field, SearchField, Textarea, toast } from "@bulkhead/kit";
import { excerpt } from "../../domain/rich_text.ts";
import { ChannelMark } from "../channel_mark.tsx";
import { t } from "../i18n/language.ts";
import { useForm } from "../manage/use_form.ts";
import { channelSlug, titleOf } from "../state/channel_list.ts";
import type { Channel, Message } from "../state/wire.ts";
import { useChannels, useChat } from "../use_chat.ts";
import { useChatRoute } from "../use_workspaces.ts";

/** So many conversations are offered at a time. */
const SHOWN = 6;

/** Says in another conversation what was said here, with words of one's own above it. */
export function ForwardDialog({ message, onClose }: { message: Message; onClose(): void }) {
  const { rpc } = useChat();
  const { items } = useChannels();
  const { go } = useChatRoute();
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<Channel>();
  const [comment, setComment] = useState("");
  const [clientId] = useState(() => crypto.randomUUID());
  const { busy, problem, run } = useForm();
  const part = typed.trim().toLowerCase().replace(/^#/, "");
  const open = items.filter((channel) =>
    channel.joined && !channel.archivedAt && (channel.posting !== "managers" || channel.role === "manager") &&
    titleOf(channel).toLowerCase().includes(part)
  );
  const send = async () => {
    if (!chosen) return;
    const sent = await run(() =>
      rpc.call("chat.message.forward", {
        id: message.id,
        channel: chosen.id,
        ...(comment.trim() ? { comment: comment.trim() } : {}),
        clientId,
      })
    );
    if (!sent) return;
    onClose();
    toast({
      tone: "ok",
      title: t("Forwarded to {channel}", { channel: titleOf(chosen) }),
      action: { label: t("Go there"), onClick: () => go(channelSlug(items, chosen)) },
    });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      initialFocus={input}
      title={t("Forward the message")}
      description={<span className="line-clamp-2" dir="auto">{excerpt(message.text, 160)}</span>}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="primary" busy={busy} disabled={!chosen} onClick={() => void send()}>{t("Forward")}</Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 pb-1">
        <SearchField
          ref={input}
          aria-label={t("Find a conversation")}
          aria-controls={listId}
          placeholder={t("Channel or person")}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <ul id={listId} aria-label={t("Conversations")} className="flex flex-col">
          {open.slice(0, SHOWN).map((channel) => (
            <li key={channel.id}>
              <button
                type="button"
                aria-pressed={chosen?.id === channel.id}
                onClick={() => setChosen(channel)}
                className={cx(
                  "ring-in flex h-9 w-full items-center gap-2 rounded-control px-2 text-start text-14 hover:bg-hover max-md:h-11",
                  chosen?.id === channel.id && "bg-active",
                )}
              >
                <ChannelMark channel={channel} />
                <span className="min-w-0 flex-1 truncate" dir="auto">{channel.name}</span>
                {chosen?.id === channel.id && <Check size={15} className="text-accent-ink" aria-hidden />}
              </button>
            </li>
          ))}
        </ul>
        {open.length === 0 && <p className="text-13 text-ink-3">{t("No conversation of this name")}</p>}
        <Field label={t("Your words")} mark="optional" error={problem}>
          {(control) => (
            <Textarea
              {...control}
              dir="auto"
              maxLength={4_000}
              className="field-sizing-content max-h-40 min-h-9 resize-none"
              value={comment}
              onChange={(event) => setComment(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}
