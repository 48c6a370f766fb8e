import { Eye, Pencil, SendHorizontal } from "lucide-react";
import { type KeyboardEvent, useEffect, useEffectEvent, useId, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Checkbox, cx, IconButton, toast } from "@bulkhead/kit";
import { RpcFailure } from "@bulkhead/ui";
import { MAX_TEXT } from "../../domain/text_limit.ts";
import { EmojiButton } from "../message/emoji_button.tsx";
import { isDirect, titleOf } from "../state/channel_list.ts";
import type { NewEntry } from "../state/outbox.ts";
import { withEmoji } from "../state/emoticons.ts";
import { completed, toggledMark, tokenAt } from "../state/typeahead.ts";
import type { Channel } from "../state/wire.ts";
import { usePreferences } from "../preferences/use_preferences.ts";
import { useChat } from "../use_chat.ts";
import { AttachButton } from "./attach_button.tsx";
import { useDroppedFiles } from "./file_drop.tsx";
import { FormatBar } from "./format_bar.tsx";
import { LaterButton } from "./later_button.tsx";
import { Preview } from "./preview.tsx";
import { SnippetButton } from "./snippet_button.tsx";
import { SuggestionList } from "./suggestion_list.tsx";
import { type Suggestion, useSuggestions } from "./suggestions.ts";
import { UploadChips } from "./upload_chips.tsx";
import { useDraft } from "./use_draft.ts";
import { useUploads } from "./use_uploads.ts";
import { t } from "../i18n/language.ts";

export interface ComposerProps {
  channel: Channel;
  /** The thread that is answered. */
  threadId?: string;
  onSend(text: string, more?: Pick<NewEntry, "inChannel" | "files" | "thumbnails">): void;
  /** Arrow up in an empty field: change what was said last. */
  onEditLast(): void;
}

/** The keys that put marks about what is chosen. */
const MARKS: Record<string, string> = { b: "**", i: "_", e: "`" };

