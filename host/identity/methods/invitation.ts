import { z } from "zod";
import { hostMethod, type HostMethods } from "../../rpc/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { IdentityContext } from "../context.ts";
import { DAY_MS, INVITATION_DAYS, RESET_MS } from "../invitations.ts";
import { DisplayName, Email, Handle } from "../names.ts";
import { canSignIn } from "../ownership.ts";
import { isAdmin } from "../roles.ts";
import { iso, PersonRef, RoleShape } from "./shapes.ts";
import { requireAuthority } from "./user.ts";
import { SAMPLE_LINK, SAMPLE_USER } from "./samples.ts";

const LinkShape = z.object({ id: z.string(), link: z.string(), expiresAt: z.string() });

const InvitationShape = z.object({
  id: z.string(),
  role: RoleShape,
  handle: z.string().optional(),
  name: z.string().optional(),
  email: z.string().optional(),
  /** Set when the link lets somebody who is here set a new password. */
  userId: z.string().optional(),
  createdBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
});

export function invitationMethods(context: IdentityContext): HostMethods {
  const { people, invitations, ways } = context;
  const link = (token: string): string => `${context.publicUrl()}/invite#${token}`;
  return {
    "host.user.invite": hostMethod({
      summary: "Makes a link by which a new person comes in; also for people of --demo, who cannot sign in before",
      examples: [{
        params: { name: "Grace", email: "grace@example.com", role: "member", expiresInDays: 7 },
        result: SAMPLE_LINK,
      }],
      errors: ["conflict"],
      params: z.strictObject({
        handle: Handle.optional(),
        name: DisplayName.optional(),
        email: Email.optional(),
        role: RoleShape.optional(),
        /** How long the link can be used. */
        expiresInDays: z.int().min(1).max(90).default(INVITATION_DAYS),
      }),
      result: LinkShape,
      roles: ["owner", "admin"],
      risk: "high",
      handler: async ({ handle, name, email, role, expiresInDays }, call) => {
        const known = handle === undefined ? undefined : people.byHandle(handle);
        const wanted = role ?? known?.user.role ?? "member";
        requireAuthority(call, known, wanted);
        if (known && canSignIn(known, ways)) {
          throw new RpcError("conflict", `"${handle}" is here already`, {
            path: "/handle",
            hint: "host.user.reset makes a link for a new password",
          });
        }
        if (known?.user.disabled) {
          throw new RpcError("precondition_failed", `"${handle}" is disabled`, {
            hint: "host.user.disable with disabled: false",
          });
        }
        if (known && wanted !== known.user.role) {
          throw new RpcError("conflict", `"${handle}" is here as ${known.user.role}`, {
            path: "/role",
            hint: "host.user.setRole",
          });
        }
        const { token, expiresAt, id } = await invitations.create(
          { userId: known?.user.id, role: wanted, handle, name, email, createdBy: call.caller.id },
          expiresInDays * DAY_MS,
        );
        context.changed({ invitations: true });
        return { id, link: link(token), expiresAt: iso(expiresAt) };
      },
    }),

    "host.user.reset": hostMethod({
      summary: "Makes a link, good once and for a day, by which a person sets a new password",
      examples: [{ params: { id: "@bob" }, result: { ...SAMPLE_LINK, handle: "bob" } }],
      errors: ["not_found", "precondition_failed"],
      params: z.strictObject({ id: PersonRef }),
      result: LinkShape.extend({ handle: z.string() }),
      roles: ["owner", "admin"],
      risk: "high",
      handler: async ({ id }, call) => {
        const person = people.require(id);
        requireAuthority(call, person, person.user.role);
        if (person.user.disabled) {
          throw new RpcError("precondition_failed", `"${person.user.handle}" is disabled`, {
            hint: "host.user.disable with disabled: false lets them in again",
          });
        }
        const { token, expiresAt, id: linkId } = await invitations.create(
          { userId: person.user.id, role: person.user.role, createdBy: call.caller.id },
          RESET_MS,
        );
        context.changed({ invitations: true });
        return { id: linkId, handle: person.user.handle, link: link(token), expiresAt: iso(expiresAt) };
      },
    }),

    "host.invitation.list": hostMethod({
      summary: "Lists links that can still be used (not the links themselves)",
      examples: [{
        params: {},
        result: {
          items: [{
            id: SAMPLE_LINK.id,
            role: "member",
            name: "Grace",
            email: "grace@example.com",
            createdBy: SAMPLE_USER.id,
            createdAt: "2026-03-01T08:00:00.000Z",
            expiresAt: SAMPLE_LINK.expiresAt,
          }],
        },
      }],
      params: z.strictObject({}),
      result: z.object({ items: z.array(InvitationShape) }),
      roles: ["owner", "admin"],
      readOnly: true,
      handler: () => ({
        items: invitations.list().map((invitation) => ({
          ...invitation,
          createdAt: iso(invitation.createdAt),
          expiresAt: iso(invitation.expiresAt),
        })),
      }),
    }),

    "host.invitation.revoke": hostMethod({
      summary: "Makes a link useless",
      examples: [{ params: { id: "i-9d4kq1" }, result: { id: "i-9d4kq1" } }],
      errors: ["not_found"],
      params: z.strictObject({ id: z.string().max(64) }),
      result: z.object({ id: z.string() }),
      roles: ["owner", "admin"],
      risk: "high",
      handler: async ({ id }, call) => {
        if (!isAdmin(call.caller.role) || !await invitations.revoke(id)) {
          throw new RpcError("not_found", "There is no such open link", { path: "/id" });
        }
        context.changed({ invitations: true });
        return { id };
      },
    }),
  };
}
