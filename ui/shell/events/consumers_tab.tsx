import { CircleAlert, Inbox, Pause, Play } from "lucide-react";
import { EmptyState, ErrorState, IconButton, RelativeTime, SkeletonRows, StatePill } from "@bulkhead/kit";
import type { ConsumerInfo } from "../../state/events/wire.ts";
import { nodeOf } from "../../state/events/flow_picture.ts";
import { useConsumerActions, useFlow } from "../data/events.ts";
import { NodeMark, useNodeName } from "./node_mark.tsx";
import { useEventsPlace } from "./use_events_place.ts";

/** Who takes events: how far each has come, what waits, what failed. */
export function ConsumersTab() {
  const { data, isPending, error, refetch } = useFlow();
  if (isPending) return <SkeletonRows count={6} />;
  if (error) {
    return (
      <ErrorState
        title="The consumers could not be read"
        message={error.message}
        hint={error.hint}
        traceId={error.traceId}
        onRetry={() => void refetch()}
      />
    );
  }
  if (data.consumers.length === 0) {
    return (
      <EmptyState
        icon={<Inbox size={20} aria-hidden />}
        title="Nobody takes events yet"
        description="A plugin or a workflow that listens to events gets a durable place in the log, and shows up here."
      />
    );
  }
  return <ul>{data.consumers.map((consumer) => <ConsumerRow key={consumer.name} consumer={consumer} />)}</ul>;
}

/** How a consumer's state is shown. */
export function consumerState(consumer: ConsumerInfo): string {
  return consumer.state === "running" ? "live" : consumer.state;
}

function ConsumerRow({ consumer }: { consumer: ConsumerInfo }) {
  const { search, go } = useEventsPlace();
  const nameOf = useNodeName();
  const node = nodeOf(consumer.name);
  const chosen = search.consumer === consumer.name;
  return (
    <li
      data-consumer={consumer.name}
      className={`relative flex items-center gap-3 border-b border-line px-4 py-2.5 md:gap-6 md:px-6 ${
        chosen ? "bg-active" : "hover:bg-hover"
      }`}
    >
      <span className="shrink-0 text-ink-3">
        <NodeMark kind={node.kind} name={node.name} size={18} />
      </span>
      <div className="min-w-0 flex-1">
        <button
          type="button"
          aria-current={chosen ? "true" : undefined}
          onClick={() => go("consumers", { consumer: consumer.name }, search.consumer !== undefined)}
          className="ring-in block max-w-full truncate rounded-sm text-left text-14 font-medium after:absolute after:inset-0"
        >
          {nameOf(node)}
          <span className="ml-2 text-12 font-normal text-ink-3">{node.kind}</span>
        </button>
        <Why consumer={consumer} />
        <div className="mt-1 flex items-center gap-3 md:hidden">
          <StatePill state={consumerState(consumer)} quiet />
          <Lag consumer={consumer} />
        </div>
      </div>
      <span className="w-28 shrink-0 text-right max-md:hidden">
        <Lag consumer={consumer} />
      </span>
      <span className="tabular w-24 shrink-0 text-right text-13 text-ink-3 max-lg:hidden" title="Position in the log">
        {consumer.position.toLocaleString()}
      </span>
      <span className="flex w-24 shrink-0 justify-end max-md:hidden">
        <StatePill state={consumerState(consumer)} />
      </span>
      <PauseButton consumer={consumer} />
    </li>
  );
}

/** Under its name: what is wrong with it, else what it listens to. */
function Why({ consumer }: { consumer: ConsumerInfo }) {
  const { deadLetters, lastError, pausedBy, pausedAt, types, replayingTo } = consumer;
  if (pausedBy) {
    return (
      <p className="truncate text-13 text-ink-2">
        Paused by {pausedBy} {pausedAt && <RelativeTime at={pausedAt} />}
      </p>
    );
  }
  if (deadLetters > 0) {
    return (
      <p className="flex items-center gap-1 text-13 text-bad-ink">
        <CircleAlert size={13} className="shrink-0" aria-hidden />
        <span className="truncate">
          {deadLetters === 1 ? "1 dead letter" : `${deadLetters} dead letters`}
          {lastError && `: ${lastError.message}`}
        </span>
      </p>
    );
  }
  if (replayingTo !== undefined) {
    return <p className="truncate text-13 text-ink-2">Takes events up to {replayingTo.toLocaleString()} once more</p>;
  }
  return <p className="truncate font-mono text-12 text-ink-3">{types.join(", ")}</p>;
}

function Lag({ consumer: { lag, behindSince } }: { consumer: ConsumerInfo }) {
  if (lag === 0) return <span className="text-13 text-ink-3">Nothing waits</span>;
  return (
    <span className="text-13 text-warn-ink">
      <span className="tabular">{lag.toLocaleString()}</span> waiting
      {behindSince && (
        <span className="block text-12 text-ink-3 max-md:hidden">
          since <RelativeTime at={behindSince} />
        </span>
      )}
    </span>
  );
}

function PauseButton({ consumer }: { consumer: ConsumerInfo }) {
  const { pause, resume } = useConsumerActions();
  const paused = consumer.state === "paused";
  return (
    <span className="relative">
      <IconButton
        label={paused ? `Resume ${consumer.name}` : `Pause ${consumer.name}`}
        icon={paused ? <Play size={16} aria-hidden /> : <Pause size={16} aria-hidden />}
        onClick={() => void (paused ? resume(consumer) : pause(consumer))}
      />
    </span>
  );
}
