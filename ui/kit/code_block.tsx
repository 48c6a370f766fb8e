import { Check, Copy } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { IconButton } from "./icon_button.tsx";
import { cx } from "./cx.ts";
import { useKitWords } from "./i18n/language.tsx";

/** Puts a text on the clipboard and says so. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { word } = useKitWords();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <IconButton
      size="sm"
      label={copied ? word("Copied") : label ?? word("Copy")}
      icon={copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      onClick={() => navigator.clipboard.writeText(text).then(() => setCopied(true), () => setCopied(false))}
    />
  );
}

export interface CodeBlockProps {
  code: string;
  /** Wraps long lines instead of scrolling. */
  wrap?: boolean;
  /** Number of the first line; no numbers without it. */
  firstLine?: number;
  /** Line that is marked, in the numbering of `firstLine`. */
  markedLine?: number;
  maxHeight?: number;
  label?: string;
  /** The same code line by line, in colours. */
  drawn?: readonly ReactNode[];
}

/** Code or data, as it is, with a button that copies it. */
export function CodeBlock({ code, wrap, firstLine, markedLine, maxHeight, label, drawn }: CodeBlockProps) {
  const { word } = useKitWords();
  const lines = code.replace(/\n$/, "").split("\n");
  return (
    <div className="group relative rounded-control border border-line bg-canvas">
      <pre
        // Scrollable content must be reachable by keyboard.
        tabIndex={0}
        aria-label={label ?? word("Code")}
        style={maxHeight ? { maxHeight } : undefined}
        className={cx(
          "ring-in overflow-auto rounded-control py-2 font-mono text-12 leading-[1.6] [font-variant-ligatures:none]",
          wrap && "whitespace-pre-wrap wrap-anywhere",
        )}
      >
        {lines.map((line, index) => {
          const number = firstLine === undefined ? undefined : firstLine + index;
          const marked = number !== undefined && number === markedLine;
          return (
            <div key={index} className={cx("flex px-3", !wrap && "min-w-max", marked && "bg-bad-soft")}>
              {number !== undefined && (
                <span className={cx("mr-4 w-8 shrink-0 text-right select-none", marked ? "text-bad-ink" : "text-ink-3")}>{number}</span>
              )}
              <code>{drawn && line ? drawn[index] : line || " "}</code>
            </div>
          );
        })}
      </pre>
      <span className="absolute top-1 right-1 rounded-control bg-canvas opacity-0 group-focus-within:opacity-100 group-hover:opacity-100">
        <CopyButton text={code} />
      </span>
    </div>
  );
}
