import { CircleAlert, CircleCheck, CircleDashed, LoaderCircle } from "lucide-react";
import { cx } from "./cx.ts";
import { useKitWords } from "./i18n/language.tsx";

export interface ProgressStep {
  key: string;
  words: string;
  state: "done" | "current" | "failed" | "pending";
  /** 0 to 1, of the current one, where it is known. */
  share?: number;
}

const LOOK = {
  done: { icon: CircleCheck, ink: "text-ok-ink", word: "done" },
  current: { icon: LoaderCircle, ink: "text-accent-ink", word: "under way" },
  failed: { icon: CircleAlert, ink: "text-bad-ink", word: "failed" },
  pending: { icon: CircleDashed, ink: "text-ink-3", word: "still to come" },
};

/** What is done step by step: what was, what is, what comes. A reader is told of each new step. */
export function ProgressList({ steps, label }: { steps: readonly ProgressStep[]; label: string }) {
  const { or } = useKitWords();
  return (
    <ol aria-label={label} aria-live="polite" className="flex flex-col gap-1">
      {steps.map(({ key, words, state, share }) => {
        const { icon: Icon, ink, word } = LOOK[state];
        return (
          <li
            key={key}
            aria-current={state === "current" ? "step" : undefined}
            className={cx(
              "grid grid-cols-[16px_1fr] items-center gap-x-2.5 text-13 min-h-7",
              state === "pending" ? "text-ink-3" : state === "current" ? "font-medium" : undefined,
            )}
          >
            <span role="img" aria-label={or(word)} className={ink}>
              <Icon size={16} className={state === "current" ? "animate-spin" : undefined} aria-hidden />
            </span>
            <span className="flex min-w-0 items-baseline gap-2">
              {words}
              {state === "current" && share !== undefined && (
                <span className="tabular text-12 font-normal text-ink-3">{Math.round(share * 100)} %</span>
              )}
            </span>
            {state === "current" && share !== undefined && (
              <span className="col-start-2 mt-1 h-1 overflow-hidden rounded-pill bg-active" aria-hidden>
                <span
                  className="block h-full rounded-pill bg-accent"
                  style={{ width: `${Math.min(1, share) * 100}%` }}
                />
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
