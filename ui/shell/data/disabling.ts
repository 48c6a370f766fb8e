import { useSyncExternalStore } from "react";
import { Store } from "../../sdk/store.ts";
import type { PluginDetail, PluginInfo } from "../../state/wire.ts";

/** Somebody wants to turn a plugin off that others need. */
export interface Disabling {
  plugin: PluginInfo;
  dependents: NonNullable<PluginDetail["dependents"]>;
  answer(goOn: boolean): void;
}

const asked = new Store<Disabling | undefined>(undefined);

/** Shows who would miss it; answers whether it is to be turned off all the same. */
export function askBeforeDisabling(plugin: PluginInfo, dependents: Disabling["dependents"]): Promise<boolean> {
  asked.get()?.answer(false);
  return new Promise((resolve) => {
    asked.set({
      plugin,
      dependents,
      answer: (goOn) => {
        asked.set(undefined);
        resolve(goOn);
      },
    });
  });
}

/** The question that stands now. */
export function useDisabling(): Disabling | undefined {
  return useSyncExternalStore(asked.subscribe, asked.get);
}
