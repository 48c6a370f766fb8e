import { type Context, RpcError } from "@bulkhead/plugin";
import { type Actor, actorOf, isPerson, seesPublicChannels } from "../domain/actor.ts";
import { GENERAL } from "../domain/channel.ts";
import { mentionedHandles } from "../domain/mentions.ts";
import { channelById, channelByName } from "../store/channels.ts";
import { groupByHandle } from "../store/directory.ts";
import { isMember } from "../store/members.ts";
import { personByHandle, personById, type PersonRow, personView, putPerson, setPerson } from "../store/people.ts";
import { workspaceIdsOf } from "../store/workspace_members.ts";
import { defaultWorkspaceId, EVERYWHERE } from "../store/workspaces.ts";
import { admit } from "./_membership.ts";
import { change } from "./_tell.ts";
import { fillRooms } from "./_workspaces.ts";

/** An unknown @name makes chat look again at the host's directory, at most this often. */
const REFRESH_MS = 2_000;
/** Chat goes on without the directory when the host takes longer than this. */
const DIRECTORY_MS = 3_000;
const FRESH = "people.fresh";

interface HostUser {
  id: string;
  handle: string;
  name: string;
  role: PersonRow["role"];
  disabled: boolean;
}

/**
 * Who calls. Someone new is taken up: into the list of people, and into #general unless they are a guest. What a token may do
 * is no news of its person.
 */
export function enter(ctx: Context): Actor {
  const actor = actorOf(ctx.caller);
  if (isPerson(actor)) {
    const role = actor.accountRole ?? actor.role;
    const known = personById(ctx.db, actor.id);
    if (known?.name !== actor.name || known.role !== role) {
      takeUp(ctx, [{ id: actor.id, handle: null, name: actor.name, role }], true);
    }
    if (actor.kind === "agent" && seesPublicChannels(actor.role)) letIntoGeneral(ctx, actor.id);
  }
  return actor;
}

/** An agent comes into #general with its first call: one whose token is a guest's is only where somebody added it. */
function letIntoGeneral(ctx: Context, userId: string): void {
  const general = channelByName(ctx.db, defaultWorkspaceId(ctx.db), GENERAL);
  if (general && !isMember(ctx.db, general.id, userId)) admit(ctx, general, [userId]);
}

export interface RefreshOptions {
  /** Tell of those who are new; default true. */
  announce?: boolean;
}

/**
 * Copies the host's directory; to be run in the background, for a caller's own rights may not reach it. Everybody in
 * it but guests, agents and disabled accounts is put into #general.
 */
export async function refreshPeople(ctx: Context, { announce = true }: RefreshOptions = {}): Promise<void> {
  const users: HostUser[] = [];
  let cursor: string | undefined;
  do {
    const page: { items: HostUser[]; nextCursor?: string } = await ctx.call(
      "host.user.list",
      cursor === undefined ? { limit: 200 } : { limit: 200, cursor },
      { timeoutMs: DIRECTORY_MS },
    );
    users.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  ctx.db.transaction(() => {
    takeUp(
      ctx,
      users.filter((user) => !user.disabled).map(({ id, handle, name, role }) => ({ id, handle, name, role })),
      announce,
    );
    ctx.kv.set(FRESH, true, { ttlMs: REFRESH_MS });
  });
}

/** Handles in a text for a channel that chat does not know, if it is time to ask the host for them. */
export function hasUnknownHandles(ctx: Context, text: string, channel: string): boolean {
  const strange = mentionedHandles(text).filter((handle) => !personByHandle(ctx.db, handle));
  if (strange.length === 0 || ctx.kv.get(FRESH) !== undefined) return false;
  const workspaceId = channelById(ctx.db, channel)?.workspace_id ?? defaultWorkspaceId(ctx.db);
  return strange.some((handle) => !groupByHandle(ctx.db, workspaceId, handle));
}

/** Asks the host for people when there are some among these that chat has not seen; undefined when there are none. */
export function peopleKnown(ctx: Context, refs: string[]): Promise<void> | undefined {
  return refs.some((ref) => !findPerson(ctx, ref)) ? ctx.background((ctx) => refreshPeople(ctx)) : undefined;
}

/** Ids of persons given by id or `@handle`, once `peopleKnown` has seen to it that they are known. */
export function personIds(ctx: Context, refs: string[], path: string): string[] {
  return refs.map((ref, index) => {
    const id = findPerson(ctx, ref);
    if (id !== undefined) return id;
    throw new RpcError("not_found", `There is no person "${ref}": expected a user's id or @handle`, {
      path: `${path}/${index}`,
    });
  });
}

function findPerson(ctx: Context, ref: string): string | undefined {
  if (/^(workflow|plugin):[a-z][a-z0-9-]*$/.test(ref)) return ref;
  if (ref.startsWith("@")) return personByHandle(ctx.db, ref.slice(1).toLowerCase())?.id;
  return (personById(ctx.db, ref) ?? personByHandle(ctx.db, ref.toLowerCase()))?.id;
}

function takeUp(ctx: Context, people: PersonRow[], announce: boolean): void {
  const fresh = people.filter((person) => !personById(ctx.db, person.id));
  const changed = people.filter((person) => putPerson(ctx.db, person));
  for (const { id } of changed) {
    const row = personView(ctx.db, id)!;
    setPerson(ctx.db, row, { rev: change(ctx, EVERYWHERE, { kind: "person", ref: id }) });
    // A guest who became a member sees the public channels of their workspaces from now on.
    for (const workspaceId of workspaceIdsOf(ctx.db, id)) fillRooms(ctx, workspaceId);
  }
  // A room of one's own: what concerns only this person, such as read markers moved on another device.
  for (const person of changed) ctx.sockets.room(`user-${person.id}`).setMembers([person.id]);
  const general = channelByName(ctx.db, defaultWorkspaceId(ctx.db), GENERAL);
  if (!general) return;
  const joining = changed.filter((person) => seesPublicChannels(person.role) && person.role !== "agent");
  admit(ctx, general, joining.map((person) => person.id));
  if (!announce) return;
  for (const { id, name, handle, role } of fresh) {
    ctx.events.publish({
      type: "chat.member.joined",
      subject: general.id,
      data: { userId: id, name, ...(handle === null ? {} : { handle }), role },
      audience: `room:${general.id}`,
    });
  }
}
