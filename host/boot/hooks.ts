import type { HookTarget } from "../gateway/ports.ts";

/** Inbound webhooks below `/hooks/workflow` go to the workflow engine, all others to the plugin of that name. */
export function hookTarget(plugins: HookTarget, workflows: HookTarget): HookTarget {
  return {
    deliver: (name, hook) => (name === "workflow" ? workflows : plugins).deliver(name, hook),
  };
}
