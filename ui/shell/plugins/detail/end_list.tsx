import { CircleSlash, TriangleAlert } from "lucide-react";
import { bytes, CodeBlock, Disclosure, duration, RelativeTime } from "@bulkhead/kit";
import { sentence } from "../../../state/sentence.ts";
import type { EndInfo } from "../../../state/wire.ts";

const END_WORDS: Record<string, string> = {
  exit: "It ended by itself",
  crash: "It crashed",
  memory: "It used more memory than its limit",
  hang: "It did not answer any more",
  cpu: "It used more of a core than its limit",
  storage: "It stored more than its limit",
  protocol: "It sent what the host cannot read",
  limit: "It went over a limit",
  stop: "It was stopped",
  start: "It did not start",
};

/** How many are shown at once. */
const SHOWN = 5;

/** How its lives ended, newest first, each with its reason and what had been used. */
export function EndList({ ends }: { ends: readonly EndInfo[] }) {
  const older = ends.slice(SHOWN);
  return (
    <div className="flex flex-col gap-2">
      <Ends ends={ends.slice(0, SHOWN)} />
      {older.length > 0 && (
        <Disclosure title="Older" note={older.length}>
          <Ends ends={older} />
        </Disclosure>
      )}
    </div>
  );
}

function Ends({ ends }: { ends: readonly EndInfo[] }) {
  return (
    <ul className="flex flex-col">
      {ends.map((end) => <End key={end.time} end={end} />)}
    </ul>
  );
}

function End({ end }: { end: EndInfo }) {
  const asked = end.reason === "stop";
  const Icon = asked ? CircleSlash : TriangleAlert;
  const words = END_WORDS[end.reason] ?? end.reason;
  return (
    <li className="flex gap-2.5 border-b border-line py-2.5 text-13 last:border-0">
      <Icon size={15} className={`mt-0.5 shrink-0 ${asked ? "text-ink-3" : "text-warn-ink"}`} aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline justify-between gap-3">
          <span className="font-medium">{words}</span>
          <RelativeTime at={end.time} className="shrink-0 text-12 text-ink-3" />
        </p>
        {!asked && end.message && <p className="text-ink-2 wrap-anywhere">{sentence(end.message)}</p>}
        {end.used && (
          <p className="text-12 text-ink-3">
            After {duration(end.used.uptimeMs)}, with {bytes(end.used.rssBytes)} of memory and{" "}
            {duration(end.used.cpuMs)} of a core
          </p>
        )}
        {!asked && end.stderr && (
          <Disclosure title="Last lines that it wrote">
            <CodeBlock code={end.stderr} maxHeight={200} label="Last lines that it wrote" />
          </Disclosure>
        )}
      </div>
    </li>
  );
}
