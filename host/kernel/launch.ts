import type { Clock } from "../observe/ports.ts";
import type { PluginManifest } from "../packages/ports.ts";
import type { Compartment, CompartmentHandlers, Sandbox } from "../sandbox/ports.ts";
import type { InitParams } from "../sdk/channel/protocol.ts";
import type { ServiceClient } from "../services/ports.ts";
import { prefixesOf } from "./discovery.ts";
import { limitsOf } from "./limits.ts";
import { Outgoing, type OutgoingParts } from "./outgoing.ts";
import type { Running } from "./plugin_provider.ts";
import { Servings } from "./serving.ts";
import type { Permissions } from "./store.ts";
import { compartmentUses, type NoteUse } from "./uses/mod.ts";

/** What is put together for one life of a plugin. */
export interface LaunchSpec {
  manifest: PluginManifest;
  bundled: boolean;
  /** Path of the bundle. */
  entry: string;
  /** What it may do now; asked anew whenever that matters. */
  entries(): Permissions;
  secrets: Record<string, string>;
  settings: Record<string, unknown>;
}

export interface LaunchParts extends OutgoingParts {
  sandbox: Sandbox;
  clock: Clock;
  dataDir: string;
  /** Validate results in the compartment as well (tests and dev). */
  validateResults: boolean;
}

export interface LaunchHandlers extends Pick<CompartmentHandlers, "responsive" | "pressure"> {
  /** It was given something to do, or does something by itself. */
  active(): void;
  /** It used a permission, or tried what it has none for. */
  noteUse: NoteUse;
}

/** Starts a plugin's compartment and resolves when its `setup` has run; rejects with CompartmentError. */
export async function launch(spec: LaunchSpec, parts: LaunchParts, handlers: LaunchHandlers): Promise<Running> {
  const { manifest, bundled, entry } = spec;
  const { id, version } = manifest;
  const dataDir = `${parts.dataDir}/plugins/${id}`;
  await Deno.mkdir(dataDir, { recursive: true });
  const limits = limitsOf(manifest);
  const init: InitParams = {
    kind: "plugin",
    id,
    version,
    dataDir,
    settings: spec.settings,
    secrets: spec.secrets,
    limits: { callMs: limits.callMs, maxConcurrent: limits.maxConcurrent, storageMb: limits.storageMb },
    validateResults: parts.validateResults,
  };
  const servings = new Servings(handlers.active);
  const client = Promise.withResolvers<ServiceClient>();
  const outgoing = new Outgoing({ id, bundled, servings }, parts, client.promise);
  const entries = spec.entries();
  const permissions = {
    net: (entries.net ?? []).map((one) => one.host),
    sys: (entries.sys ?? []).map((one) => one.name),
  };
  const prefixes = prefixesOf(manifest);
  const uses = compartmentUses(spec.entries, handlers.noteUse);
  const compartment = await parts.sandbox.start({ id, entry, dataDir, permissions, limits, prefixes, init }, {
    responsive: handlers.responsive,
    pressure: handlers.pressure,
    permissionUsed: uses.told,
    launched: (launched) => client.resolve(clientOf(launched, spec, handlers.noteUse)),
    request: (method, params, signal) => {
      handlers.active();
      return outgoing.request(method, params, signal);
    },
    notification: (method, params) =>
      method === "permission.missed" ? uses.missed(params) : outgoing.notification(method, params),
  });
  return { compartment, servings, readyAt: parts.clock.now() };
}

/** A plugin as kernel services see it. */
function clientOf(compartment: Compartment, spec: LaunchSpec, noteUse: NoteUse): ServiceClient {
  return {
    id: spec.manifest.id,
    bundled: spec.bundled,
    permissions: spec.entries,
    permissionUsed: (kind, done, options) => noteUse(kind, { done, ...options }),
    limits: () => limitsOf(spec.manifest),
    openStream: () => compartment.openStream(),
    acceptStream: (stream) => compartment.acceptStream(stream),
    ended: compartment.ended,
  };
}
