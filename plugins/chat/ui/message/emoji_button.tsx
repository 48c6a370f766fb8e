import { SmilePlus } from "lucide-react";
import { IconButton } from "@bulkhead/kit";
import { LazyPopover } from "../lazy_popover.tsx";
import { EmojiPicker } from "./emoji_picker.tsx";
import { t } from "../i18n/language.ts";

export interface EmojiButtonProps {
  onPick(emoji: string): void;
  onOpenChange?(open: boolean): void;
  small?: boolean;
  label?: string;
  align?: "start" | "end";
}

/** Opens the emoji to choose from. */
export function EmojiButton({ onPick, onOpenChange, small, label = t("Add a reaction"), align }: EmojiButtonProps) {
  return (
    <LazyPopover
      label={t("Choose an emoji")}
      align={align}
      onOpenChange={onOpenChange}
      trigger={small
        ? (
          <button
            type="button"
            aria-label={label}
            className="inline-flex h-6 max-md:h-9 max-md:px-3 items-center rounded-pill border border-line px-1.5 text-ink-3 hover:border-line-strong hover:text-ink"
          >
            <SmilePlus size={14} aria-hidden />
          </button>
        )
        : <IconButton size="sm" data-react label={label} icon={<SmilePlus size={16} aria-hidden />} />}
    >
      {(close) => (
        <EmojiPicker
          onPick={(emoji) => {
            close();
            onPick(emoji);
          }}
        />
      )}
    </LazyPopover>
  );
}
