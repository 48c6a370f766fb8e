import { Link } from "@tanstack/react-router";
import { Pause, Play } from "lucide-react";
import { Button, RelativeTime, Section, StatePill } from "@bulkhead/kit";
import type { ConsumerInfo } from "../../state/events/wire.ts";
import { useConsumerActions, useFlow } from "../data/events.ts";

/** How a workflow takes the events that begin its runs: whether it does now, and how many wait. For owners and admins. */
export function IntakeSection({ name }: { name: string }) {
  const consumer = useFlow().data?.consumers.find((each) => each.name === `workflow:${name}`);
  const { pause, resume } = useConsumerActions();
  if (!consumer) return null;
  const paused = consumer.state === "paused";
  return (
    <Section
      title="Events that begin it"
      action={
        <Link
          to={"/events/consumers" as never}
          search={{ consumer: consumer.name } as never}
          className="rounded-sm text-13 text-ink-3 hover:text-ink"
        >
          More
        </Link>
      }
    >
      <div
        className={`flex items-center gap-3 rounded-card border px-3 py-2.5 max-md:flex-wrap ${
          paused ? "border-warn/40 bg-warn-soft" : "border-line"
        }`}
      >
        <StatePill state={consumer.state === "running" ? "live" : consumer.state} quiet />
        <p className="min-w-0 flex-1 text-13 text-ink-2 max-md:order-last max-md:basis-full">
          <Words consumer={consumer} />
        </p>
        <Button
          size="sm"
          className="ml-auto"
          icon={paused ? <Play size={13} aria-hidden /> : <Pause size={13} aria-hidden />}
          onClick={() => void (paused ? resume(consumer) : pause(consumer))}
        >
          {paused ? "Take events again" : "Pause"}
        </Button>
      </div>
    </Section>
  );
}

function Words({ consumer: { state, lag, behindSince, pausedBy, pausedAt, types, replayingTo } }: {
  consumer: ConsumerInfo;
}) {
  const waiting = lag > 0 && (
    <>
      <span className="tabular">{lag.toLocaleString()}</span> {lag === 1 ? "event waits" : "events wait"}
      {behindSince && (
        <>
          {lag === 1 ? " since " : ", the oldest since "}
          <RelativeTime at={behindSince} />
        </>
      )}
    </>
  );
  if (state === "paused") {
    return (
      <>
        Paused{pausedBy && ` by ${pausedBy}`} {pausedAt && <RelativeTime at={pausedAt} />}: no event begins a run.{" "}
        {waiting ? <>{waiting}.</> : "No event waits."}
      </>
    );
  }
  if (replayingTo !== undefined) return <>Takes events up to {replayingTo.toLocaleString()} once more. {waiting}</>;
  return waiting || <span className="font-mono text-12 wrap-anywhere">{types.join(", ")}</span>;
}
