import { SendHorizontal } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { cx, IconButton } from "@bulkhead/kit";
import { readDraft, writeDraft } from "./state/drafts.ts";

export interface ComposerProps {
  person: string;
  channelId: string;
  channelName: string;
  onSend(text: string): void;
  /** Arrow up in an empty field: change what was said last. */
  onEditLast(): void;
}

/** Where one writes: grows to a third of the page, keeps what was typed. */
export function Composer({ person, channelId, channelName, onSend, onEditLast }: ComposerProps) {
  const [text, setText] = useState(() => readDraft(person, channelId));
  const change = (next: string) => {
    setText(next);
    writeDraft(person, channelId, next);
  };
  const send = () => {
    if (!text.trim()) return;
    onSend(text.trim());
    change("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      send();
    } else if (event.key === "ArrowUp" && text === "") {
      event.preventDefault();
      onEditLast();
    }
  };
  return (
    <div className="shrink-0 px-4 pb-4 md:px-6 md:pb-5">
      <div className="flex items-end gap-1 rounded-card border border-control/70 bg-raised p-1 transition-colors duration-80 focus-within:border-accent">
        <textarea
          // Someone who opens a channel on a desktop wants to write; a phone's keyboard stays down.
          autoFocus={matchMedia("(hover: hover)").matches}
          aria-label={`Message #${channelName}`}
          placeholder={`Message #${channelName}`}
          rows={1}
          dir="auto"
          value={text}
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
          className="field-sizing-content max-h-[33vh] min-h-8 min-w-0 flex-1 resize-none bg-transparent px-2.5 py-1.5 text-14 outline-none"
        />
        <IconButton
          label="Send"
          shortcut="Enter"
          disabled={!text.trim()}
          icon={<SendHorizontal size={17} aria-hidden />}
          onClick={send}
          className={cx(text.trim() && "text-accent-ink")}
        />
      </div>
    </div>
  );
}
