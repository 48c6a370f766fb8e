import { Link } from "@tanstack/react-router";
import { cx, StateIcon } from "@bulkhead/kit";
import type { FlowPicture, FlowType } from "../../state/events/flow_picture.ts";
import { TakerNote } from "./flow_lines.tsx";
import { NodeMark, useNodeName } from "./node_mark.tsx";

/** The same as the picture, for a narrow screen: who publishes, below it each type with those who take it. */
export function FlowList({ picture }: { picture: FlowPicture }) {
  const nameOf = useNodeName();
  return (
    <div className="flex flex-col gap-6">
      {picture.sources.map((source) => (
        <section key={source.id} className="flex flex-col gap-2">
          <h2 className="flex items-center gap-2 text-13 font-semibold">
            <span className="text-ink-3">
              <NodeMark kind={source.kind} name={source.name} />
            </span>
            <span className="min-w-0 flex-1 truncate" dir="auto">{nameOf(source)}</span>
            <span className="tabular text-12 font-normal text-ink-3">{source.count.toLocaleString()} a minute</span>
          </h2>
          <ul className="flex flex-col rounded-card border border-line">
            {picture.types.filter((type) => type.source === source.id).map((type) => (
              <TypeItem key={type.key} type={type} picture={picture} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function TypeItem({ type, picture }: { type: FlowType; picture: FlowPicture }) {
  const nameOf = useNodeName();
  const links = picture.links.filter((link) => link.type === type);
  return (
    <li className="flex flex-col gap-1 border-b border-line px-3 py-2.5 last:border-0">
      <Link
        to={"/events/log" as never}
        search={{ types: type.type, source: type.source } as never}
        className="ring-in flex min-h-8 items-center gap-2 rounded-sm"
      >
        <code className="min-w-0 flex-1 font-mono text-12 wrap-anywhere">{type.type}</code>
        <span className="tabular shrink-0 text-12 text-ink-3">
          {type.count.toLocaleString()}
          <span className="sr-only">a minute</span>
        </span>
      </Link>
      {links.length === 0 && <p className="text-12 text-ink-3">Nobody listens to it</p>}
      {links.map(({ key, taker, taken, failed }) => (
        <Link
          key={key}
          to={"/events/consumers" as never}
          search={{ consumer: taker.id } as never}
          className={cx(
            "ring-in flex min-h-9 items-center gap-2 rounded-control border-l-2 pl-3",
            failed > 0 ? "border-bad" : taken > 0 ? "border-accent" : "border-line-strong",
          )}
        >
          <span className="text-ink-3">
            <NodeMark kind={taker.kind} name={taker.name} size={14} />
          </span>
          <span className="min-w-0 flex-1 truncate text-13" dir="auto">{nameOf(taker)}</span>
          <TakerNote failed={failed} lag={taker.consumer.lag} count={taken} />
          {taker.consumer.state !== "running" && <StateIcon state={taker.consumer.state} size={14} />}
        </Link>
      ))}
    </li>
  );
}
