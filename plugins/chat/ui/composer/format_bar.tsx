import { AtSign, Bold, Code, Italic, Strikethrough } from "lucide-react";
import { IconButton } from "@bulkhead/kit";
import { t, text } from "../i18n/language.ts";

const MARKS = [
  { sign: "**", label: text("Bold"), shortcut: "Mod+B", icon: Bold },
  { sign: "_", label: text("Italic"), shortcut: "Mod+I", icon: Italic },
  { sign: "~~", label: text("Struck through"), icon: Strikethrough },
  { sign: "`", label: text("Code"), shortcut: "Mod+E", icon: Code },
];

export interface FormatBarProps {
  onMark(sign: string): void;
  onInsert(text: string): void;
}

/** The marks of Markdown as buttons, for those who do not know them. */
export function FormatBar({ onMark, onInsert }: FormatBarProps) {
  return (
    <>
      {MARKS.map(({ sign, label, shortcut, icon: Icon }) => (
        <IconButton
          key={sign}
          size="sm"
          label={t(label)}
          shortcut={shortcut}
          className="text-ink-3 max-md:hidden"
          icon={<Icon size={15} aria-hidden />}
          onClick={() => onMark(sign)}
        />
      ))}
      <IconButton
        size="sm"
        label={t("Mention somebody")}
        className="text-ink-3"
        icon={<AtSign size={15} aria-hidden />}
        onClick={() => onInsert("@")}
      />
    </>
  );
}
