import { z } from "zod";
import { type CallRequest, hostMethod, type HostMethods } from "../../rpc/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { IdentityContext } from "../context.ts";
import { isAdmin, ROLES } from "../roles.ts";
import { callerPerson, iso, PersonRef } from "./shapes.ts";
import { SAMPLE_SESSION } from "./samples.ts";

const SessionShape = z.object({
  id: z.string(),
  userId: z.string(),
  createdAt: z.string(),
  lastSeenAt: z.string(),
  expiresAt: z.string(),
  /** Address that signed in. */
  address: z.string(),
  /** What the browser called itself. */
  agent: z.string(),
});

export function sessionMethods(context: IdentityContext): HostMethods {
  const { sessions } = context;
  return {
    "host.session.list": hostMethod({
      summary: "Lists the browsers where you are signed in; of another person for admins",
      examples: [{ params: {}, result: { items: [SAMPLE_SESSION] } }],
      errors: ["not_found"],
      params: z.strictObject({ user: PersonRef.optional() }),
      result: z.object({ items: z.array(SessionShape) }),
      roles: [...ROLES],
      readOnly: true,
      handler: ({ user }, call) => ({
        items: sessions.list(whose(context, call, user)).map((session) => ({
          id: session.id,
          userId: session.userId,
          createdAt: iso(session.createdAt),
          lastSeenAt: iso(session.seenAt),
          expiresAt: iso(session.expiresAt),
          address: session.address,
          agent: session.agent,
        })),
      }),
    }),

    "host.session.revoke": hostMethod({
      summary: "Signs one browser out",
      examples: [{ params: { id: "s-3fk2l8" }, result: { id: "s-3fk2l8" } }],
      errors: ["not_found"],
      params: z.strictObject({ id: z.string().max(64) }),
      result: z.object({ id: z.string() }),
      roles: [...ROLES],
      risk: "high",
      handler: async ({ id }, call) => {
        const session = sessions.list().find((candidate) => candidate.id === id);
        const own = call.caller.kind === "user" && session?.userId === call.caller.id;
        if (!session || !(own || isAdmin(call.caller.role))) {
          throw new RpcError("not_found", "There is no such session", { path: "/id" });
        }
        await sessions.revoke(id);
        context.revoked({ sessionId: id });
        return { id };
      },
    }),
  };
}

/** The id of the person whose things are asked for: one's own, or another's for an admin. */
export function whose(context: IdentityContext, call: CallRequest, user: string | undefined): string {
  if (user === undefined) return callerPerson(context, call).user.id;
  const { id } = context.people.require(user, "/user").user;
  if (isAdmin(call.caller.role) || (call.caller.kind === "user" && call.caller.id === id)) return id;
  throw new RpcError("forbidden", "Only an admin may see another person's", { path: "/user" });
}
