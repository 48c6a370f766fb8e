import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CirclePause,
  CirclePlay,
  CircleSlash,
  Clock,
  Hourglass,
  KeyRound,
  LoaderCircle,
  type LucideIcon,
  Moon,
  OctagonAlert,
  TriangleAlert,
} from "lucide-react";
import { cx } from "./cx.ts";
import { useKitWords } from "./i18n/language.tsx";

export type Tone = "neutral" | "accent" | "ok" | "warn" | "bad";

export const TONE_INK: Record<Tone, string> = {
  neutral: "text-ink-3",
  accent: "text-accent-ink",
  ok: "text-ok-ink",
  warn: "text-warn-ink",
  bad: "text-bad-ink",
};
export const TONE_SOFT: Record<Tone, string> = {
  neutral: "bg-active",
  accent: "bg-accent-soft",
  ok: "bg-ok-soft",
  warn: "bg-warn-soft",
  bad: "bg-bad-soft",
};

/** Icon, word and tone of a state. */
export interface Look {
  icon: LucideIcon;
  word: string;
  tone: Tone;
  spin?: boolean;
}

/** Every state of the product, once: icon, word and tone always go together. */
export const STATES: Record<string, Look> = {
  // Plugins.
  installed: { icon: CircleDashed, word: "Installed", tone: "neutral" },
  starting: { icon: LoaderCircle, word: "Starting", tone: "accent", spin: true },
  ready: { icon: CircleCheck, word: "Ready", tone: "ok" },
  degraded: { icon: TriangleAlert, word: "Degraded", tone: "warn" },
  unresponsive: { icon: TriangleAlert, word: "Unresponsive", tone: "warn" },
  backoff: { icon: Hourglass, word: "Restarting soon", tone: "warn" },
  quarantined: { icon: OctagonAlert, word: "Quarantined", tone: "bad" },
  stopped: { icon: CircleSlash, word: "Stopped", tone: "neutral" },
  disabled: { icon: Ban, word: "Off", tone: "neutral" },
  needs_grant: { icon: KeyRound, word: "Needs permission", tone: "warn" },
  // Runs and steps.
  queued: { icon: CircleDashed, word: "Queued", tone: "neutral" },
  running: { icon: LoaderCircle, word: "Running", tone: "accent", spin: true },
  waiting: { icon: Hourglass, word: "Waiting", tone: "warn" },
  sleeping: { icon: Moon, word: "Sleeping", tone: "neutral" },
  paused: { icon: CirclePause, word: "Paused", tone: "warn" },
  succeeded: { icon: CircleCheck, word: "Succeeded", tone: "ok" },
  failed: { icon: CircleAlert, word: "Failed", tone: "bad" },
  cancelled: { icon: CircleSlash, word: "Cancelled", tone: "neutral" },
  retrying: { icon: Clock, word: "Retrying", tone: "warn" },
  pending: { icon: CircleDot, word: "Pending", tone: "neutral" },
  // Consumers of events.
  away: { icon: CircleSlash, word: "Away", tone: "neutral" },
  // Workflows.
  live: { icon: CirclePlay, word: "Live", tone: "ok" },
  faulty: { icon: CircleAlert, word: "Has a fault", tone: "bad" },
};

/** How a state looks; an unknown one is shown by its own name. */
export function lookOf(state: string): Look {
  return STATES[state] ?? { icon: CircleDot, word: state, tone: "neutral" };
}

/** Icon, word and colour of a state; `look` where a plugin has words of its own for it. */
export function StatePill({ state, quiet, look = lookOf(state) }: { state: string; quiet?: boolean; look?: Look }) {
  const { or } = useKitWords();
  const { icon: Icon, word, tone, spin } = look;
  return (
    <span
      data-state={state}
      className={cx(
        "inline-flex h-[22px] shrink-0 items-center gap-1 rounded-pill text-12 font-medium whitespace-nowrap",
        tone === "neutral" ? "text-ink-2" : TONE_INK[tone],
        !quiet && "px-2",
        !quiet && TONE_SOFT[tone],
      )}
    >
      <Icon size={13} strokeWidth={2.25} className={spin ? "animate-spin" : undefined} aria-hidden />
      {or(word)}
    </span>
  );
}

/** Only the icon of a state, with its word for those who cannot see it. */
export function StateIcon({ state, size = 16 }: { state: string; size?: number }) {
  const { or } = useKitWords();
  const { icon: Icon, word, tone, spin } = lookOf(state);
  return (
    <span role="img" aria-label={or(word)} className={cx("inline-flex shrink-0", TONE_INK[tone])}>
      <Icon size={size} className={spin ? "animate-spin" : undefined} aria-hidden />
    </span>
  );
}
