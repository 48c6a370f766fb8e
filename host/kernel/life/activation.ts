import { compilePatterns, isTypePattern } from "../../bus/mod.ts";
import type { PluginManifest } from "../../packages/ports.ts";

/** When a plugin is started, as its manifest's `activation` says. */
export interface Activation {
  /** It sleeps until it is needed. Calls and webhooks always wake it. */
  lazy: boolean;
  /** Somebody looks at its page. */
  onView: boolean;
  /** Type patterns of `onEvent:<type>`. */
  onEvent: string[];
  /** Does an event of this type wake it? */
  wakes(type: string): boolean;
}

const ON_EVENT = "onEvent:";

/** `onStart` among others means that it does not sleep at all. */
export function activationOf(manifest: PluginManifest): Activation {
  const moments: string[] = [manifest.activation ?? "onStart"].flat();
  const onEvent = moments.filter((moment) => moment.startsWith(ON_EVENT)).map((moment) => moment.slice(ON_EVENT.length))
    .filter(isTypePattern);
  return {
    lazy: !moments.includes("onStart"),
    onView: moments.includes("onView"),
    onEvent,
    wakes: compilePatterns(onEvent),
  };
}
