import type { Context } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { newId } from "../domain/ids.ts";
import { type ImportReport, leave } from "../domain/import_report.ts";
import { listIn, nameOf, plain, type Raw, raw, textIn, userName } from "../domain/mattermost_export.ts";
import {
  channelById,
  channelByName,
  type ChannelRow,
  insertChannel,
  setArchivedAt,
  setChannel,
} from "../store/channels.ts";
import { importName, importNames, type NameSpace, putImportName } from "../store/imports.ts";
import { member, memberIds, setMember } from "../store/members.ts";
import { personByHandle } from "../store/people.ts";
import { admit } from "./_membership.ts";
import { isInWorkspace } from "../store/workspace_members.ts";
import { directName } from "./_search.ts";
import { changeChannel } from "./_tell.ts";
import { insidersOf } from "./_workspaces.ts";

/** Names in `import_names`: what is here what there. */
export const TEAM = "mattermost-team", CHANNEL = "mattermost-channel", DIRECT = "mattermost-direct";
export const USER = "mattermost-user", BOT = "mattermost-bot";

/** Where an archive is taken over, and by whom. */
export interface Into {
  actor: Actor;
  workspaceId: string;
}

/** What is here what there, of one kind. */
export function namesOf({ workspaceId }: Pick<Into, "workspaceId">, kind: string): NameSpace {
  return { workspaceId, kind };
}

/** Most people of a direct conversation. */
const MAX_DIRECT = 9;

/** Who is to be in which channel, and who leads it: let in together, since each time all of the channel hear of it. */
export type Joining = Map<string, { all: Set<string>; managers: Set<string> }>;

export function takeTeam(ctx: Context, into: Into, report: ImportReport, team: Raw): void {
  report.teams!.found++;
  const name = textIn(team, "name").slice(0, 80);
  putImportName(ctx.db, namesOf(into, TEAM), name, { id: null, name: plain(textIn(team, "display_name"), 80) || name });
}

/** A channel of any team. Of two with one name the second is called after its team as well. */
export function takeChannel(ctx: Context, into: Into, report: ImportReport, channel: Raw): void {
  report.channels.found++;
  const team = textIn(channel, "team").toLowerCase(), name = textIn(channel, "name").toLowerCase();
  const key = channelKey(team, name);
  if (key === undefined) return leave(report, "channels without a name");
  const earlier = importName(ctx.db, namesOf(into, CHANNEL), key)?.id;
  if (earlier && channelById(ctx.db, earlier)) return void report.channels.existing++;
  const isPrivate = textIn(channel, "type") !== "O";
  const known = fitting(ctx, into, { team, name, isPrivate });
  if (typeof known !== "string") report.channels.existing++;
  else report.channels.created++;
  const here = typeof known === "string" ? made(ctx, into, { channel, name: known, isPrivate }) : known;
  putImportName(ctx.db, namesOf(into, CHANNEL), key, { id: here.id, name: here.name });
}

/** The channel here that such a one is, or the name that a new one gets. */
function fitting(
  ctx: Context,
  into: Into,
  { team, name, isPrivate }: { team: string; name: string; isPrivate: boolean },
): ChannelRow | string {
  const base = name === "town-square" && !isPrivate ? "general" : spelled(name);
  const taken = new Set([...importNames(ctx.db, namesOf(into, CHANNEL)).values()].map(({ id }) => id));
  for (let n = 0;; n++) {
    const wanted = n === 0 ? base : `${base.slice(0, 60)}-${spelled(team).slice(0, 15)}${n === 1 ? "" : `-${n}`}`;
    const known = channelByName(ctx.db, into.workspaceId, wanted);
    if (!known) return wanted;
    // Private words do not go into a public channel that happens to have the same name, nor one team's into another's.
    if ((known.private === 1) === isPrivate && !taken.has(known.id)) return known;
  }
}

function spelled(name: string): string {
  const plain = name.replace(/[^\p{Ll}\p{Lo}\p{N}_-]/gu, "-").replace(/^[_-]+/, "").slice(0, 80);
  return plain === "" ? "channel" : plain;
}

function made(
  ctx: Context,
  { actor, workspaceId }: Into,
  { channel, name, isPrivate }: { channel: Raw; name: string; isPrivate: boolean },
): ChannelRow {
  const id = newId("channel");
  insertChannel(ctx.db, {
    id,
    workspace_id: workspaceId,
    name,
    private: isPrivate ? 1 : 0,
    topic: textIn(channel, "header").slice(0, 250),
    created_by: actor.id,
    created_at: new Date().toISOString(),
  });
  setChannel(ctx.db, channelById(ctx.db, id)!, { purpose: textIn(channel, "purpose").slice(0, 1_000) });
  if (Number(channel.deleted_at) > 0) setArchivedAt(ctx.db, id, new Date().toISOString());
  const row = channelById(ctx.db, id)!;
  changeChannel(ctx, row);
  return row;
}

