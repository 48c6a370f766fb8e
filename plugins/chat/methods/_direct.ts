import { type Context, RpcError } from "@bulkhead/plugin";
import { type Actor, isPerson } from "../domain/actor.ts";
import { newId } from "../domain/ids.ts";
import { channelById, channelByName, type ChannelRow, insertChannel } from "../store/channels.ts";
import { member, setMember } from "../store/members.ts";
import { admit } from "./_membership.ts";
import { visiblePerson } from "./_person.ts";
import { directName } from "./_search.ts";
import { requireInside } from "./_workspaces.ts";

/** The conversation of exactly these people and the caller in a workspace: the one that there is, else a new one. */
export function openDirect(ctx: Context, actor: Actor, workspaceId: string, refs: string[]): ChannelRow {
  if (!isPerson(actor)) {
    throw new RpcError("forbidden", "Only people have direct conversations", { reason: "not_a_person" });
  }
  const others = refs.map((ref, index) => visiblePerson(ctx, actor, ref, `/users/${index}`).id);
  const ids = [...new Set([actor.id, ...others])];
  requireInside(ctx, workspaceId, others, "/users");
  const name = directName(ids);
  const known = channelByName(ctx.db, workspaceId, name);
  if (known) {
    // Whoever had left the workspace and is back is in it again.
    admit(ctx, known, ids);
    setMember(ctx.db, known.id, member(ctx.db, known.id, actor.id)!, { hidden_seq: 0 });
    return known;
  }
  const id = newId("channel");
  insertChannel(ctx.db, {
    id,
    workspace_id: workspaceId,
    name,
    kind: ids.length > 2 ? "group" : "dm",
    private: 1,
    topic: "",
    created_by: actor.id,
    created_at: new Date().toISOString(),
  });
  admit(ctx, channelById(ctx.db, id)!, ids);
  return channelById(ctx.db, id)!;
}
