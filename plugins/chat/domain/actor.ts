import type { Caller, Role } from "@bulkhead/plugin";

export type AuthorKind = "human" | "agent" | "workflow" | "plugin" | "system";

/** Who does something in chat. People and agents have their user id, others `<kind>:<id>`. */
export interface Actor {
  id: string;
  name: string;
  kind: AuthorKind;
  /** What the call may do. */
  role: Role;
  /** Of the account, where a token has less. */
  accountRole?: Role;
}

/** The caller as chat knows it. An agent stays one with a token of a guest. */
export function actorOf(caller: Caller): Actor {
  if (caller.kind === "user") {
    const { id, name, role, accountRole } = caller;
    const kind = role === "agent" || accountRole === "agent" ? "agent" : "human";
    return { id, name, kind, role, ...(accountRole === undefined ? {} : { accountRole }) };
  }
  return { id: `${caller.kind}:${caller.id}`, name: caller.name, kind: caller.kind, role: caller.role };
}

/** True for someone with an account: they join #general by themselves and have read markers. */
export function isPerson(actor: Actor): boolean {
  return actor.kind === "human" || actor.kind === "agent";
}

/** Guests see only the channels to which someone added them. */
export function seesPublicChannels(role: Role): boolean {
  return role !== "guest";
}

/** May take down what others wrote. */
export function moderates(role: Role): boolean {
  return role === "admin" || role === "owner";
}
