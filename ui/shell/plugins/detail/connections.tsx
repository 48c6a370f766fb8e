import { Link } from "@tanstack/react-router";
import { Plug, Workflow } from "lucide-react";
import { Badge, Button } from "@bulkhead/kit";
import { useMe } from "@bulkhead/ui";
import type { PluginDetail } from "../../../state/wire.ts";
import { useNameOf } from "../../data/plugins.ts";
import { useChooseProvider } from "../../data/providers.ts";

const ROW = "flex min-h-10 items-center gap-2.5 border-b border-line text-13 last:border-0";

/** Interfaces that it offers, and whether it is the one in use. */
export function Provides({ plugin }: { plugin: PluginDetail }) {
  const me = useMe();
  const choose = useChooseProvider();
  return (
    <ul className="flex flex-col">
      {plugin.provides!.map(({ name, version, chosen }) => (
        <li key={name} className={ROW}>
          <span className="font-medium">{name}</span>
          <span className="tabular text-12 text-ink-3">{version}</span>
          <span className="ml-auto flex items-center gap-2">
            <Badge tone={chosen ? "ok" : "neutral"}>{chosen ? "In use" : "Another plugin provides it"}</Badge>
            {!chosen && plugin.enabled && me.role === "owner" && (
              <Button
                size="sm"
                aria-label={`Use ${plugin.name} for ${name}`}
                busy={choose.busy}
                onClick={() => void choose.run(name, plugin)}
              >
                Use this one
              </Button>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Who would miss it. */
export function Dependents({ dependents }: { dependents: NonNullable<PluginDetail["dependents"]> }) {
  const nameOf = useNameOf();
  if (dependents.length === 0) {
    return <p className="text-13 text-ink-2">Nobody: it can be turned off without harm to others.</p>;
  }
  return (
    <ul className="flex flex-col">
      {dependents.map(({ kind, id, interface: name, optional }) => {
        const Icon = kind === "workflow" ? Workflow : Plug;
        return (
          <li key={`${kind} ${id} ${name}`} className={ROW}>
            <Icon size={15} className="shrink-0 text-ink-3" aria-hidden />
            <Link
              to={`/${kind === "workflow" ? "workflows" : "plugins"}/${encodeURIComponent(id)}` as never}
              className="min-w-0 truncate rounded-sm font-medium hover:underline"
            >
              {nameOf({ kind, id })}
            </Link>
            <span className="shrink-0 text-12 text-ink-3">
              {kind === "workflow" ? "workflow" : "plugin"}, uses {name}
            </span>
            <span className="ml-auto shrink-0">
              <Badge>{optional ? "Works without" : "Needs it"}</Badge>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
