import { Copy, Ellipsis, Link2, Pencil, SmilePlus, Trash2 } from "lucide-react";
import { useState } from "react";
import { IconButton, Menu, MenuItem, MenuSeparator, Popover, toast } from "@bulkhead/kit";
import { EMOJI, QUICK_EMOJI } from "./emoji.ts";
import type { Message } from "./state/wire.ts";

export interface MessageActionsProps {
  message: Message;
  /** May change and take down this message. */
  own: boolean;
  mayDelete: boolean;
  onReact(emoji: string): void;
  onEdit(): void;
  onDelete(): void;
  onOpenChange(open: boolean): void;
}

/** What can be done with a message; shows on hover and when the keyboard comes to it. */
export function MessageActions(
  { message, own, mayDelete, onReact, onEdit, onDelete, onOpenChange }: MessageActionsProps,
) {
  return (
    <div className="flex items-center rounded-control border border-line bg-raised p-0.5 shadow-sm">
      {QUICK_EMOJI.slice(0, 3).map((emoji) => (
        <button
          key={emoji}
          type="button"
          aria-label={`React with ${emoji}`}
          onClick={() => onReact(emoji)}
          className="inline-flex size-7 items-center justify-center rounded-sm font-emoji text-14 hover:bg-hover max-md:hidden"
        >
          {emoji}
        </button>
      ))}
      <EmojiButton onPick={onReact} onOpenChange={onOpenChange} />
      {own && <IconButton size="sm" label="Edit" icon={<Pencil size={15} aria-hidden />} onClick={onEdit} />}
      <Menu
        onOpenChange={onOpenChange}
        trigger={
          <button
            type="button"
            aria-label="More"
            className="inline-flex size-7 items-center justify-center rounded-sm text-ink-2 hover:bg-hover hover:text-ink"
          >
            <Ellipsis size={16} aria-hidden />
          </button>
        }
      >
        <MenuItem
          icon={<Copy size={15} aria-hidden />}
          onSelect={() =>
            void navigator.clipboard.writeText(message.text).then(() => toast({ title: "Text copied", tone: "ok" }))}
        >
          Copy text
        </MenuItem>
        <MenuItem
          icon={<Link2 size={15} aria-hidden />}
          onSelect={() =>
            void navigator.clipboard.writeText(`${location.origin}${location.pathname}#${message.id}`).then(() =>
              toast({ title: "Link copied", tone: "ok" })
            )}
        >
          Copy link
        </MenuItem>
        {mayDelete && (
          <>
            <MenuSeparator />
            <MenuItem danger icon={<Trash2 size={15} aria-hidden />} onSelect={onDelete}>Delete</MenuItem>
          </>
        )}
      </Menu>
    </div>
  );
}

/** Opens the emoji to choose from. */
export function EmojiButton(
  { onPick, onOpenChange, small }: { onPick(emoji: string): void; onOpenChange?(open: boolean): void; small?: boolean },
) {
  const [open, setOpen] = useState(false);
  const change = (next: boolean) => {
    setOpen(next);
    onOpenChange?.(next);
  };
  return (
    <Popover
      label="Choose a reaction"
      open={open}
      onOpenChange={change}
      trigger={
        <button
          type="button"
          aria-label="Add a reaction"
          className={small
            ? "inline-flex h-6 items-center rounded-pill border border-line px-1.5 text-ink-3 hover:border-line-strong hover:text-ink"
            : "inline-flex size-7 items-center justify-center rounded-sm text-ink-2 hover:bg-hover hover:text-ink"}
        >
          <SmilePlus size={small ? 14 : 16} aria-hidden />
        </button>
      }
    >
      <div className="scroll-y max-h-64 w-[272px]">
        {EMOJI.map(({ group, items }) => (
          <section key={group} aria-label={group}>
            <h3 className="px-1 py-1 text-12 font-medium text-ink-3">{group}</h3>
            <div className="grid grid-cols-8">
              {items.map((emoji) => (
                <button
                  key={emoji}
                  type="button"
                  aria-label={emoji}
                  onClick={() => {
                    change(false);
                    onPick(emoji);
                  }}
                  className="ring-in inline-flex size-8 items-center justify-center rounded-control font-emoji text-[18px] hover:bg-active"
                >
                  {emoji}
                </button>
              ))}
            </div>
          </section>
        ))}
      </div>
    </Popover>
  );
}
