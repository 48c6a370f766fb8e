import { Link } from "@tanstack/react-router";
import { CircleAlert, CircleCheck, CircleDashed } from "lucide-react";
import type { InspectInfo } from "../../state/wire.ts";

type Requirement = InspectInfo["requires"][number];

/** What a plugin needs of others, and who meets it. */
export function RequirementList({ requires }: { requires: readonly Requirement[] }) {
  return (
    <ul className="flex flex-col">
      {requires.map((requirement) => <Line key={requirement.name} requirement={requirement} />)}
    </ul>
  );
}

function Line({ requirement: { name, range, optional, provider, problem } }: { requirement: Requirement }) {
  const met = Boolean(provider) && !problem;
  const Icon = met ? CircleCheck : optional ? CircleDashed : CircleAlert;
  const ink = met ? "text-ok-ink" : optional ? "text-ink-3" : "text-bad-ink";
  return (
    <li className="flex gap-2.5 border-b border-line py-2 text-13 last:border-0">
      <span
        role="img"
        aria-label={met ? "Met" : optional ? "Not there, but it works without" : "Not met"}
        className={`mt-0.5 ${ink}`}
      >
        <Icon size={15} aria-hidden />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-1.5">
          <span className="font-medium">{name}</span>
          <span className="tabular text-12 text-ink-3">{range}{optional ? ", optional" : ""}</span>
        </p>
        {problem
          ? <p className={optional ? "text-12 text-ink-3" : "text-12 text-bad-ink"}>{problem}</p>
          : provider
          ? (
            <p className="text-12 text-ink-3">
              from{" "}
              <Link to={`/plugins/${provider}` as never} className="rounded-sm underline hover:text-ink">
                {provider}
              </Link>
            </p>
          )
          : <p className="text-12 text-ink-3">{optional ? "Not there; it works without" : "Nobody provides it"}</p>}
      </div>
    </li>
  );
}
