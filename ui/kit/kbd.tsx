import { cx } from "./cx.ts";
import { useKitWords } from "./i18n/language.tsx";
import { type KitLanguage, kitWord } from "./i18n/words.ts";

const isMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** `Mod` is Command on a Mac and Control elsewhere. */
export function keyName(key: string, language: KitLanguage = "en"): string {
  if (key === "Mod") return isMac ? "⌘" : kitWord(language, "Ctrl");
  if (key === "Shift") return isMac ? "⇧" : kitWord(language, "Shift");
  return key;
}

/** Keys as caps: `<Kbd keys="Mod+K" />`. */
export function Kbd({ keys, inverted }: { keys: string; inverted?: boolean }) {
  const { language } = useKitWords();
  return (
    <span className="inline-flex gap-0.5">
      {keys.split("+").map((key) => (
        <kbd
          key={key}
          className={cx(
            "inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-sm border px-1 font-sans text-[11px] leading-none",
            inverted ? "border-current/25 text-canvas" : "border-line-strong bg-canvas text-ink-2",
          )}
        >
          {keyName(key, language)}
        </kbd>
      ))}
    </span>
  );
}
