import {
  CodeBlock,
  duration,
  ErrorState,
  Facts,
  PaneHeader,
  RelativeTime,
  Section,
  StatePill,
  useNow,
} from "@bulkhead/kit";
import { runDurationMs } from "../../state/run_list.ts";
import type { StepInfo } from "../../state/wire.ts";
import { asText } from "./words.ts";

/** Input, output, attempts and times of one step. */
export function StepDetail({ step, onClose }: { step: StepInfo; onClose(): void }) {
  const now = useNow();
  return (
    <>
      <PaneHeader title={step.name} actions={<StatePill state={step.state} />} onClose={onClose} />
      <div className="scroll-y flex min-h-0 flex-1 flex-col gap-6 p-4">
        {step.error && <ErrorState inline title="It failed" message={step.error.message} hint={step.error.hint} />}
        <Facts
          items={[
            ...(step.kind ? [{ name: "Kind", value: step.kind }] : []),
            ...(step.error?.at
              ? [{ name: "At", value: <code className="font-mono text-12">{step.error.at}</code> }]
              : []),
            { name: "Attempts", value: <span className="tabular">{step.attempts}</span> },
            ...(step.startedAt
              ? [
                { name: "Started", value: <RelativeTime at={step.startedAt} /> },
                {
                  name: "Took",
                  value: (
                    <span className="tabular">
                      {duration(runDurationMs({ startedAt: step.startedAt, endedAt: step.endedAt }, now))}
                    </span>
                  ),
                },
              ]
              : []),
          ]}
        />
        {step.input !== undefined && step.input !== null && (
          <Section title="Input">
            <CodeBlock code={asText(step.input)} wrap maxHeight={320} label="Input of the step" />
          </Section>
        )}
        {(step.output !== undefined || step.endedAt) && (
          <Section title="Output">
            <CodeBlock code={asText(step.output)} wrap maxHeight={320} label="Output of the step" />
          </Section>
        )}
      </div>
    </>
  );
}
