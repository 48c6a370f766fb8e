import { GitBranch, RotateCcw } from "lucide-react";
import { Button, CodeBlock, SkeletonRows } from "@bulkhead/kit";
import { useRpc } from "@bulkhead/ui";
import type { RunDetail, StepDifference, StepInfo } from "../../state/wire.ts";
import { asText } from "./words.ts";

export interface DifferenceCardProps {
  run: RunDetail;
  difference: StepDifference;
  /** The live version was only tried: the run itself goes on with its own. */
  tried?: boolean;
  /** Begins it again from the step on, with the live version. */
  onRerun(step: string): void;
  onReplay(): void;
}

/** Why a replay stopped: what the journal has beside what the script asks for now, and the ways out. */
export function DifferenceCard({ run, difference, tried, onRerun, onReplay }: DifferenceCardProps) {
  const { name, occurrence, kind, asked, message } = difference;
  const step = occurrence === 1 ? name : `${name}#${occurrence}`;
  const recorded = useRpc<StepInfo>("host.workflow.run.step", { id: run.id, step });
  return (
    <section
      role="alert"
      className="flex flex-col gap-3 rounded-card border border-warn/40 bg-warn-soft p-4"
    >
      <div>
        <h2 className="text-14 font-semibold">
          {tried
            ? `The live version differs from what this run has done at ${step}`
            : "The script does something else than what this run has done"}
        </h2>
        <p className="text-13 text-ink-2 wrap-anywhere">{message}</p>
      </div>
      <div className="grid gap-3 md:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-1">
          <h3 className="text-12 font-medium text-ink-2">Recorded at {step}</h3>
          {recorded.isPending
            ? <SkeletonRows count={2} />
            : <CodeBlock code={asText(recorded.data?.input)} wrap maxHeight={200} label="What was recorded" />}
        </div>
        <div className="flex min-w-0 flex-col gap-1">
          <h3 className="text-12 font-medium text-ink-2">{tried ? "The live version asks" : "The script asks now"}</h3>
          <CodeBlock
            code={kind === "missing" ? "nothing: it does not come to this step" : asText(withoutKind(asked))}
            wrap
            maxHeight={200}
            label="What the script asks now"
          />
        </div>
      </div>
      <p className="text-13 text-ink-2">
        {tried
          ? "The run stays on its version and goes on with it. "
          : "Resume tries the same version again, which helps once what made it differ is gone. "}
        Or begin a new run: it takes over what ended before this step and does the rest as the live version says.
        {tried && " Cancel this one if the new one is to take its place."}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" icon={<GitBranch size={14} aria-hidden />} onClick={() => onRerun(step)}>
          Rerun from {step}
        </Button>
        <Button icon={<RotateCcw size={14} aria-hidden />} onClick={onReplay}>Replay all</Button>
      </div>
    </section>
  );
}

function withoutKind(asked: unknown): unknown {
  if (typeof asked !== "object" || asked === null || !("kind" in asked)) return asked;
  const { kind: _kind, ...rest } = asked as Record<string, unknown>;
  return "params" in rest ? rest.params : rest;
}
