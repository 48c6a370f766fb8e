import { setImmediate } from "node:timers";
import { type IncomingRequest, openCompartmentPeer, type Peer } from "../channel/mod.ts";
import type {
  CallParams,
  EventParams,
  HookParams,
  InitParams,
  InitResult,
  ScheduleParams,
  SettingsParams,
} from "../channel/protocol.ts";
import { RpcError } from "../errors.ts";
import { definePlugin, type PluginDefinition } from "./definition.ts";
import { PluginRuntime } from "./runtime.ts";

/** Serves a plugin over the compartment's channel; the last line of every plugin's bundle. */
export function servePlugin(definition: unknown): void {
  serveOn(openCompartmentPeer(), definition);
}

/** Serves a plugin over a channel. */
export function serveOn(peer: Peer, definition: unknown): void {
  let runtime: PluginRuntime | undefined;
  peer.onRequest = (method, params, request) => {
    if (method === "call" && runtime !== undefined) return runtime.call(params as CallParams, request);
    if (method === "init") return init(params as InitParams);
    if (runtime === undefined) {
      throw new RpcError("precondition_failed", `"${method}" came before init was answered`, {
        reason: "not_initialized",
      });
    }
    if (method === "hook") return hook(runtime, params as HookParams, request);
    return answer(runtime, method, params, request);
  };

  /** A large body comes as a stream of its own: it fits no frame, and as text it would cost its size several times. */
  async function hook(serving: PluginRuntime, params: HookParams, request: IncomingRequest): Promise<unknown> {
    if (params.bodyStream === undefined) return await serving.hook(params, request);
    const body = await new Response(peer.acceptStream(params.bodyStream)).bytes();
    return await serving.hook(params, request, body);
  }

  async function init(params: InitParams): Promise<InitResult> {
    if (runtime !== undefined) throw new RpcError("precondition_failed", "init came twice");
    try {
      runtime = await PluginRuntime.start(checked(definition), params, peer);
    } catch (error) {
      // Whoever starts a plugin is to see what is wrong with it.
      throw error instanceof RpcError ? error : new RpcError("internal", (error as Error).message, { cause: error });
    }
    // After the answer: the host must know the plugin before it hears from it.
    if (!params.migrateOnly) setImmediate(() => runtime!.ready());
    return runtime.description;
  }
}

function answer(runtime: PluginRuntime, method: string, params: unknown, request: IncomingRequest): unknown {
  switch (method) {
    case "event":
      return runtime.event(params as EventParams, request);
    case "schedule":
      return runtime.schedule(params as ScheduleParams, request);
    case "settings":
      return runtime.settings(params as SettingsParams).then(() => null);
    case "idle":
      return runtime.idle();
    case "drain":
      return runtime.drain();
    default:
      throw new RpcError("method_not_found", `A plugin does not answer "${method}"`);
  }
}

function checked(definition: unknown): PluginDefinition {
  if (typeof definition === "object" && definition !== null) return definePlugin(definition as PluginDefinition);
  throw new TypeError("plugin.ts has no plugin: expected export default definePlugin({ … })");
}
