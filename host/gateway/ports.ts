import type { HookParams, HookResult } from "../sdk/channel/protocol.ts";

/** Volatile messages to the people who look: not in the log, lost when nobody is connected. */
export interface Pusher {
  /** Reaches the sockets that subscribed to this type, of people whom `to` names. */
  push(type: string, data: unknown, to?: PushTarget): void;
  /** Does anybody whom `to` names look at messages of this type now? */
  wanted(type: string, to?: PushTarget): boolean;
  /** Called whenever somebody begins to look at something. */
  onSubscribe(listener: () => void): void;
}

/** Default: every signed-in person of role guest and above. */
export interface PushTarget {
  /** Only people with one of these roles. */
  roles?: string[];
  /** Only members of this room of this plugin. */
  room?: { plugin: string; room: string };
}

/** Carries inbound webhooks to their plugin (or to the workflow engine for `workflow`). */
export interface HookTarget {
  /** Rejects with RpcError: `not_found` for an unknown plugin or path, `plugin_unavailable` for one that is off. */
  deliver(plugin: string, hook: HookParams): Promise<HookResult>;
}

/** The pages that plugins from elsewhere bring; those of the product's own are compiled into the cockpit. */
export interface PluginPages {
  /**
   * What is served below `/p/<id>/`; undefined when there is no such plugin. Rejects with RpcError: `plugin_unavailable`
   * while it is off, `precondition_failed` when its pages cannot be built.
   */
  find(id: string): Promise<PluginPage | undefined>;
  /** Absolute path of the SVG file that is its icon, also while it is off; undefined when it has none. */
  icon(id: string): Promise<string | undefined>;
}

/** `compiled`: it is a part of the cockpit and has no files of its own. */
export type PluginPage = { kind: "compiled" } | {
  kind: "files";
  /** Absolute path of the folder whose files are served. */
  folder: string;
  /** Path in it of the page itself, an HTML file; undefined when the plugin has none. */
  entry?: string;
  /** Of all that is in the folder: another one means that everything may be different. */
  hash: string;
};