/** Undefined for what is no name of a channel. */
export function channelKey(team: string, name: string): string | undefined {
  const known = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,80}$/u;
  return known.test(team) && known.test(name) ? `${team}/${name}` : undefined;
}

/** Somebody of the export; who is here by the same name comes into their channels. */
export function takeUser(
  ctx: Context,
  into: Into,
  { report, user, joining }: { report: ImportReport; user: Raw; joining: Joining },
): void {
  report.users.found++;
  const name = userName(user.username);
  if (name === "") return leave(report, "people without a name");
  const here = personByHandle(ctx.db, name);
  putImportName(ctx.db, namesOf(into, USER), name, { id: here?.id ?? null, name: nameOf(user) });
  if (textIn(user, "profile_image") !== "") leave(report, "pictures of people");
  if (!here) return;
  report.users.here++;
  if (user.notify_props !== undefined) leave(report, "settings of people: they choose their own here");
  for (const team of listIn(user, "teams").map(raw)) {
    for (const channel of listIn(team ?? {}, "channels").map(raw)) {
      const key = channelKey(textIn(team!, "name").toLowerCase(), textIn(channel ?? {}, "name").toLowerCase());
      const id = key === undefined ? undefined : importName(ctx.db, namesOf(into, CHANNEL), key)?.id;
      if (!id) continue;
      const wanted = joining.get(id) ?? { all: new Set(), managers: new Set() };
      joining.set(id, wanted);
      wanted.all.add(here.id);
      if (textIn(channel!, "roles").split(" ").includes("channel_admin")) wanted.managers.add(here.id);
    }
  }
}

export function takeBot(ctx: Context, into: Into, report: ImportReport, bot: Raw): void {
  report.users.found++;
  const name = userName(bot.username);
  if (name === "") return leave(report, "people without a name");
  putImportName(ctx.db, namesOf(into, USER), name, { id: null, name: nameOf(bot) });
  putImportName(ctx.db, namesOf(into, BOT), name, { id: null, name });
}

/** Lets people into their channels. */
export function join(ctx: Context, joining: Joining): void {
  for (const [id, { all, managers }] of joining) {
    const channel = channelById(ctx.db, id);
    if (!channel) continue;
    const added = admit(ctx, channel, insidersOf(ctx, channel.workspace_id, [...all]));
    for (const userId of added.filter((each) => managers.has(each))) {
      setMember(ctx.db, id, member(ctx.db, id, userId)!, { role: "manager" });
    }
  }
}

/** The conversation of these people; undefined when one of them is not here, which `report` hears once. */
export function takeDirect(
  ctx: Context,
  into: Into,
  report: ImportReport,
  { names, header = "", counted }: { names: unknown[]; header?: string; counted: boolean },
): string | undefined {
  const people = [...new Set(names.slice(0, 50).map(userName))].sort();
  const key = people.join(",");
  const known = importName(ctx.db, namesOf(into, DIRECT), key);
  if (counted) report.directs!.found++;
  if (known?.id) {
    if (counted) report.directs!.existing++;
    return known.id;
  }
  const ids = people.map((name) => importName(ctx.db, namesOf(into, USER), name)?.id ?? undefined);
  if (
    ids.length === 0 || ids.length > MAX_DIRECT ||
    ids.some((id) => id === undefined || !isInWorkspace(ctx.db, into.workspaceId, id))
  ) {
    if (counted) leave(report, "direct conversations with somebody who is not here");
    return undefined;
  }
  const { workspaceId } = into, name = directName(ids as string[]);
  let channel = channelByName(ctx.db, workspaceId, name);
  if (channel) report.directs!.existing++;
  else {
    report.directs!.created++;
    const id = newId("channel");
    insertChannel(ctx.db, {
      id,
      workspace_id: workspaceId,
      name,
      kind: ids.length > 2 ? "group" : "dm",
      private: 1,
      topic: header.slice(0, 250),
      created_by: ids[0]!,
      created_at: new Date().toISOString(),
    });
    channel = channelById(ctx.db, id)!;
    admit(ctx, channel, ids as string[]);
  }
  putImportName(ctx.db, namesOf(into, DIRECT), key, { id: channel.id, name });
  return channel.id;
}

/** Somebody has to be in each channel who can let others in. */
export function openEmpty(ctx: Context, into: Into): void {
  for (const { id } of importNames(ctx.db, namesOf(into, CHANNEL)).values()) {
    const channel = id === null ? undefined : channelById(ctx.db, id);
    if (channel && memberIds(ctx.db, channel.id).length === 0) admit(ctx, channel, [into.actor.id]);
  }
}
