import type { Duration } from "./duration.ts";
import type { RetryOptions } from "./retry.ts";

/** Options of one call of a plugin, behind its params. */
export interface CallOptions {
  /** Instead of the workflow's own. */
  retry?: RetryOptions;
  /** How long an attempt may take: after that it is taken back, and tried again by `retry`. Default: any time. */
  timeout?: Duration;
}

type Call = (method: string, params: unknown, options?: CallOptions) => Promise<unknown>;

/**
 * A client whose properties are the segments of method names: `client.message.send(params)` calls
 * `<plugin>.message.send`. Which methods there are is known from types; a wrong name is answered by the host.
 */
export function pluginClient(plugin: string, call: Call): unknown {
  return segment(plugin, call);
}

function segment(path: string, call: Call): unknown {
  const children = new Map<string, unknown>();
  return new Proxy(function () {}, {
    get(_, key) {
      // `then` would make the client look like a promise to `await`.
      if (typeof key !== "string" || key === "then") return undefined;
      let child = children.get(key);
      if (!child) children.set(key, child = segment(`${path}.${key}`, call));
      return child;
    },
    apply: (_, __, [params, options]) => call(path, params ?? {}, options),
  });
}

/** A plugin's id as a name in the context: `link-check` is `linkCheck`. */
export function contextName(pluginId: string): string {
  return pluginId.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
