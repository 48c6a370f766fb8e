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
