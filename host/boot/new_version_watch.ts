import type { PluginInfo } from "../kernel/ports.ts";
import type { UpgradeState } from "../upgrade/ports.ts";
import type { RunningHost } from "./running_host.ts";

/** So much of the watch is left for an orderly end, which is to come before the version counts as proved. */
const END_MS = 15_000;
/** A plugin in one of these does not serve; one that is starting may. */
const DOWN: readonly string[] = ["backoff", "quarantined", "stopped"];

/** What a version that is new is looked after with. */
export interface NewVersionWatch {
  /** Resolves with the reason for which it is to be taken back; else never. */
  readonly broken: Promise<string>;
  /** It serves: from now on its plugins have some time to be ready. */
  begin(host: Pick<RunningHost, "config" | "kernel">, state: UpgradeState | undefined): void;
}

/**
 * Looks once, before the watch after an upgrade ends, whether the plugins of the product that were ready with the version before
 * are so again. What only shows when they start, such as a `setup` that does not like the data, was not part of the trial.
 */
export function newVersionWatch(): NewVersionWatch {
  const { promise: broken, resolve } = Promise.withResolvers<string>();
  return {
    broken,
    begin({ config, kernel }, state) {
      const work = state?.work;
      if (work?.kind !== "upgrade" || !work.readyBefore?.length) return;
      const { watchMs } = config.upgrade;
      const timer = setTimeout(() => {
        const message = downSince(work.readyBefore!, kernel.list());
        if (message !== undefined) resolve(message);
      }, Math.max(watchMs / 2, watchMs - END_MS));
      Deno.unrefTimer(timer);
    },
  };
}

/** Says which plugins that were ready do not serve any more; undefined when all do. One that somebody has turned off is none. */
export function downSince(readyBefore: readonly string[], plugins: readonly PluginInfo[]): string | undefined {
  const down = readyBefore.flatMap((id) => {
    const plugin = plugins.find((plugin) => plugin.id === id);
    if (!plugin) return [`"${id}" is not there`];
    if (!plugin.enabled || !DOWN.includes(plugin.state)) return [];
    return [`"${id}" is ${plugin.state}${plugin.reason ? `: ${plugin.reason}` : ""}`];
  });
  return down.length === 0 ? undefined : `Plugins that were ready before do not serve with it: ${down.join("; ")}`;
}
