import { Link } from "@tanstack/react-router";
import { Copy } from "lucide-react";
import {
  Badge,
  buttonClass,
  CodeBlock,
  CopyButton,
  ErrorState,
  Facts,
  PaneHeader,
  RelativeTime,
  Section,
  SkeletonRows,
} from "@bulkhead/kit";
import { useIsAdmin, useRpc } from "@bulkhead/ui";
import type { EventChain, EventInfo } from "../../state/events/wire.ts";
import { namesOf } from "./names.ts";

/** One event: its envelope, what it holds, what led to it and what it led to. */
export function EventDetail({ seq, onClose }: { seq: number; onClose(): void }) {
  const { data: event, error, isPending, refetch } = useRpc<EventInfo>("host.event.get", { seq });
  const isAdmin = useIsAdmin();
  return (
    <>
      <PaneHeader title={event?.type ?? `Event ${seq}`} onClose={onClose} />
      <div className="scroll-y flex min-h-0 flex-1 flex-col gap-6 p-4">
        {isPending && <SkeletonRows count={6} />}
        {error && (
          <ErrorState
            title="This event could not be read"
            message={error.message}
            hint={error.hint}
            traceId={error.traceId}
            onRetry={() => void refetch()}
          />
        )}
        {event && (
          <>
            <Envelope event={event} />
            <EventData event={event} />
            <Chain event={event} />
            {isAdmin && (
              <Link
                to={"/events/publish" as never}
                search={{ like: event.seq } as never}
                className={`${buttonClass()} self-start`}
              >
                <Copy size={14} aria-hidden />
                Publish one like it
              </Link>
            )}
          </>
        )}
      </div>
    </>
  );
}

/** What an event holds. */
export function EventData({ event, hidden }: { event: EventInfo; hidden?: boolean }) {
  return (
    <Section title="Data">
      {hidden
        ? <p className="text-13 text-ink-2">What it holds is for its audience only ({event.audience}).</p>
        : <CodeBlock code={JSON.stringify(event.data, null, 2)} wrap label="Data of the event" />}
    </Section>
  );
}

/** All but the data. */
export function Envelope({ event }: { event: EventInfo }) {
  const code = (text: string) => <code className="font-mono text-12 wrap-anywhere">{text}</code>;
  const actor = event.actor && (
    <span className="flex flex-wrap items-center gap-2">
      {code(event.actor)}
      <Badge>{event.actorkind}</Badge>
    </span>
  );
  return (
    <Facts
      items={[
        { name: "Published", value: <RelativeTime at={event.time} /> },
        { name: "By", value: code(event.source) },
        ...(event.subject ? [{ name: "Subject", value: code(event.subject) }] : []),
        ...(actor ? [{ name: "Actor", value: actor }] : []),
        { name: "Position", value: <span className="tabular">{event.seq}</span> },
        { name: "Audience", value: audienceWords(event.audience) },
        ...(event.hops > 0 ? [{ name: "Hops", value: <span className="tabular">{event.hops} of 32</span> }] : []),
        ...(event.target ? [{ name: "Only for", value: namesOf(event.target) }] : []),
        ...(event.editof ? [{ name: "Stands in for", value: code(event.editof) }] : []),
        {
          name: "Id",
          value: (
            <span className="flex items-center gap-1">
              {code(event.id)}
              <CopyButton text={event.id} label="Copy the id" />
            </span>
          ),
        },
      ]}
    />
  );
}

function audienceWords(audience: string): string {
  if (audience === "plugins") return "Plugins and workflows only";
  if (audience.startsWith("role:")) return `People with the role ${audience.slice(5)} or a stronger one`;
  return `The people of the room ${audience.slice(5)}`;
}

function Chain({ event }: { event: EventInfo }) {
  const { data, isPending, error } = useRpc<EventChain>("host.event.chain", { seq: event.seq });
  if (isPending) return <SkeletonRows count={2} />;
  if (error) {
    return <ErrorState inline title="Its causes could not be read" message={error.message} hint={error.hint} />;
  }
  const { causes, hidden, effects } = data;
  return (
    <>
      {(causes.length > 0 || hidden > 0) && (
        <Section title="What led to it">
          <ol className="flex flex-col">
            {hidden > 0 && (
              <li className="flex min-h-8 items-center text-13 text-ink-3">
                {hidden === 1 ? "One event that" : `${hidden} events that`}{" "}
                you may not see, or that the log does not hold any more
              </li>
            )}
            {causes.map((cause) => <ChainItem key={cause.seq} event={cause} />)}
          </ol>
        </Section>
      )}
      {effects.length > 0 && (
        <Section title="What it led to">
          <ol className="flex flex-col">{effects.map((effect) => <ChainItem key={effect.seq} event={effect} />)}</ol>
        </Section>
      )}
    </>
  );
}

function ChainItem({ event }: { event: EventInfo }) {
  return (
    <li>
      <Link
        to={"/events/log" as never}
        search={((before: object) => ({ ...before, seq: event.seq })) as never}
        className="ring-in -mx-2 flex min-h-9 items-center gap-2 rounded-control px-2 hover:bg-hover"
      >
        <span className="tabular w-12 shrink-0 text-right text-12 text-ink-3">{event.seq}</span>
        <code className="min-w-0 flex-1 truncate font-mono text-12">{event.type}</code>
        <RelativeTime at={event.time} className="shrink-0 text-12 text-ink-3" />
      </Link>
    </li>
  );
}
