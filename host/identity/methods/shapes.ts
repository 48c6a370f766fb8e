import { z } from "zod";
import type { CallRequest } from "../../rpc/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { IdentityContext } from "../context.ts";
import type { Person } from "../people.ts";
import type { User } from "../ports.ts";
import { isAdmin, ROLES } from "../roles.ts";

export const RoleShape = z.enum(ROLES);

/** A person by id, `@handle` or handle. */
export const PersonRef = z.string().min(1).max(64);

export const UserShape = z.object({
  id: z.string(),
  handle: z.string(),
  name: z.string(),
  role: RoleShape,
  disabled: z.boolean(),
  createdAt: z.string(),
  /** Shown to admins and to the person. */
  email: z.string().optional(),
});

/** A user as one who asks may see it. */
export function presentUser(user: User, call: CallRequest): z.output<typeof UserShape> {
  const { id, handle, name, role, disabled, createdAt, email } = user;
  const mayKnow = call.caller.kind === "user" && (isAdmin(call.caller.role) || call.caller.id === id);
  return { id, handle, name, role, disabled, createdAt, ...(mayKnow && email !== undefined ? { email } : {}) };
}

/** The person who calls; plugins and workflows are none. */
export function callerPerson({ people }: IdentityContext, call: CallRequest): Person {
  const person = call.caller.kind === "user" ? people.byId(call.caller.id) : undefined;
  if (person) return person;
  throw new RpcError("precondition_failed", "Only a person can do this", { reason: "no_person" });
}

/** Times as they leave the host. */
export const iso = (ms: number): string => new Date(ms).toISOString();
