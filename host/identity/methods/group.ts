import { z } from "zod";
import { type CallRequest, hostMethod, type HostMethods } from "../../rpc/ports.ts";
import type { IdentityContext } from "../context.ts";
import type { Group } from "../groups/groups.ts";
import { DisplayName } from "../names.ts";
import { iso, PersonRef, presentUser, sourceOf, SourceShape, UserShape } from "./shapes.ts";
import { SAMPLE_GROUP, SAMPLE_USER } from "./samples.ts";

const GroupId = z.string().min(1).max(64);
const People = z.array(PersonRef).min(1).max(200);

const GroupShape = z.object({
  id: z.string(),
  name: z.string(),
  /** The provider that it comes from; it cannot be changed here. Missing: it was made here. */
  source: SourceShape.optional(),
  memberCount: z.number(),
  createdAt: z.string(),
});

export function groupMethods(context: IdentityContext): HostMethods {
  const { groups, people } = context;
  const present = ({ id, name, issuer, memberCount, createdAt }: Group): z.output<typeof GroupShape> => ({
    id,
    name,
    ...(issuer === undefined ? {} : { source: sourceOf(context, issuer) }),
    memberCount,
    createdAt: iso(createdAt),
  });
  const idsOf = (users: readonly string[], path = "/users"): string[] =>
    users.map((user, index) => people.require(user, `${path}/${index}`).user.id);
  const changed = (group: Group) => {
    context.changed();
    return present(group);
  };
  const withMembers = (group: Group, call: CallRequest) => ({
    ...present(group),
    members: groups.members(group.id, { limit: 200 }).map((id) => presentUser(context, people.byId(id)!.user, call)),
  });

  return {
    "host.group.list": hostMethod({
      summary: "Lists the groups of people: made here, or told by a sign-in provider",
      examples: [{ params: { limit: 50 }, result: { items: [SAMPLE_GROUP] } }],
      params: z.strictObject({
        limit: z.int().min(1).max(200).default(50),
        cursor: z.string().max(600).optional(),
      }),
      result: z.object({ items: z.array(GroupShape), nextCursor: z.string().optional() }),
      readOnly: true,
      handler: ({ limit, cursor }) => {
        const found = groups.list({ limit: limit + 1, after: cursor === undefined ? undefined : readCursor(cursor) });
        const page = found.slice(0, limit);
        return {
          items: page.map(present),
          ...(found.length > limit ? { nextCursor: JSON.stringify([page.at(-1)!.name, page.at(-1)!.id]) } : {}),
        };
      },
    }),

    "host.group.get": hostMethod({
      summary: "Shows one group with its first 200 members",
      examples: [{ params: { id: "g-7h2m5x" }, result: { ...SAMPLE_GROUP, members: [SAMPLE_USER] } }],
      errors: ["not_found"],
      params: z.strictObject({ id: GroupId }),
      result: GroupShape.extend({ members: z.array(UserShape) }),
      readOnly: true,
      handler: ({ id }, call) => withMembers(groups.require(id), call),
    }),

    "host.group.members.list": hostMethod({
      summary: "Lists the members of a group",
      examples: [{ params: { id: "g-7h2m5x", limit: 50 }, result: { items: [SAMPLE_USER] } }],
      errors: ["not_found"],
      params: z.strictObject({
        id: GroupId,
        limit: z.int().min(1).max(200).default(50),
        cursor: z.string().max(64).optional(),
      }),
      result: z.object({ items: z.array(UserShape), nextCursor: z.string().optional() }),
      readOnly: true,
      handler: ({ id, limit, cursor }, call) => {
        groups.require(id);
        const found = groups.members(id, { limit: limit + 1, after: cursor }).map((one) => people.byId(one)!.user);
        const page = found.slice(0, limit);
        return {
          items: page.map((user) => presentUser(context, user, call)),
          ...(found.length > limit ? { nextCursor: page.at(-1)!.handle } : {}),
        };
      },
    }),

    "host.group.create": hostMethod({
      summary: "Makes a group of people",
      examples: [{ params: { name: "Night watch", users: ["@bob"] }, result: SAMPLE_GROUP }],
      errors: ["conflict", "not_found", "precondition_failed"],
      params: z.strictObject({ name: DisplayName, users: z.array(PersonRef).max(200).default([]) }),
      result: GroupShape,
      roles: ["owner", "admin"],
      handler: async ({ name, users }) => changed(await groups.create(name, idsOf(users))),
    }),

    "host.group.rename": hostMethod({
      summary: "Gives a group that was made here another name",
      examples: [{ params: { id: "g-7h2m5x", name: "Day watch" }, result: { ...SAMPLE_GROUP, name: "Day watch" } }],
      errors: ["conflict", "not_found", "precondition_failed"],
      params: z.strictObject({ id: GroupId, name: DisplayName }),
      result: GroupShape,
      roles: ["owner", "admin"],
      handler: async ({ id, name }) => changed(await groups.rename(id, name)),
    }),

    "host.group.members.add": hostMethod({
      summary: "Puts people into a group that was made here; whoever is in it already stays",
      examples: [{ params: { id: "g-7h2m5x", users: ["@bob"] }, result: SAMPLE_GROUP }],
      errors: ["not_found", "precondition_failed"],
      params: z.strictObject({ id: GroupId, users: People }),
      result: GroupShape,
      roles: ["owner", "admin"],
      handler: async ({ id, users }) => changed(await groups.add(id, idsOf(users))),
    }),

    "host.group.members.remove": hostMethod({
      summary: "Takes people out of a group that was made here",
      examples: [{ params: { id: "g-7h2m5x", users: ["@bob"] }, result: { ...SAMPLE_GROUP, memberCount: 0 } }],
      errors: ["not_found", "precondition_failed"],
      params: z.strictObject({ id: GroupId, users: People }),
      result: GroupShape,
      roles: ["owner", "admin"],
      handler: async ({ id, users }) => changed(await groups.take(id, idsOf(users))),
    }),

    "host.group.remove": hostMethod({
      summary: "Removes a group that was made here; its members stay",
      examples: [{ params: { id: "g-7h2m5x" }, result: { id: "g-7h2m5x" } }],
      errors: ["not_found", "precondition_failed"],
      params: z.strictObject({ id: GroupId }),
      result: z.object({ id: z.string() }),
      roles: ["owner", "admin"],
      risk: "high",
      handler: async ({ id }) => {
        await groups.remove(id);
        context.changed();
        return { id };
      },
    }),
  };
}

/** Where a page of groups begins; what is no cursor begins at the first. */
function readCursor(cursor: string): { name: string; id: string } | undefined {
  try {
    const [name, id] = JSON.parse(cursor);
    return typeof name === "string" && typeof id === "string" ? { name, id } : undefined;
  } catch {
    return undefined;
  }
}
