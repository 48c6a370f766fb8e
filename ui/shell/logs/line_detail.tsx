import { CodeBlock, Facts, PaneHeader, RelativeTime, Section } from "@bulkhead/kit";
import type { LogLine } from "../../state/log_feed.ts";
import { LEVEL_LOOK } from "./log_list.tsx";

/** One line of the log with its fields. */
export function LineDetail({ line, onClose }: { line: LogLine; onClose(): void }) {
  const { word, ink } = LEVEL_LOOK[line.level];
  return (
    <>
      <PaneHeader title={<span className={ink}>{word}</span>} onClose={onClose} />
      <div className="scroll-y flex min-h-0 flex-1 flex-col gap-6 p-4">
        <p className="text-14 whitespace-pre-wrap wrap-anywhere">{line.message}</p>
        <Facts
          items={[
            { name: "Written", value: <RelativeTime at={line.time} /> },
            { name: "Exactly", value: <code className="font-mono text-12">{line.time}</code> },
            { name: "Source", value: <code className="font-mono text-12">{line.source}</code> },
          ]}
        />
        {line.fields && Object.keys(line.fields).length > 0 && (
          <Section title="Fields">
            <CodeBlock
              code={JSON.stringify(line.fields, null, 2).replaceAll("\\n", "\n")}
              wrap
              label="Fields of the line"
            />
          </Section>
        )}
      </div>
    </>
  );
}
