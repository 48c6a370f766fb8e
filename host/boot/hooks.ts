import type { HookTarget } from "../gateway/ports.ts";
import { RpcError } from "../sdk/errors.ts";

/**
 * Inbound webhooks below `/hooks/workflow` go to the workflow engine, all others to the plugin of that name.
 * `workflows` answers undefined until the engine is up.
 */
export function hookTarget(plugins: HookTarget, workflows: () => HookTarget | undefined): HookTarget {
  return {
    deliver(name, hook) {
      if (name !== "workflow") return plugins.deliver(name, hook);
      const target = workflows();
      if (target) return target.deliver(name, hook);
      const starting = new RpcError("plugin_unavailable", "The workflows are starting", { retryAfterMs: 1_000 });
      return Promise.reject(starting);
    },
  };
}
