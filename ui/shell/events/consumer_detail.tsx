import { Link } from "@tanstack/react-router";
import { History, Pause, Play } from "lucide-react";
import { useState } from "react";
import {
  Button,
  buttonClass,
  EmptyState,
  Facts,
  Notice,
  PaneHeader,
  RelativeTime,
  Section,
  SkeletonRows,
  StatePill,
} from "@bulkhead/kit";
import { nodeOf } from "../../state/events/flow_picture.ts";
import type { ConsumerInfo } from "../../state/events/wire.ts";
import { useConsumerActions, useFlow } from "../data/events.ts";
import { consumerState } from "./consumers_tab.tsx";
import { homeOf } from "./names.ts";
import { useNodeName } from "./node_mark.tsx";
import { ReplayDialog } from "./replay_dialog.tsx";

/** One consumer: why it stands where it stands, and what can be done. */
export function ConsumerDetail({ name, onClose }: { name: string; onClose(): void }) {
  const { data, isPending } = useFlow();
  const consumer = data?.consumers.find((each) => each.name === name);
  const nameOf = useNodeName();
  return (
    <>
      <PaneHeader title={nameOf(nodeOf(name))} onClose={onClose} />
      <div className="scroll-y flex min-h-0 flex-1 flex-col gap-6 p-4">
        {isPending && <SkeletonRows count={5} />}
        {data && !consumer && (
          <EmptyState title="It takes no events" description={`There is no consumer ${name} any more, or not yet.`} />
        )}
        {consumer && <Body consumer={consumer} />}
      </div>
    </>
  );
}

function Body({ consumer }: { consumer: ConsumerInfo }) {
  const { name, types, state, position, lag, behindSince, inFlight, pausedBy, pausedAt, replayingTo } = consumer;
  const [replaying, setReplaying] = useState(false);
  const { pause, resume } = useConsumerActions();
  const home = homeOf(name);
  const paused = state === "paused";
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button
          icon={paused ? <Play size={14} aria-hidden /> : <Pause size={14} aria-hidden />}
          onClick={() => void (paused ? resume(consumer) : pause(consumer))}
        >
          {paused ? "Resume" : "Pause"}
        </Button>
        <Button icon={<History size={14} aria-hidden />} onClick={() => setReplaying(true)}>Replay</Button>
        {home && <Link to={home as never} className={buttonClass("ghost")}>Open</Link>}
      </div>
      {consumer.deadLetters > 0 && (
        <Notice
          tone="bad"
          title={consumer.deadLetters === 1
            ? "It gave up on one event"
            : `It gave up on ${consumer.deadLetters} events`}
          action={
            <Link
              to={"/events/dead" as never}
              search={{ consumer: name } as never}
              className={buttonClass("secondary", "sm")}
            >
              See {consumer.deadLetters === 1 ? "it" : "them"}
            </Link>
          }
        />
      )}
      <Facts
        items={[
          { name: "State", value: <StatePill state={consumerState(consumer)} quiet /> },
          ...(pausedBy
            ? [{ name: "Paused", value: <>by {pausedBy} {pausedAt && <RelativeTime at={pausedAt} />}</> }]
            : []),
          { name: "Position", value: <span className="tabular">{position.toLocaleString()}</span> },
          { name: "Waiting", value: <span className="tabular">{lag.toLocaleString()}</span> },
          ...(behindSince ? [{ name: "Since", value: <RelativeTime at={behindSince} /> }] : []),
          { name: "Under way", value: <span className="tabular">{inFlight}</span> },
          ...(replayingTo === undefined
            ? []
            : [{ name: "Once more to", value: <span className="tabular">{replayingTo.toLocaleString()}</span> }]),
          { name: "Name", value: <code className="font-mono text-12">{name}</code> },
        ]}
      />
      <Section title="Listens to">
        <ul className="flex flex-col gap-1">
          {types.map((type) => (
            <li key={type}>
              <Link
                to={"/events/log" as never}
                search={{ types: type } as never}
                className="rounded-sm font-mono text-12 wrap-anywhere text-accent-ink hover:underline"
              >
                {type}
              </Link>
            </li>
          ))}
        </ul>
      </Section>
      {consumer.lastError && <LastError consumer={consumer} />}
      {replaying && <ReplayDialog consumer={consumer} onClose={() => setReplaying(false)} />}
    </>
  );
}

function LastError({ consumer }: { consumer: ConsumerInfo }) {
  const { message, seq, type, attempt, time } = consumer.lastError!;
  return (
    <Section title="Last failure">
      <p className="text-13 text-bad-ink wrap-anywhere">{message}</p>
      <p className="text-12 text-ink-3">
        Attempt {attempt} at{" "}
        <Link
          to={"/events/log" as never}
          search={{ types: type, seq } as never}
          className="rounded-sm text-accent-ink underline"
        >
          event {seq.toLocaleString()}
        </Link>{" "}
        ({type}), <RelativeTime at={time} />
      </p>
    </Section>
  );
}
