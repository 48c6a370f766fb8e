import { type FormEvent, useId, useRef, useState } from "react";
import { Button, Dialog, Field, Input } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { useForm } from "../manage/use_form.ts";
import { EmojiChoice } from "../message/emoji_choice.tsx";
import { linkOf } from "../state/link_of.ts";
import { titleOf } from "../state/channel_list.ts";
import type { Bookmark, Channel } from "../state/wire.ts";
import { useChat } from "../use_chat.ts";

export interface BookmarkDialogProps {
  channel: Channel;
  /** The one that is changed; without it a new one is made. */
  bookmark?: Bookmark;
  onClose(): void;
}

/** Puts a link at the top of a channel, or changes one. */
export function BookmarkDialog({ channel, bookmark, onClose }: BookmarkDialogProps) {
  const { rpc } = useChat();
  const form = useId();
  const input = useRef<HTMLInputElement>(null);
  const [address, setAddress] = useState(bookmark?.url ?? "");
  const [title, setTitle] = useState(bookmark?.title ?? "");
  const [emoji, setEmoji] = useState(bookmark?.emoji ?? "");
  const [clientId] = useState(() => crypto.randomUUID());
  const { busy, problem, run } = useForm();
  const url = linkOf(address);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!url) return;
    const words = { url, title: title.trim() || new URL(url).host.replace(/^www\./, "") };
    const saved = await run(() =>
      bookmark
        ? rpc.call("chat.bookmark.update", { id: bookmark.id, ...words, emoji: emoji || null })
        : rpc.call("chat.bookmark.add", { channel: channel.id, ...words, ...(emoji ? { emoji } : {}), clientId })
    );
    if (saved) onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      initialFocus={input}
      title={bookmark ? t("Edit the link") : t("Add a link")}
      description={t("Everybody in {channel} sees it at the top.", { channel: titleOf(channel) })}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>{t("Cancel")}</Button>
          <Button kind="primary" type="submit" form={form} busy={busy} disabled={!url}>
            {bookmark ? t("Save") : t("Add")}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4 pb-1">
        <Field
          label={t("Address")}
          error={problem ?? (address.trim() && !url ? t("An address such as example.com/handbook") : undefined)}
        >
          {(control) => (
            <Input
              {...control}
              ref={input}
              inputMode="url"
              autoComplete="off"
              spellCheck={false}
              maxLength={2_000}
              placeholder="https://"
              value={address}
              onChange={(event) => setAddress(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("Title")} mark="optional">
          {(control) => (
            <span className="flex gap-2">
              <EmojiChoice label={t("Emoji of the link")} emoji={emoji} onPick={setEmoji} />
              <Input
                {...control}
                autoComplete="off"
                dir="auto"
                maxLength={120}
                placeholder={url ? new URL(url).host.replace(/^www\./, "") : t("Handbook")}
                value={title}
                onChange={(event) => setTitle(event.target.value)}
              />
            </span>
          )}
        </Field>
      </form>
    </Dialog>
  );
}
