import { cx } from "./cx.ts";
import { lookOf, type Tone } from "./state_pill.tsx";
import { duration } from "./time.ts";
import { useKitWords } from "./i18n/language.tsx";

const FILL: Record<Tone, string> = {
  neutral: "bg-control",
  accent: "bg-accent",
  ok: "bg-ok",
  warn: "bg-warn",
  bad: "bg-bad",
};

export interface RunBar {
  id: string;
  state: string;
  durationMs: number;
  /** It has not ended: its length says nothing yet and does not count for the scale. */
  open?: boolean;
}

/** The last runs, oldest first: height is the duration against the longest, colour and name the state. */
export function RunBars({ runs, slots = 12, height = 22 }: { runs: RunBar[]; slots?: number; height?: number }) {
  const { word, or } = useKitWords();
  const shown = runs.slice(-slots);
  const longest = Math.max(1, ...shown.filter((run) => !run.open).map((run) => run.durationMs));
  const words = shown.map((run) => `${or(lookOf(run.state).word)} ${duration(run.durationMs)}`).join(", ");
  return (
    <span
      role="img"
      aria-label={shown.length === 0
        ? word("No runs yet")
        : word("Last {count} runs, oldest first: {runs}", { count: shown.length, runs: words })}
      className="inline-flex items-end gap-[3px]"
      style={{ height }}
    >
      {Array.from(
        { length: slots - shown.length },
        (_, index) => <span key={`empty-${index}`} className="h-[3px] w-[5px] rounded-[1.5px] bg-active" />,
      )}
      {shown.map((run) => (
        <span
          key={run.id}
          title={`${or(lookOf(run.state).word)}, ${duration(run.durationMs)}`}
          className={cx("w-[5px] rounded-[1.5px]", FILL[lookOf(run.state).tone])}
          style={{ height: barHeight(run, longest, height) }}
        />
      ))}
    </span>
  );
}

/** The square root keeps short runs visible beside long ones. */
function barHeight(run: RunBar, longest: number, height: number): number {
  return Math.max(5, Math.round(Math.sqrt(Math.min(1, run.durationMs / longest)) * height));
}

/** Fill of a bar by tone, for timelines. */
export function toneFill(tone: Tone): string {
  return FILL[tone];
}
