import type { PluginInfo } from "../../ui/state/wire.ts";
import type { Answer } from "./answers.ts";

/** States that are hard to bring about with a real host, as the host would tell of them. */

const NOW = Date.now();
const ago = (ms: number) => new Date(NOW - ms).toISOString();

/** A host that cannot answer. */
export const REFUSED: Answer = {
  error: {
    code: -32603,
    message: "The answer could not be made",
    data: {
      reason: "internal",
      hint: "Retry. If it stays, look for the trace in the logs.",
      traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    },
  },
};

/** The real plugins, and some that are in trouble. */
export function PLUGINS_IN_TROUBLE(list: { items: PluginInfo[] }): { items: PluginInfo[] } {
  const like = (id: string, more: Partial<PluginInfo>): PluginInfo => ({
    ...list.items[0]!,
    ui: undefined,
    id,
    reason: undefined,
    ...more,
  });
  return {
    items: [
      ...list.items,
      like("canvas", {
        name: "Canvas",
        icon: "file-text",
        description: "Documents that many people write at once.",
        state: "quarantined",
        running: false,
        reason: "Out of memory, 3 crashes in 5 min",
        since: ago(120_000),
        restarts: 3,
      }),
      like("huddles", {
        name: "Huddles",
        icon: "headphones",
        description: "Voice rooms.",
        enabled: false,
        state: "disabled",
        running: false,
        since: ago(80_000_000),
      }),
      like("email", {
        name: "Email",
        icon: "mail",
        description: "Mail in and out.",
        state: "degraded",
        reason: "The mail server refuses connections since 10:42",
        since: ago(900_000),
      }),
      like("long", {
        name: "A plugin with a name that is longer than anybody would make it in earnest",
        description: "Its description goes on as well.",
        state: "backoff",
        running: false,
        reason: "Crashed: TypeError: cannot read properties of undefined (reading 'foo'); starts again in 8 s",
        since: ago(4_000),
      }),
    ],
  };
}
