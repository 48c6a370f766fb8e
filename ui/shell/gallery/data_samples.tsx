import { Hash } from "lucide-react";
import {
  Avatar,
  Badge,
  Card,
  CodeBlock,
  Count,
  Facts,
  Kbd,
  ListHeading,
  PluginIcon,
  ProgressList,
  RelativeTime,
  Row,
  RunBars,
  Sparkline,
  Stat,
  StateIcon,
  StatePill,
  STATES,
  Table,
} from "@bulkhead/kit";
import { Sample } from "./sample.tsx";

const RUNS = [2100, 1800, 2300, 9400, 1900, 300, 2200, 4100, 2000, 2600].map((durationMs, index) => ({
  id: String(index),
  durationMs,
  state: index === 3 ? "failed" : index === 9 ? "running" : index === 5 ? "cancelled" : "succeeded",
}));

const TREND = Array.from(
  { length: 60 },
  (_, minute) => minute > 20 && minute < 26 ? undefined : 40 + 30 * Math.sin(minute / 6),
);

const STEPS = [
  { key: "1", words: "Find the package", state: "done" as const },
  { key: "2", words: "Download it", state: "current" as const, share: 0.62 },
  { key: "3", words: "Start it", state: "pending" as const },
];

const ROWS = [
  { id: "1", name: "chat.message.send", calls: 1204, p95: "1.2 ms" },
  { id: "2", name: "chat.message.list", calls: 388, p95: "4.0 ms" },
];

export function DataSamples() {
  const now = Date.now();
  return (
    <>
      <Sample title="States: icon, word and colour together">
        {Object.keys(STATES).map((state) => <StatePill key={state} state={state} />)}
        <StatePill state="something_new" />
      </Sample>
      <Sample title="Quiet, and icon alone">
        <StatePill state="ready" quiet />
        <StatePill state="quarantined" quiet />
        <StateIcon state="running" />
        <StateIcon state="failed" />
      </Sample>
      <Sample title="Badge and count">
        <Badge>Workflow</Badge>
        <Badge tone="accent">Owner</Badge>
        <Badge tone="ok">Granted</Badge>
        <Badge tone="warn">Not yet</Badge>
        <Badge tone="bad">High risk</Badge>
        <Count value={3} label="unread" />
        <Count value={240} label="unread" />
      </Sample>
      <Sample title="Avatar: people, agents, workflows, plugins">
        <Avatar id="alice" name="Alice Archer" size={36} />
        <Avatar id="bob" name="Bob" size={28} />
        <Avatar id="wang" name="王小明" size={28} />
        <Avatar id="bot" name="Triage agent" kind="agent" size={36} />
        <Avatar id="wf" name="github_to_chat" kind="workflow" size={28} />
        <Avatar id="pl" name="github" kind="plugin" size={24} />
      </Sample>
      <Sample title="Time and keys">
        <RelativeTime at={now - 4_000} />
        <RelativeTime at={now - 130_000} />
        <RelativeTime at={now - 3 * 86_400_000} />
        <Kbd keys="Mod+K" />
        <Kbd keys="G+P" />
      </Sample>
      <Sample title="Runs as bars: height is duration, colour the state">
        <RunBars runs={RUNS} />
        <RunBars runs={[]} />
      </Sample>
      <Sample title="A figure over time: a gap is where nothing was measured" column>
        <div className="grid gap-6 md:grid-cols-3">
          <Sparkline label="Memory, last hour" values={TREND} />
          <Sparkline
            label="Errors, last hour"
            tone="bad"
            values={TREND.map((_, index) => index > 50 ? index - 50 : 0)}
          />
          <Sparkline label="Calls, last hour: none" values={TREND.map(() => 0)} />
        </div>
      </Sample>
      <Sample title="Steps of a work">
        <div className="w-72">
          <ProgressList label="Installing" steps={STEPS} />
        </div>
        <div className="w-72">
          <ProgressList label="Failed" steps={[STEPS[0]!, { key: "2", words: "Start it", state: "failed" }]} />
        </div>
      </Sample>
      <Sample title="Card with facts">
        <Card className="w-full max-w-md p-4">
          <Facts
            items={[{ name: "Memory", value: "46 MB" }, { name: "Restarts", value: 0 }, {
              name: "File",
              value: <code className="font-mono text-12">workflows/github_to_chat.ts</code>,
            }]}
          />
        </Card>
        <Card className="flex flex-col gap-3 p-4">
          <PluginIcon name="message-square" />
          <Stat value={8} label="unread" />
        </Card>
      </Sample>
      <Sample title="Rows" column>
        <div className="w-64">
          <ListHeading>Channels</ListHeading>
          <Row selected dense>
            <Hash size={15} aria-hidden />general
          </Row>
          <Row dense>
            <Hash size={15} aria-hidden />launch
          </Row>
          <Row>
            <Hash size={15} aria-hidden />normal height
          </Row>
        </div>
      </Sample>
      <Sample title="Table" column>
        <Table
          label="Methods"
          rows={ROWS}
          rowKey={(row) => row.id}
          columns={[
            { key: "name", title: "Method", render: (row) => <code className="font-mono text-12">{row.name}</code> },
            { key: "calls", title: "Calls", align: "right", render: (row) => row.calls.toLocaleString() },
            { key: "p95", title: "p95", align: "right", wide: true, render: (row) => row.p95 },
          ]}
        />
      </Sample>
      <Sample title="Code" column>
        <CodeBlock
          code={`const text = \`\${event.data.titel}\`;\nawait chat.message.send({ channel: "#general", text });`}
          firstLine={14}
          markedLine={14}
        />
        <CodeBlock
          code={`{"channel":"#general","text":"A long line that wraps because this block says so, instead of scrolling to the right out of sight of the person who reads it"}`}
          wrap
        />
      </Sample>
    </>
  );
}