/** Where one writes: grows to a third of the page, completes names, keeps what was typed on all devices. */
export function Composer({ channel, threadId, onSend, onEditLast }: ComposerProps) {
  const chat = useChat();
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [text, setText] = useDraft(channel.id, threadId);
  const [caret, setCaret] = useState(text.length);
  const [active, setActive] = useState(0);
  const [shut, setShut] = useState<string>();
  const [alsoChannel, setAlsoChannel] = useState(false);
  const [previewed, setPreviewed] = useState(false);
  const [waiting, setWaiting] = useState(false);
  const preview = useRef<HTMLDivElement>(null);
  // What is gone, sent or taken back on another device, has no preview.
  const previewing = previewed && text.trim() !== "";
  const token = tokenAt(text, caret);
  const tokenKey = token && `${token.kind}${token.from}`;
  const found = useSuggestions(token);
  const items = token && shut !== tokenKey ? found : [];
  useEffect(() => setActive(0), [tokenKey, token?.prefix]);
  const files = useUploads(channel.id, threadId);
  const [{ enterSends, convertEmoticons }] = usePreferences();
  const sendable = (text.trim() !== "" || files.ready.length > 0) && !files.busy;
  const readOnly = channel.posting === "managers" && channel.role !== "manager" && !threadId;
  useDroppedFiles(readOnly || channel.archivedAt ? undefined : files.add);

  // Someone who opens a channel on a desktop wants to write; a phone's keyboard stays down.
  useEffect(() => {
    if (matchMedia("(hover: hover)").matches) field.current?.focus({ preventScroll: true });
  }, []);

  /** Sets the text and then the caret, which React would put at the end; both before the next key comes. */
  const put = (next: string, from: number, to = from) => {
    flushSync(() => {
      setText(next);
      setCaret(to);
    });
    const area = field.current;
    if (document.activeElement === area) return area?.setSelectionRange(from, to);
    // What was clicked keeps the focus for the moment.
    requestAnimationFrame(() => {
      area?.focus();
      area?.setSelectionRange(from, to);
    });
  };
  const pick = (item: Suggestion) => {
    const done = completed(text, token!, item.insert);
    put(done.text, done.caret);
  };
  const mark = (sign: string) => {
    const { selectionStart: from, selectionEnd: to } = field.current!;
    const next = toggledMark(text, { from, to }, sign);
    put(next.text, next.from, next.to);
  };
  const insert = (piece: string) => {
    const at = field.current?.selectionStart ?? text.length;
    put(text.slice(0, at) + piece + text.slice(at), at + piece.length);
  };
  const togglePreview = () => {
    if (text.trim() === "") return;
    flushSync(() => setPreviewed(!previewing));
    if (previewing) put(text, caret);
    else preview.current?.focus();
  };
  const stuck = files.items.some(({ state }) => state === "failed" || state === "missing");
  const onItsWay = files.busy && !stuck;
  const send = () => {
    const trimmed = text.trim();
    if (trimmed.length > MAX_TEXT) {
      const values = { count: trimmed.length, most: MAX_TEXT };
      return toast({ tone: "bad", title: t("Too long: {count} characters, at most {most}", values) });
    }
    if (!sendable) {
      if (onItsWay) setWaiting(true);
      else if (stuck) toast({ title: t("A file is not there yet: send it again, or take it out") });
      return;
    }
    setWaiting(false);
    setPreviewed(false);
    setText("");
    setCaret(0);
    if (!/^\/[a-z0-9]/i.test(trimmed)) {
      onSend(convertEmoticons ? withEmoji(trimmed) : trimmed, {
        ...(alsoChannel ? { inChannel: true } : {}),
        ...(files.ready.length > 0 ? { files: files.ready, thumbnails: files.thumbnails } : {}),
      });
      return files.clear();
    }
    chat.run(trimmed, channel.id, threadId).catch((error) => {
      const failure = RpcFailure.wrap(error);
      toast({ tone: "bad", title: t("The command did not run"), description: failure.hint ?? failure.message });
      setText(trimmed);
    });
  };

  // Who sent while a file was on its way need not do so again; who goes on writing takes it back.
  const sendNow = useEffectEvent(send);
  useEffect(() => {
    if (waiting && sendable) sendNow();
    else if (waiting && !onItsWay) setWaiting(false);
  }, [waiting, sendable, onItsWay]);

  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event;
    if (event.nativeEvent.isComposing) return;
    if (items.length > 0 && completes(event)) return event.preventDefault();
    if (event.shiftKey && (event.ctrlKey || event.metaKey) && key.toLowerCase() === "p") {
      event.preventDefault();
      return togglePreview();
    }
    if (previewing) return;
    if (key === "Enter" && !event.shiftKey && (enterSends || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    } else if (key === "ArrowUp" && text === "" && !event.altKey) {
      event.preventDefault();
      onEditLast();
    } else if ((event.ctrlKey || event.metaKey) && MARKS[key]) {
      event.preventDefault();
      mark(MARKS[key]);
    }
  };
  /** Keys that belong to the completion while it is open. */
  const completes = ({ key, shiftKey }: KeyboardEvent): boolean => {
    const chosen = items[Math.min(active, items.length - 1)]!;
    // A whole command is run, not completed again.
    const whole = token!.kind === "command" && chosen.insert === text.trim();
    if (key === "ArrowDown") setActive((active + 1) % items.length);
    else if (key === "ArrowUp") setActive((active + items.length - 1) % items.length);
    else if (key === "Escape") setShut(tokenKey);
    else if ((key === "Enter" && !shiftKey && !whole) || key === "Tab") pick(chosen);
    else return false;
    return true;
  };

  const label = threadId ? t("Reply") : t("Message {channel}", { channel: titleOf(channel) });
  if (readOnly || channel.archivedAt) {
    return (
      <p className="mx-4 mb-4 rounded-card border border-line bg-canvas px-3 py-2.5 text-13 text-ink-2 md:mx-6 md:mb-5">
        {channel.archivedAt
          ? t("This channel is archived: it can be read and searched.")
          : t("Only managers start something new here. You can answer in threads.")}
      </p>
    );
  }
  return (
    <div className="shrink-0 px-4 pt-1.5 pb-4 md:px-6 md:pb-5">
      <div
        onKeyDown={onKeyDown}
        className="relative rounded-card border border-control/70 bg-raised transition-colors duration-80 focus-within:border-accent"
      >
        {items.length > 0 && (
          <SuggestionList
            id={listId}
            items={items}
            active={Math.min(active, items.length - 1)}
            onPick={pick}
            onActive={setActive}
          />
        )}
        <UploadChips uploads={files} />
        {previewing && <Preview ref={preview} text={convertEmoticons ? withEmoji(text) : text} />}
        <textarea
          ref={field}
          hidden={previewing}
          onPaste={(event) => {
            if (event.clipboardData.files.length === 0) return;
            event.preventDefault();
            files.add(event.clipboardData.files);
          }}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={items.length > 0 ? listId : undefined}
          aria-activedescendant={items.length > 0 ? `${listId}-${Math.min(active, items.length - 1)}` : undefined}
          aria-label={label}
          placeholder={isDirect(channel) && !threadId ? t("Message {channel}", { channel: channel.name }) : label}
          rows={1}
          dir="auto"
          value={text}
          onChange={(event) => {
            setWaiting(false);
            setText(event.target.value);
            setCaret(event.target.selectionStart);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          className="field-sizing-content block max-h-[33vh] min-h-9 w-full resize-none bg-transparent px-3 pt-2 pb-1 text-14 outline-none max-md:text-16"
        />
        {threadId && !isDirect(channel) && (
          <div className="px-3 pt-0.5 pb-1 text-12">
            <Checkbox
              checked={alsoChannel}
              onChange={setAlsoChannel}
              label={t("Also to #{channel}", { channel: channel.name })}
            />
          </div>
        )}
        <div className="flex items-center gap-0.5 px-1 pb-1 max-md:[&_button]:size-11">
          <AttachButton onFiles={files.add} />
          {!previewing && (
            <>
              <FormatBar onMark={mark} onInsert={insert} />
              <EmojiButton label={t("Add an emoji")} align="start" onPick={insert} />
              <SnippetButton text={text} onInsert={insert} />
            </>
          )}
          {text.trim() !== "" && (
            <IconButton
              size="sm"
              label={previewing ? t("Go on writing") : t("Preview")}
              shortcut="Mod+Shift+P"
              aria-pressed={previewing}
              className="text-ink-3"
              icon={previewing ? <Pencil size={15} aria-hidden /> : <Eye size={15} aria-hidden />}
              onClick={togglePreview}
            />
          )}
          {previewing && <span className="text-12 text-ink-3">{t("Preview")}</span>}
          <span role="status" className="min-w-0 truncate text-12 text-ink-3">
            {waiting && t("Sends once the files are there")}
          </span>
          <span className="ml-auto flex">
            <LaterButton channel={channel} threadId={threadId} text={text} onDone={() => setText("")} />
            <IconButton
              label={t("Send")}
              shortcut={enterSends ? "Enter" : "Mod+Enter"}
              size="sm"
              disabled={!sendable && !onItsWay}
              icon={<SendHorizontal size={17} aria-hidden />}
              onClick={send}
              className={cx(
                sendable && "bg-accent-solid text-on-accent hover:bg-accent-solid-hover hover:text-on-accent",
              )}
            />
          </span>
        </div>
      </div>
    </div>
  );
}
