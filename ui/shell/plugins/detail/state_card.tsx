import type { ReactNode } from "react";
import { Badge, bytes, Card, duration, RelativeTime, StatePill, useNow } from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import { sentence } from "../../../state/sentence.ts";
import type { PluginDetail } from "../../../state/wire.ts";
import { PluginMark } from "../plugin_mark.tsx";

/** State, since when and why; what it is; and the few figures that say how its process does. */
export function StateCard({ plugin }: { plugin: PluginDetail }) {
  return (
    <Card>
      <div className="flex gap-4 p-4">
        <PluginMark
          id={plugin.id}
          name={plugin.name}
          icon={plugin.ui?.nav?.icon ?? plugin.icon ?? (plugin.bundled ? "puzzle" : undefined)}
          size={48}
        />
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-2">
            <StatePill state={plugin.state} />
            <span className="text-13 text-ink-3">
              since <RelativeTime at={plugin.since} />
            </span>
            <Origin plugin={plugin} />
          </div>
          {plugin.reason && !plugin.revoked && <p className="mt-2 text-14 wrap-anywhere">{sentence(plugin.reason)}</p>}
          <p className="mt-2 text-13 text-ink-2 wrap-anywhere" dir="auto">{plugin.description}</p>
          {!plugin.enabled && (
            <p className="mt-2 text-12 text-ink-3">
              Turned on, it goes on where it was: its data is kept, and events have waited for it.
            </p>
          )}
        </div>
      </div>
      <dl className="flex flex-wrap gap-x-8 gap-y-2 border-t border-line px-4 py-3">
        <Figure name="Process">
          {plugin.running
            ? plugin.pid ?? "Running"
            : plugin.enabled && plugin.state === "ready"
            ? "Starts when it is needed"
            : "None"}
        </Figure>
        {plugin.running && <Uptime at={plugin.startedAt ?? plugin.since} />}
        <Figure name="Restarts">{plugin.restarts}</Figure>
        {plugin.memoryBytes !== undefined && <Figure name="Memory">{bytes(plugin.memoryBytes)}</Figure>}
        {plugin.activation && plugin.activation.length > 0 && (
          <Figure name="Starts">{activationWords(plugin.activation)}</Figure>
        )}
      </dl>
    </Card>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-12 text-ink-3">{name}</dt>
      <dd className="tabular text-13 font-medium wrap-anywhere">{children}</dd>
    </div>
  );
}

function Uptime({ at }: { at: string }) {
  const ms = useNow() - Date.parse(at);
  return <Figure name="Uptime">{ms < 5_000 ? "Just started" : duration(Math.floor(ms / 1_000) * 1_000)}</Figure>;
}

function Origin({ plugin }: { plugin: PluginDetail }) {
  const isAdmin = useIsAdmin();
  if (plugin.bundled) return <Badge>Bundled</Badge>;
  const { package: from } = plugin;
  // Only they are told of packages.
  if (!from && !isAdmin) return null;
  if (!from) return <Badge>From the plugins folder</Badge>;
  return <Badge>{from.registry ? `From ${from.registry.name}` : "From a package"}</Badge>;
}

function activationWords(activation: string[]): string {
  const words = activation.map((each) =>
    each === "onStart"
      ? "with the server"
      : each === "onCall"
      ? "when it is called"
      : each === "onView"
      ? "when its page is opened"
      : each.startsWith("onEvent:")
      ? `on ${each.slice(8)}`
      : each
  );
  return words.join(", ");
}
