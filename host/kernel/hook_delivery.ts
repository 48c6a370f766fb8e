import { CompartmentError } from "../sandbox/ports.ts";
import type { HookParams, HookResult } from "../sdk/channel/protocol.ts";
import { withBody } from "./hook_body.ts";
import { type Running, wentAway } from "./plugin_provider.ts";
import type { Permissions } from "./store.ts";

/** The granted path that covers this one, or undefined. */
export function hookGrant(entries: Permissions, path: string): string | undefined {
  const within = (pattern: string) =>
    pattern === "**" || pattern === path || (pattern.endsWith("/**") && path.startsWith(pattern.slice(0, -2)));
  return entries.hooks?.find((entry) => within(entry.path))?.path;
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
