import { type Context, method } from "@bulkhead/plugin";
import { z } from "zod";
import { seesPublicChannels } from "../domain/actor.ts";
import { MESSAGE, PERSON } from "../domain/examples.ts";
import { Person, presentPerson } from "../domain/person.ts";
import { Time } from "../domain/time.ts";
import { Role, WorkspaceRef } from "../domain/workspace.ts";
import { listPeople, personViews } from "../store/people.ts";
import { workspaceMembersAfter } from "../store/workspace_members.ts";
import { Page } from "./_page.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";
import { workspaceOf } from "./_workspaces.ts";

const Member = z.object({
  user: Person,
  role: Role,
  joinedAt: Time.optional().describe("Missing in the first workspace, which everybody is in"),
});

const params = z.object({
  id: WorkspaceRef,
  q: z.string().trim().toLowerCase().max(80).default("").describe("Only those whose name or handle holds this"),
  ...Page,
});

/** `chat.workspace.members` */
export const workspaceMembers = method({
  summary: "Lists who is in a workspace, with their roles",
  description: "Guests see those with whom they share a channel.",
  examples: [{
    params: { id: "workspace_0193" },
    result: { items: [{ user: PERSON, role: "member", joinedAt: MESSAGE.createdAt }] },
  }],
  errors: ["not_found"],
  roles: EVERYBODY,
  readOnly: true,
  params,
  result: z.object({ items: z.array(Member), nextCursor: z.string().optional() }),
  handler: (given, ctx) => {
    const actor = enter(ctx);
    const row = workspaceOf(ctx, actor, given.id, "/id");
    const guest = seesPublicChannels(actor.role) ? undefined : actor.id;
    return row.first || guest !== undefined
      ? people(ctx, given, { ...(guest === undefined ? {} : { of: guest }), ...(row.first ? {} : { within: row.id }) })
      : members(ctx, given, row.id);
  },
});

function people(
  ctx: Context,
  { q, cursor, limit }: z.output<typeof params>,
  of: { of?: string; within?: string },
): { items: z.output<typeof Member>[]; nextCursor?: string } {
  const [afterName = "", afterId = ""] = cursor === undefined ? [] : cursor.split("\n");
  const rows = listPeople(ctx.db, { part: q, afterName, afterId, limit: limit + 1, ...of });
  const items = rows.slice(0, limit).map((row) => ({
    user: presentPerson(row),
    role: row.role === "owner" || row.role === "admin" ? row.role : "member" as const,
  }));
  const last = rows[limit - 1];
  return rows.length > limit ? { items, nextCursor: `${last!.name}\n${last!.id}` } : { items };
}

function members(
  ctx: Context,
  { q, cursor = "", limit }: z.output<typeof params>,
  workspaceId: string,
): { items: z.output<typeof Member>[]; nextCursor?: string } {
  const rows = workspaceMembersAfter(ctx.db, workspaceId, { part: q, after: cursor, limit: limit + 1 });
  const views = new Map(personViews(ctx.db, rows.map((row) => row.user_id)).map((row) => [row.id, presentPerson(row)]));
  const items = rows.slice(0, limit).map(({ user_id, role, joined_at }) => {
    // A workflow or plugin has its id and no more.
    const user = views.get(user_id) ?? { id: user_id, name: user_id, role: "member" as const, profile: {}, rev: 0 };
    return { user, role, joinedAt: joined_at };
  });
  return rows.length > limit ? { items, nextCursor: rows[limit - 1]!.user_id } : { items };
}
