import type { z } from "zod";
import type { BusEvent } from "../channel/protocol.ts";
import type { Where } from "./match.ts";

/** Begins a run for each event of a type. */
export interface EventTrigger<D> {
  readonly kind: "event";
  readonly type: string;
  readonly where?: Where;
  readonly filter?: (event: BusEvent<D>) => boolean;
}

/** Begins a run when a person, an agent or a script asks for one. */
export interface ManualTrigger<S extends z.ZodType | undefined> {
  readonly kind: "manual";
  readonly input?: S;
}

// deno-lint-ignore no-explicit-any -- any: a list holds triggers of several data types
export type Trigger = EventTrigger<any> | ManualTrigger<z.ZodType | undefined>;

export interface EventOptions<D> {
  /** Paths of the event that must have these values: `{ "data.repository.full_name": "acme/site" }`. Decided by the host. */
  where?: Where;
  /** A function of the script that decides as well; it must be quick and must not have effects. */
  filter?: (event: BusEvent<D>) => boolean;
}

/**
 * A run for each event of this type. `type` may be a pattern: `chat.message.*`, `github.**`.
 *
 * @example
 * ```ts
 * import { event } from "@bulkhead/workflow";
 *
 * const opened = event("github.issues.opened", { where: { "data.repository.full_name": "acme/site" } });
 * if (opened.type !== "github.issues.opened") throw new Error(opened.type);
 * ```
 */
// deno-lint-ignore no-explicit-any -- any: what an event carries is its publisher's; a script may name the type
export function event<D = any>(type: string, options: EventOptions<D> = {}): EventTrigger<D> {
  if (!/^[a-z*][\w-]*(\.([\w-]+|\*\*?))*$/i.test(type)) {
    throw new TypeError(
      `Bad event type "${type}": expected dotted names such as "chat.message.sent" or "github.issues.*"`,
    );
  }
  return { kind: "event", type, where: options.where, filter: options.filter };
}

/** A run on demand. `input` is the zod schema of what is given to it; without one the input is passed as it is. */
export function manual<S extends z.ZodType | undefined = undefined>(options: { input?: S } = {}): ManualTrigger<S> {
  return { kind: "manual", input: options.input };
}
