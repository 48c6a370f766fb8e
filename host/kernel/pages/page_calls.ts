import type { CallRequest, Router } from "../../rpc/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { PluginUnit } from "../plugin_unit.ts";

/** A call that a page makes of its cockpit. */
export interface PageCall {
  /** Whose page it is. */
  id: string;
  method: string;
  params?: Record<string, unknown> | undefined;
  /** The person agreed to exactly this call. Said by the cockpit after its own question; a page cannot say it. */
  confirmed?: boolean | undefined;
}

export interface PageCallsParts {
  units: ReadonlyMap<string, PluginUnit>;
  enabled: { has(id: string): boolean };
  router: Pick<Router, "call">;
}

/** Carries what pages in their frames call: with the rights of the person who looks, and within the plugin's grant. */
export class PageCalls {
  constructor(private readonly parts: PageCallsParts) {}

  async call({ id, method, params, confirmed }: PageCall, { caller, ...call }: CallRequest): Promise<unknown> {
    this.#mustHavePage(id);
    if (call.through !== undefined) {
      // It would say in a person's place that the person agreed.
      throw new RpcError("not_permitted", `Only a person's cockpit calls for a page, not "${call.through}"`);
    }
    if (method === call.method) {
      throw new RpcError("not_permitted", `A page calls methods, not "${method}"`, { path: "/method" });
    }
    const through = `plugin:${id}`;
    return await this.parts.router.call({
      method,
      params: params ?? {},
      caller: { ...caller, via: through },
      through,
      transport: call.transport,
      // It is the person who looks, not the plugin, that makes the call and is counted for it.
      rate: call.rate ?? { class: "person", key: caller.id },
      ...(call.signal ? { signal: call.signal } : {}),
      ...(call.traceparent ? { traceparent: call.traceparent } : {}),
      ...(confirmed ? {} : { unconfirmed: true }),
    });
  }

  #mustHavePage(id: string): void {
    const unit = this.parts.units.get(id);
    if (!unit) throw new RpcError("not_found", `No plugin "${id}"`, { path: "/id" });
    if (!this.parts.enabled.has(id)) {
      throw new RpcError("plugin_unavailable", `"${id}" is not available: disabled`, { path: "/id", hint: "disabled" });
    }
    if (unit.bundled || unit.plugin.manifest.ui?.page === undefined) {
      throw new RpcError("precondition_failed", `"${id}" has no page in a frame`, {
        path: "/id",
        hint: `Call the method itself, on /rpc or a WebSocket`,
      });
    }
  }
}
