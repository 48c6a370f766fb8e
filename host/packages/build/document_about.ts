import type { PluginManifest } from "../ports.ts";

/** What a plugin's manifest adds to its OpenRPC document. */
export function documentAbout(manifest: Pick<PluginManifest, "id" | "version" | "events">) {
  const { id, version, events } = manifest;
  return {
    version,
    prefix: id,
    events: Object.entries(events?.emits ?? {}).map(([name, schema]) => ({ name, plugin: id, schema })),
  };
}
