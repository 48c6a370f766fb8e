import { z } from "zod";
import { type CallRequest, hostMethod, type HostMethods } from "../../rpc/ports.ts";
import { METHOD_PATTERN } from "../../sdk/channel/method_scope.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { ApiToken } from "../api_tokens.ts";
import type { IdentityContext } from "../context.ts";
import { DisplayName } from "../names.ts";
import type { Person } from "../people.ts";
import { isAbove, isAdmin, weaker } from "../roles.ts";
import { whose } from "./session.ts";
import { callerPerson, iso, PersonRef, RoleShape, sourcesOf } from "./shapes.ts";
import { SAMPLE_TOKEN } from "./samples.ts";

const TokenShape = z.object({
  id: z.string(),
  userId: z.string(),
  name: z.string(),
  role: RoleShape,
  scope: z.array(z.string()).optional(),
  createdAt: z.string(),
  expiresAt: z.string().optional(),
  lastUsedAt: z.string().optional(),
});

const present = (token: ApiToken): z.output<typeof TokenShape> => {
  const { id, userId, name, role, scope, createdAt, expiresAt, usedAt } = token;
  return {
    id,
    userId,
    name,
    role,
    ...(scope ? { scope: [...scope] } : {}),
    createdAt: iso(createdAt),
    ...(expiresAt === undefined ? {} : { expiresAt: iso(expiresAt) }),
    ...(usedAt === undefined ? {} : { lastUsedAt: iso(usedAt) }),
  };
};

const MethodPattern = z.string().max(200).regex(METHOD_PATTERN, {
  error: "Write a method's name, or a pattern of names such as polls.poll.list, polls.*.list or polls.**",
});

/** Tokens of one person: a list of them is one page. */
const MAX_PER_USER = 200;

/** Oneself, or for owners and admins an agent that has no way to sign in: of people nobody makes tokens but they. */
function agentOf(context: IdentityContext, call: CallRequest, ref: string): Person {
  const person = context.people.require(ref, "/user");
  if (call.caller.kind === "user" && person.user.id === call.caller.id) return person;
  const isAgent = person.user.role === "agent" && sourcesOf(context, person).length === 0;
  if (isAgent && isAdmin(call.caller.role)) return person;
  throw new RpcError(
    "forbidden",
    "Owners and admins make tokens for agents that cannot sign in, and nobody for people",
    {
      path: "/user",
      hint: "host.user.addAgent adds an agent; everybody makes their own tokens",
    },
  );
}

export function tokenMethods(context: IdentityContext): HostMethods {
  const { tokens, clock } = context;
  return {
    "host.token.create": hostMethod({
      summary: "Makes an API token that acts as you, with at most the role given (default member); it is shown once",
      description: "With `scope` it may call only the methods that one of these patterns fits: `polls.poll.list`, " +
        "`polls.*.list`, `polls.**`. Events over a WebSocket are `events.subscribe`, `/metrics` is `host.metrics`. With `user` " +
        "owners and admins make one for an agent that cannot sign in itself (host.user.addAgent); with the role guest it sees " +
        "only what it was added to.",
      examples: [{
        params: { name: "CI", role: "member", scope: ["polls.**"], expiresInDays: 90 },
        result: { ...SAMPLE_TOKEN, token: "bhk_5tQ2…" },
      }],
      errors: ["not_found", "forbidden", "precondition_failed"],
      params: z.strictObject({
        name: DisplayName,
        /** For this agent instead of oneself. */
        user: PersonRef.optional(),
        role: RoleShape.optional(),
        scope: z.array(MethodPattern).min(1).max(50).optional(),
        expiresInDays: z.int().min(1).max(3650).optional(),
      }),
      result: TokenShape.extend({ token: z.string() }),
      risk: "high",
      handler: async ({ name, user: ref, role: given, scope, expiresInDays }, call) => {
        const own = callerPerson(context, call);
        const { user } = ref === undefined ? own : agentOf(context, call, ref);
        const role = given ?? (user.id === own.user.id ? undefined : user.role);
        if (role !== undefined && isAbove(role, user.role)) {
          throw new RpcError("forbidden", `A token cannot have more rights than "${user.handle}" has (${user.role})`, {
            path: "/role",
          });
        }
        // A token cannot make a stronger one: what counts is the role of this call.
        const wanted = role ?? weaker("member", call.caller.role);
        if (isAbove(wanted, call.caller.role)) {
          throw new RpcError("forbidden", `A token cannot have more rights than you have here (${call.caller.role})`, {
            path: "/role",
          });
        }
        const wider = call.caller.scope && (scope ?? ["**"]).find((each) => !call.caller.scope!.includes(each));
        if (wider !== undefined) {
          throw new RpcError("forbidden", `A token cannot have a wider scope than the one you call with: "${wider}"`, {
            path: "/scope",
            hint: `Name some of ${call.caller.scope!.slice(0, 10).join(", ")}`,
          });
        }
        if (tokens.list(user.id).length >= MAX_PER_USER) {
          throw new RpcError("precondition_failed", `There are ${MAX_PER_USER} tokens, and more there cannot be`, {
            reason: "too_many_tokens",
            hint: "Revoke those that nobody uses",
          });
        }
        const expiresAt = expiresInDays === undefined ? undefined : clock.now() + expiresInDays * 24 * 60 * 60_000;
        const created = await tokens.create({ userId: user.id, name, role: wanted, scope, expiresAt });
        return { ...present(created), token: created.token };
      },
    }),

    "host.token.list": hostMethod({
      summary: "Lists your API tokens (not the tokens themselves); of another person for admins",
      examples: [{ params: {}, result: { items: [{ ...SAMPLE_TOKEN, lastUsedAt: "2026-03-02T17:31:05.000Z" }] } }],
      errors: ["not_found"],
      params: z.strictObject({ user: PersonRef.optional() }),
      result: z.object({ items: z.array(TokenShape) }),
      readOnly: true,
      handler: ({ user }, call) => ({ items: tokens.list(whose(context, call, user)).map(present) }),
    }),

    "host.token.revoke": hostMethod({
      summary: "Makes an API token useless",
      examples: [{ params: { id: "t-7h2m5x" }, result: { id: "t-7h2m5x" } }],
      errors: ["not_found"],
      params: z.strictObject({ id: z.string().max(64) }),
      result: z.object({ id: z.string() }),
      risk: "high",
      handler: async ({ id }, call) => {
        const token = tokens.get(id);
        const own = call.caller.kind === "user" && token?.userId === call.caller.id;
        if (!token || !(own || isAdmin(call.caller.role))) {
          throw new RpcError("not_found", "There is no such token", { path: "/id" });
        }
        await tokens.revoke(id);
        context.revoked({ tokenId: id });
        return { id };
      },
    }),
  };
}
