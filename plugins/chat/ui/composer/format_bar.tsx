import { AtSign, Bold, Code, Italic, Strikethrough } from "lucide-react";
import { IconButton } from "@bulkhead/kit";

const MARKS = [
  { sign: "**", label: "Bold", shortcut: "Mod+B", icon: Bold },
  { sign: "_", label: "Italic", shortcut: "Mod+I", icon: Italic },
  { sign: "~~", label: "Struck through", icon: Strikethrough },
  { sign: "`", label: "Code", shortcut: "Mod+E", icon: Code },
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
          label={label}
          shortcut={shortcut}
          className="text-ink-3 max-md:hidden"
          icon={<Icon size={15} aria-hidden />}
          onClick={() => onMark(sign)}
        />
      ))}
      <IconButton
        size="sm"
        label="Mention somebody"
        className="text-ink-3"
        icon={<AtSign size={15} aria-hidden />}
        onClick={() => onInsert("@")}
      />
    </>
  );
}
