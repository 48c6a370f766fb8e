import type { BusEvent, Caller, Cause, MethodDescriptor, Role } from "../sdk/channel/protocol.ts";
import type { HookTarget } from "../gateway/ports.ts";
import type { Tracing } from "../observe/ports.ts";
import type { HostMethods, MethodProvider } from "../rpc/ports.ts";
import type { Compartment, CompartmentHandlers } from "../sandbox/ports.ts";

/** What the host hands to the workflow engine; the engine knows nothing else of the host. */
export interface WorkflowHost {
  /** Calls a method as `workflow:<name>` under the script's `uses`. Rejects with RpcError. */
  call(request: {
    workflow: string;
    /** Plugins that the script named in `uses`. */
    uses: string[];
    method: string;
    params: unknown;
    /** `run/step/occurrence`: the same for each repeat. */
    key: string;
    /** The event that started the run, if one did. */
    cause?: Cause;
    /** The trace that the run is part of. */
    traceparent?: string;
    signal?: AbortSignal;
    /** With which role; that of a member unless somebody saved the script in the cockpit. */
    role: Role;
  }): Promise<unknown>;
  /** A person by id, with the role that they have now. */
  person(id: string): Person | undefined;
  /** Resolves as soon as the plugin may be callable (at once when it is); rejects when the signal aborts. */
  whenAvailable(plugin: string, signal: AbortSignal): Promise<void>;
  /** Publishes as `workflow:<name>`. */
  publish(
    workflow: string,
    event: { id: string; type: string; subject?: string; data: unknown; cause?: BusEvent; traceparent?: string },
  ): Promise<{ id: string; seq: number }>;
  /**
   * Bundles a script after the module-graph check, with `text` in place of what is in its file. `inputs`: the files that
   * went in. Rejects with {@linkcode ScriptError} and its diagnostics.
   */
  bundle(scriptPath: string, text?: string): Promise<{ hash: string; path: string; inputs?: string[] }>;
  /** Stands in for the engine's own type check (with the plugins' types). */
  check?(scriptPath: string, text?: string): Promise<Diagnostic[]>;
  /** Starts a script's compartment from a bundle, with no system permission but to reach the hosts in `net`. */
  launch(
    script: { name: string; hash: string; bundlePath: string; net?: string[] },
    handlers: CompartmentHandlers,
  ): Promise<Compartment>;
  /** Tells every page that looks: volatile message of this type. */
  push(type: "host.workflow.changed" | "host.workflow.run.changed", data: unknown): void;
  /** Does a page look for messages of this type now? */
  watched(type: "host.workflow.run.changed"): boolean;
  /** A secret's value, for hooks; undefined when it is not set. */
  secret(name: string): string | undefined;
  /** Takes every secret out of anything that is JSON; default as it is. */
  redact?<T>(value: T): T;
  /** Told of steps and runs that ended, where somebody traces. */
  traced?: Tracing["record"];
  /** Makes workflows callable as `workflow.<name>`; again whenever they are others. */
  offer(provider: MethodProvider): void;
  /** Ids of the plugins that there are, whatever their state. */
  plugins(): string[];
  /** All methods of all plugins that are known now, for type generation. */
  methods(): MethodDescriptor[];
  /** Types of events with the JSON Schemas of their data, as the plugins' manifests have them. */
  events(): Record<string, Record<string, unknown>>;
}

/** Somebody who saved a script. */
export interface Person {
  name: string;
  role: Role;
  disabled: boolean;
}

/** A fault in a script, as the cockpit and the editor show it. */
export interface Diagnostic {
  file: string;
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
  message: string;
  /** `syntax`, `type`, `load` (the module threw), `manifest` (its options are wrong). */
  kind: "syntax" | "type" | "load" | "manifest";
  /** The line of source. */
  source?: string;
}

export class ScriptError extends Error {
  override readonly name = "ScriptError";
  constructor(message: string, readonly diagnostics: Diagnostic[]) {
    super(message);
  }
}

export type RunState = "queued" | "running" | "waiting" | "sleeping" | "paused" | "succeeded" | "failed" | "cancelled";

/** What `createWorkflows` gives to the host. */
export interface Workflows {
  /** `host.workflow.*`. */
  methods: HostMethods;
  /** Hooks of scripts: `/hooks/workflow/<path>`. */
  hooks: HookTarget;
  /** How many scripts have a live version. */
  count(): number;
  /** The secrets that scripts ask for, of the newest version of each. */
  secretUses(): { name: string; secret: string; granted: boolean }[];
  /** The live scripts with the plugins that each names in `uses`. */
  uses(): { name: string; uses: string[] }[];
  /** Plugins or their methods changed: renews the types and looks again at scripts that did not fit. */
  methodsChanged(): void;
  /** Stops taking events, ends the compartments; running runs go on at the next start. */
  stop(): Promise<void>;
}

/** Who started a run by hand. */
export type Starter = Caller;
