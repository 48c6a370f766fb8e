import { CircleAlert, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { CopyButton } from "./code_block.tsx";
import { cx } from "./cx.ts";
import { useKitWords } from "./i18n/language.tsx";

export interface ErrorStateProps {
  /** What did not work. */
  title: string;
  /** Why, as the server says it. */
  message: string;
  /** What to do about it. */
  hint?: string;
  /** Finds the log records. */
  traceId?: string;
  onRetry?(): void;
  action?: ReactNode;
  /** As a strip in the flow of a page, not in its middle. */
  inline?: boolean;
  /** It is all that the page shows: its title is the page's. */
  page?: boolean;
}

/** What happened, why, what to do, how to find it in the logs, and again. */
export function ErrorState({ title, message, hint, traceId, onRetry, action, inline, page }: ErrorStateProps) {
  const Title = page ? "h1" : "h2";
  const { word } = useKitWords();
  return (
    <div
      role="alert"
      className={cx(
        "flex animate-appear gap-3",
        inline
          ? "rounded-card border border-bad/40 bg-bad-soft p-3"
          : "mx-auto max-w-md flex-col items-center px-6 py-12 text-center",
      )}
    >
      <CircleAlert size={inline ? 16 : 24} className={cx("shrink-0 text-bad-ink", inline && "mt-0.5")} aria-hidden />
      <div className="min-w-0 flex-1">
        <Title className={cx("font-semibold", inline ? "text-13" : "text-14")}>{title}</Title>
        <p className="mt-1 text-13 text-ink-2 wrap-anywhere">{message}</p>
        {hint && <p className="mt-1 text-13 text-ink-2 wrap-anywhere">{hint}</p>}
        {traceId && (
          <p className={cx("mt-2 flex items-center gap-1 text-12 text-ink-3", !inline && "justify-center")}>
            {word("Trace")} <code className="font-mono">{traceId}</code>
            <CopyButton text={traceId} label={word("Copy trace id")} />
          </p>
        )}
        {(onRetry || action) && (
          <div className={cx("mt-3 flex gap-2", !inline && "justify-center")}>
            {onRetry && (
              <Button size="sm" icon={<RotateCw size={13} aria-hidden />} onClick={onRetry}>{word("Retry")}</Button>
            )}
            {action}
          </div>
        )}
      </div>
    </div>
  );
}
