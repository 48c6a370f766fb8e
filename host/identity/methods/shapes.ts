import { z } from "zod";
import type { CallRequest } from "../../rpc/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { IdentityContext } from "../context.ts";
import { PROXY_ISSUER } from "../groups/sync_groups.ts";
import type { Person } from "../people.ts";
import type { User } from "../ports.ts";
import { isAdmin, ROLES } from "../roles.ts";

export const RoleShape = z.enum(ROLES);

/** A person by id, `@handle` or handle. */
export const PersonRef = z.string().min(1).max(64);

/** Where a person or a group comes from. */
export const SourceShape = z.object({
  /** `local`, `proxy`, the name of a provider's table in bulkhead.toml, or an issuer that is not configured any more. */
  id: z.string(),
  name: z.string(),
});

export const UserShape = z.object({
  id: z.string(),
  handle: z.string(),
  name: z.string(),
  role: RoleShape,
  disabled: z.boolean(),
  createdAt: z.string(),
  /** Shown to admins and to the person. */
  email: z.string().optional(),
  /** How the person signs in; empty: not yet. */
  sources: z.array(SourceShape),
  groups: z.array(z.object({ id: z.string(), name: z.string(), source: SourceShape.optional() })),
});

/** A user as one who asks may see it. */
export function presentUser(context: IdentityContext, user: User, call: CallRequest): z.output<typeof UserShape> {
  const { id, handle, name, role, disabled, createdAt, email } = user;
  const mayKnow = call.caller.kind === "user" && (isAdmin(call.caller.role) || call.caller.id === id);
  return {
    id,
    handle,
    name,
    role,
    disabled,
    createdAt,
    ...(mayKnow && email !== undefined ? { email } : {}),
    sources: sourcesOf(context, context.people.byId(id)!),
    groups: context.groups.of(id).map(({ id, name, issuer }) => ({
      id,
      name,
      ...(issuer === undefined ? {} : { source: sourceOf(context, issuer) }),
    })),
  };
}

const PROXY_SOURCE = { id: PROXY_ISSUER, name: "Proxy" };

/** How somebody signs in: here, and at which providers. */
export function sourcesOf(context: IdentityContext, person: Person): z.output<typeof SourceShape>[] {
  const issuers = [...new Set(person.identities.map(({ issuer }) => issuer))];
  return [
    ...(person.password === undefined ? [] : [{ id: "local", name: "This server" }]),
    ...(person.subjects.length === 0 ? [] : [PROXY_SOURCE]),
    ...issuers.map((issuer) => sourceOf(context, issuer)),
  ];
}

/** The provider of an issuer by the name that people know. */
export function sourceOf({ providers }: IdentityContext, issuer: string): z.output<typeof SourceShape> {
  if (issuer === PROXY_ISSUER) return PROXY_SOURCE;
  const settings = providers.of(issuer)?.settings;
  return settings ? { id: settings.id, name: settings.name } : { id: issuer, name: new URL(issuer).host };
}

/** The person who calls; plugins and workflows are none. */
export function callerPerson({ people }: IdentityContext, call: CallRequest): Person {
  const person = call.caller.kind === "user" ? people.byId(call.caller.id) : undefined;
  if (person) return person;
  throw new RpcError("precondition_failed", "Only a person can do this", {
    reason: "no_person",
    ...(call.caller.kind === "system" ? { hint: "Nobody is here yet: open the claim link that the host printed" } : {}),
  });
}

/** Times as they leave the host. */
export const iso = (ms: number): string => new Date(ms).toISOString();
