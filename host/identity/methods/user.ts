import { z } from "zod";
import { type CallRequest, hostMethod, type HostMethods } from "../../rpc/ports.ts";
import type { Role } from "../../sdk/channel/protocol.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { IdentityContext } from "../context.ts";
import { governs } from "../groups/mapped_role.ts";
import { requireOtherOwner } from "../ownership.ts";
import { DisplayName, Handle } from "../names.ts";
import { insertPerson, type Person } from "../people.ts";
import type { User } from "../ports.ts";
import { newId } from "../random_token.ts";
import { isAbove, isAdmin, ROLES } from "../roles.ts";
import { callerPerson, PersonRef, presentUser, RoleShape, sourcesOf, UserShape } from "./shapes.ts";
import { SAMPLE_USER } from "./samples.ts";

/** Times that a caller may pass on a list: items of one page, and where the next begins. */
const Cursor = z.string().max(64);

export function userMethods(context: IdentityContext): HostMethods {
  const { people, ways } = context;
  return {
    "host.user.me": hostMethod({
      summary: "Says who is calling, with the role that this call has (a token may have less than its person)",
      examples: [{ params: {}, result: { ...SAMPLE_USER, email: "bob@example.com" } }],
      params: z.strictObject({}),
      result: UserShape,
      roles: [...ROLES],
      readOnly: true,
      handler: (_params, call) => ({
        ...presentUser(context, callerPerson(context, call).user, call),
        role: call.caller.role,
      }),
    }),

    "host.user.list": hostMethod({
      summary:
        "Lists the people of this host, whether they sign in here or with a provider; all that is given has to fit",
      examples: [
        { params: { limit: 50 }, result: { items: [SAMPLE_USER] } },
        { params: { query: "ann" }, result: { items: [] } },
      ],
      params: z.strictObject({
        /** Part of the name, the handle or (for admins) the mail address. */
        query: z.string().trim().max(100).optional(),
        /** Of those who sign in this way: `local`, `proxy` or the name of a provider's table. */
        source: z.string().max(200).optional(),
        /** Id of a group. */
        group: z.string().max(64).optional(),
        limit: z.int().min(1).max(200).default(50),
        cursor: Cursor.optional(),
      }),
      result: z.object({ items: z.array(UserShape), nextCursor: z.string().optional() }),
      readOnly: true,
      handler: ({ query, source, group, limit, cursor }, call) => {
        const fits = fitter(context, call, { query, source, group });
        const all = people.list().filter((user) => (cursor === undefined || user.handle > cursor) && fits(user))
          .sort((a, b) => a.handle < b.handle ? -1 : 1);
        const page = all.slice(0, limit);
        return {
          items: page.map((user) => presentUser(context, user, call)),
          ...(all.length > limit ? { nextCursor: page.at(-1)!.handle } : {}),
        };
      },
    }),

    "host.user.get": hostMethod({
      summary: "Shows one person, by id or @handle",
      examples: [{ params: { id: "@bob" }, result: SAMPLE_USER }],
      errors: ["not_found"],
      params: z.strictObject({ id: PersonRef }),
      result: UserShape,
      readOnly: true,
      handler: ({ id }, call) => presentUser(context, people.require(id).user, call),
    }),

    "host.user.addAgent": hostMethod({
      summary: "Adds an account for a program: with a name of its own, the role agent, and no way to sign in",
      description: "It works with API tokens, which owners and admins make with host.token.create {user}, read with " +
        "host.token.list {user} and take back with host.token.revoke. host.user.disable ends it.",
      examples: [{
        params: { handle: "deploys", name: "Deploys" },
        result: { ...SAMPLE_USER, handle: "deploys", name: "Deploys", role: "agent", sources: [] },
      }],
      errors: ["conflict"],
      params: z.strictObject({ handle: Handle, name: DisplayName }),
      result: UserShape,
      roles: ["owner", "admin"],
      risk: "high",
      handler: async ({ handle, name }, call) => {
        const person = await people.change((db) =>
          insertPerson(db, { id: newId("u"), handle, name, role: "agent", createdAt: context.clock.now() })
        );
        return presentUser(context, person.user, call);
      },
    }),

    "host.user.setRole": hostMethod({
      summary: "Gives a person another role",
      examples: [{ params: { id: "@bob", role: "admin" }, result: { ...SAMPLE_USER, role: "admin" } }],
      errors: ["not_found", "precondition_failed"],
      params: z.strictObject({ id: PersonRef, role: RoleShape }),
      result: UserShape,
      roles: ["owner", "admin"],
      risk: "high",
      handler: async ({ id, role }, call) => {
        const target = people.require(id);
        requireAuthority(call, target, role);
        if (role !== target.user.role) requireOwnRole(context, target, role);
        const person = await people.change((db) => {
          if (role !== "owner") requireOtherOwner(db, ways, target.user.id);
          db.run("UPDATE id_users SET role = ? WHERE id = ?", role, target.user.id);
          return target.user.id;
        });
        // Sockets hold the caller they were opened with.
        if (role !== target.user.role) context.revoked({ userId: target.user.id });
        return presentUser(context, person.user, call);
      },
    }),

    "host.user.disable": hostMethod({
      summary: "Shuts a person out and ends their sessions, or (with disabled: false) lets them in again",
      examples: [{ params: { id: "@bob" }, result: { ...SAMPLE_USER, disabled: true } }],
      errors: ["not_found", "precondition_failed"],
      params: z.strictObject({ id: PersonRef, disabled: z.boolean().default(true) }),
      result: UserShape,
      roles: ["owner", "admin"],
      risk: "high",
      handler: async ({ id, disabled }, call) => {
        const target = people.require(id);
        requireAuthority(call, target, target.user.role);
        const person = await people.change((db) => {
          if (disabled) requireOtherOwner(db, ways, target.user.id);
          db.run("UPDATE id_users SET disabled = ? WHERE id = ?", disabled ? 1 : 0, target.user.id);
          return target.user.id;
        });
        if (disabled) {
          await context.sessions.revokeAllOf(target.user.id);
          context.revoked({ userId: target.user.id });
        }
        return presentUser(context, person.user, call);
      },
    }),
  };
}

