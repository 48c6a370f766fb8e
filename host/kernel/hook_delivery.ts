import { CompartmentError } from "../sandbox/ports.ts";
import type { HookParams, HookResult } from "../sdk/channel/protocol.ts";
import { withBody } from "./hook_body.ts";
import { type Running, wentAway } from "./plugin_provider.ts";
import type { Permissions } from "./store.ts";

/** Do the granted hooks cover a path? */
export function hookGranted(entries: Permissions, path: string): boolean {
  return (entries.hooks ?? []).some(({ path: pattern }) =>
    pattern === "**" || pattern === path || (pattern.endsWith("/**") && path.startsWith(pattern.slice(0, -2)))
  );
}

/** Brings an inbound webhook into a running plugin and answers what that answers. */
export async function deliverHook(plugin: string, running: Running, hook: HookParams): Promise<HookResult> {
  const { compartment, servings } = running;
  let id = -1;
  const { params, begin, end } = withBody(hook, compartment);
  try {
    return await compartment.request<HookResult>("hook", params, {
      onId: (given) => {
        id = given;
        servings.begin(given, {});
        begin();
      },
    });
  } catch (error) {
    throw error instanceof CompartmentError ? wentAway(plugin, error) : error;
  } finally {
    servings.end(id);
    end();
  }
}
