import type { EventCatalog } from "../bus/mod.ts";
import type { DocumentedEvent } from "../rpc/mod.ts";

type Schema = Record<string, unknown>;

const text = { type: "string" };
const count = { type: "integer", minimum: 0 };
const anything = { type: "object" };
const object = (properties: Record<string, Schema>, description: string): Schema => ({
  type: "object",
  description,
  properties,
});

/** Events of the log that the host itself publishes, for owners and admins. */
const KEPT: Record<string, Schema> = {
  "host.loop.cut": object(
    { type: text, source: text, id: text, causeid: text, hops: count, limit: count, cutBefore: count },
    "A chain of events was too long and was cut",
  ),
  "host.deadletter.added": object(
    { consumer: text, type: text, addedBefore: count },
    "A consumer gave up on an event; at most one a minute for each pair, `addedBefore` counts those between",
  ),
  "host.eventlog.filled": object(
    { bytes: count, maxBytes: count, heldBy: text },
    "The event log is above its size, because a consumer still needs what is in it",
  ),
  "host.eventlog.relieved": object({}, "The event log is below its size again"),
};

/** Messages to those who are connected and subscribed to exactly this type; they are not kept. */
const PUSHED: Record<string, Schema> = {
  "host.plugin.changed": object({ plugin: anything }, "A plugin changed; `plugin` is as in host.plugin.list"),
  "host.plugin.progress": object(
    { id: text, source: text, work: text, stage: text, share: { type: "number" }, message: text },
    "How far an installation or an update is; for admins",
  ),
  "host.plugin.metrics": object(
    { items: { type: "array", items: anything } },
    "What plugins did and used in the last minute; for admins",
  ),
  "host.workflow.changed": object({ workflow: anything }, "A script changed; `workflow` is as in host.workflow.list"),
  "host.workflow.run.changed": object({ run: anything }, "A run changed; `run` is as in host.workflow.runs"),
  "host.event.refused": object({}, "An event was refused at publish; host.event.refused.list tells it; for admins"),
  "host.event.flow": object({ at: text }, "Who publishes and who takes, as host.event.flow answers it; for admins"),
  "host.registry.changed": object({}, "What registries offer has changed; for admins"),
  "host.people.changed": object(
    { invitations: { type: "boolean" } },
    "The people or their groups are others now; with `invitations` the open ones may be too",
  ),
  "host.secret.changed": object({}, "A secret was set or deleted; for admins"),
  "host.backup.changed": object(
    { running: anything },
    "A backup was begun, is on its way or has ended; `running` is as in host.backup.list; for admins",
  ),
  "host.upgrade.changed": object(
    { version: text, work: anything, outcome: anything },
    "An upgrade of the host was begun, is on its way or has ended; as in host.system.upgrade.status",
  ),
  "host.audit.added": object(
    { items: { type: "array", items: anything }, more: count },
    "New entries, newest first, as in host.audit.list, at most once a second; `more` were left out; for admins",
  ),
};

/** What the host itself publishes and pushes. */
const HOST_EVENTS: readonly DocumentedEvent[] = [
  ...Object.entries(KEPT).map(([name, schema]) => ({ name, plugin: "host", schema })),
  ...Object.entries(PUSHED).map(([name, schema]) => ({ name, plugin: "host", schema, volatile: true })),
];

/** The event types that OpenRPC documents list: the host's own and what manifests say; of one plugin with `prefix`. */
export function documentedEvents(catalog: EventCatalog | undefined, prefix?: string): DocumentedEvent[] {
  const declared = (catalog?.declared() ?? []).map(({ type, plugin, schema }) => ({ name: type, plugin, schema }));
  const all = [...HOST_EVENTS, ...declared].sort((a, b) => a.name < b.name ? -1 : 1);
  return prefix === undefined ? all : all.filter(({ plugin }) => plugin === prefix);
}