/** Does somebody fit what a list is narrowed by? */
function fitter(
  context: IdentityContext,
  { caller }: CallRequest,
  { query, source, group }: { query?: string; source?: string; group?: string },
): (user: User) => boolean {
  const words = query?.toLowerCase().replace(/^@/, "") ?? "";
  const withMail = caller.kind === "user" && isAdmin(caller.role);
  return ({ id, handle, name, email }) =>
    (words === "" || handle.includes(words) || name.toLowerCase().includes(words) ||
      (withMail && email?.toLowerCase().includes(words) === true)) &&
    (source === undefined || sourcesOf(context, context.people.byId(id)!).some((one) => one.id === source)) &&
    (group === undefined || context.groups.has(group, id));
}

/** A role that a provider's groups decide is changed there: the next sign-in would take back what is set here. */
function requireOwnRole({ mode, providers, proxy }: IdentityContext, target: Person, role: Role): void {
  const { mapping } = proxy;
  const known = mode === "proxy" && target.subjects.length > 0;
  if (known && governs(mapping, target.user.role) && governs(mapping, role)) {
    throw new RpcError("precondition_failed", `The role of "${target.user.handle}" comes from groups at the proxy`, {
      reason: "provider_role",
      path: "/role",
      hint: 'Change the groups there, or "proxy.roles" in bulkhead.toml',
    });
  }
  for (const { issuer } of target.identities) {
    const settings = providers.of(issuer)?.settings;
    if (!settings || !governs(settings, target.user.role) || !governs(settings, role)) continue;
    throw new RpcError(
      "precondition_failed",
      `The role of "${target.user.handle}" comes from groups at ${settings.name}`,
      {
        reason: "provider_role",
        path: "/role",
        hint: `Change the groups there, or "oidc.providers.${settings.id}.roles" in bulkhead.toml`,
      },
    );
  }
}

/** An admin looks after everybody but owners; only an owner makes or unmakes one. */
export function requireAuthority(call: CallRequest, target: Person | undefined, role: Role): void {
  const { caller } = call;
  if (caller.role === "owner") return;
  if (isAdmin(caller.role) && !isAbove(role, caller.role) && !(target && isAbove(target.user.role, caller.role))) {
    return;
  }
  throw new RpcError("forbidden", "Only an owner may do this to an owner, or make one");
}
