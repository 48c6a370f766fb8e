import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CirclePlay,
  CircleSlash,
  Hourglass,
  LoaderCircle,
  TriangleAlert,
} from "lucide-react";
import { type Look, StatePill } from "@bulkhead/kit";

/** States of a service: a running one runs on, and does not spin as a run of a workflow does. */
const LOOKS: Record<string, Look> = {
  disabled: { icon: Ban, word: "Off", tone: "neutral" },
  pending: { icon: Hourglass, word: "Waiting", tone: "warn" },
  starting: { icon: LoaderCircle, word: "Starting", tone: "accent", spin: true },
  running: { icon: CirclePlay, word: "Running", tone: "ok" },
  ready: { icon: CircleCheck, word: "Ready", tone: "ok" },
  unhealthy: { icon: TriangleAlert, word: "Unhealthy", tone: "warn" },
  stopping: { icon: LoaderCircle, word: "Stopping", tone: "neutral", spin: true },
  stopped: { icon: CircleSlash, word: "Stopped", tone: "neutral" },
  completed: { icon: CircleCheck, word: "Completed", tone: "neutral" },
  failed: { icon: CircleAlert, word: "Failed", tone: "bad" },
  backoff: { icon: Hourglass, word: "Restarting soon", tone: "warn" },
  skipped: { icon: CircleDashed, word: "Cannot start", tone: "bad" },
};

export function lookOf(actual: string): Look {
  return LOOKS[actual] ?? { icon: CircleDashed, word: actual, tone: "neutral" };
}

/** Icon, word and colour of how a service is. */
export function ServicePill({ actual, quiet }: { actual: string; quiet?: boolean }) {
  return <StatePill state={actual} quiet={quiet} look={lookOf(actual)} />;
}
