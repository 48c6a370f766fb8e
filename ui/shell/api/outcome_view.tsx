import { CircleAlert, CircleCheck } from "lucide-react";
import { CodeBlock, CopyButton, RelativeTime } from "@bulkhead/kit";
import type { Outcome } from "../../state/api/trial.ts";

/** Longer answers are shown in part, and copied whole. */
const MAX_CHARS = 100_000;

/** What a call came to: the answer or the refusal, how long it took, how large it is. */
export function OutcomeView({ outcome }: { outcome: Outcome }) {
  const good = outcome.kind === "result";
  const text = JSON.stringify(good ? outcome.result : errorOf(outcome), null, 2) ?? "null";
  const Icon = good ? CircleCheck : CircleAlert;
  return (
    <section aria-label="Answer" className="flex flex-col gap-2">
      <div role="status" className="flex min-h-7 flex-wrap items-center gap-x-2 gap-y-1 text-13">
        <Icon size={15} className={good ? "text-ok-ink" : "text-bad-ink"} aria-hidden />
        <span className="font-semibold">{good ? "Answered" : outcome.failure.reason}</span>
        <span className="tabular text-ink-3">
          in {duration(outcome.ms)}, {size(text)}, <RelativeTime at={outcome.at} />
        </span>
        <span className="ml-auto">
          <CopyButton text={text} label="Copy the answer" />
        </span>
      </div>
      {!good && (
        <p className="text-13 text-ink-2 wrap-anywhere">
          {outcome.failure.message}
          {outcome.failure.hint && <span className="block">{outcome.failure.hint}</span>}
        </p>
      )}
      <CodeBlock
        code={text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS)}\n… copy it to have the rest` : text}
        wrap
        label="The answer as JSON"
        maxHeight={520}
      />
    </section>
  );
}

function errorOf({ failure }: Extract<Outcome, { kind: "error" }>) {
  const { code, message, reason, hint, path, retryAfterMs, traceId } = failure;
  return { code, message, data: { reason, hint, path, retryAfterMs, traceId } };
}

function duration(ms: number): string {
  return ms < 1_000 ? `${Math.max(1, Math.round(ms))} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

function size(text: string): string {
  const bytes = new TextEncoder().encode(text).length;
  return bytes < 1_024 ? `${bytes} bytes` : `${(bytes / 1_024).toFixed(1)} KiB`;
}
