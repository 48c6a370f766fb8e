import { SmilePlus } from "lucide-react";
import { cx } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { LazyPopover } from "../lazy_popover.tsx";
import { EmojiPicker } from "./emoji_picker.tsx";
import { EmojiView } from "./emoji_view.tsx";

export interface EmojiChoiceProps {
  /** What the emoji belongs to, for those who do not see the button. */
  label: string;
  /** "" = none yet. */
  emoji: string;
  onPick(emoji: string): void;
  /** As high as a large field. */
  large?: boolean;
}

/** A button beside a field that shows the chosen emoji and chooses another one. */
export function EmojiChoice({ label, emoji, onPick, large = false }: EmojiChoiceProps) {
  return (
    <LazyPopover
      label={t("Choose an emoji")}
      align="start"
      trigger={
        <button
          type="button"
          aria-label={label}
          className={cx(
            "ring-in inline-flex shrink-0 items-center justify-center rounded-control border border-control/70 bg-raised hover:border-control",
            large ? "size-10 text-20" : "size-8 text-16",
          )}
        >
          {emoji
            ? <EmojiView emoji={emoji} />
            : <SmilePlus size={large ? 18 : 16} className="text-ink-3" aria-hidden />}
        </button>
      }
    >
      {(close) => (
        <EmojiPicker
          onPick={(picked) => {
            onPick(picked);
            close();
          }}
        />
      )}
    </LazyPopover>
  );
}
