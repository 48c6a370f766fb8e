import { Cable, Server, Workflow } from "lucide-react";
import { PluginIcon } from "@bulkhead/kit";
import type { NodeKind } from "../../state/events/flow_picture.ts";
import { usePlugins } from "../data/plugins.ts";

/** The icon of who publishes or takes events. */
export function NodeMark({ kind, name, size = 16 }: { kind: NodeKind; name: string; size?: number }) {
  const plugin = usePlugins().plugins.find((each) => each.id === name);
  switch (kind) {
    case "plugin":
      return <PluginIcon plugin={name} name={plugin?.ui?.nav?.icon ?? plugin?.icon} size={size} />;
    case "workflow":
      return <Workflow size={size} strokeWidth={1.75} aria-hidden />;
    case "host":
      return <Server size={size} strokeWidth={1.75} aria-hidden />;
    default:
      return <Cable size={size} strokeWidth={1.75} aria-hidden />;
  }
}

/** What people call it: a plugin by its title. */
export function useNodeName(): (node: { kind: NodeKind; name: string }) => string {
  const { plugins } = usePlugins();
  return ({ kind, name }) => {
    if (kind === "host") return "This server";
    return kind === "plugin" ? plugins.find((plugin) => plugin.id === name)?.name ?? name : name;
  };
}
