import type { Context } from "@bulkhead/plugin";
import { type Actor, seesPublicChannels } from "../domain/actor.ts";
import { type Channel, presentChannel } from "../domain/channel.ts";
import { type Person, presentPerson } from "../domain/person.ts";
import { listChannels } from "../store/channels.ts";
import { listPeople } from "../store/people.ts";
import { isFirst } from "../store/workspaces.ts";

/** How many are looked at to find those that begin with what was typed. */
const LOOK = 100;

/** People and channels of a workspace whose name holds a text; those that begin with it first. */
export function namesMatching(
  ctx: Context,
  actor: Actor,
  { workspaceId, text, limit }: { workspaceId: string; text: string; limit: number },
): { people: Person[]; channels: Channel[] } {
  const part = text.toLowerCase().replace(/^[@#]/, "");
  const all = seesPublicChannels(actor.role);
  const people = text.startsWith("#") ? [] : listPeople(ctx.db, {
    part,
    afterName: "",
    afterId: "",
    limit: LOOK,
    ...(all ? {} : { of: actor.id }),
    ...(isFirst(ctx.db, workspaceId) ? {} : { within: workspaceId }),
  }).map((row) => presentPerson(row));
  const channels = text.startsWith("@") ? [] : listChannels(ctx.db, workspaceId, actor.id, {
    publicToo: all,
    joinedOnly: false,
    part,
    afterName: "",
    limit: LOOK,
  }).map(presentChannel);
  const begins = (name: string) => name.toLowerCase().startsWith(part) ? 0 : 1;
  people.sort((a, b) =>
    Math.min(begins(a.name), begins(a.handle ?? "")) - Math.min(begins(b.name), begins(b.handle ?? ""))
  );
  channels.sort((a, b) => begins(a.name) - begins(b.name) || Number(b.joined) - Number(a.joined));
  return { people: people.slice(0, limit), channels: channels.slice(0, limit) };
}
