import { type Context, RpcError } from "@bulkhead/plugin";
import { type Actor, isPerson, seesPublicChannels } from "../domain/actor.ts";
import { type Person, presentPerson } from "../domain/person.ts";
import { shareChannel } from "../store/members.ts";
import {
  personByHandle,
  personById,
  type PersonChange,
  type PersonView,
  personView,
  setPerson,
} from "../store/people.ts";
import { EVERYWHERE } from "../store/workspaces.ts";
import { change, tellAll } from "./_tell.ts";

/** A person by id or `@handle`. Guests know only those with whom they share a channel. */
export function visiblePerson(ctx: Context, actor: Actor, ref: string, path = "/user"): PersonView {
  const handle = ref.replace(/^@/, "").toLowerCase();
  const id = (ref.startsWith("@") ? undefined : personById(ctx.db, ref)?.id) ?? personByHandle(ctx.db, handle)?.id;
  const known = id !== undefined &&
    (id === actor.id || seesPublicChannels(actor.role) || shareChannel(ctx.db, actor.id, id));
  if (known) return personView(ctx.db, id)!;
  throw new RpcError("not_found", `There is no person "${ref}" that you can see`, {
    path,
    hint: "chat.user.list shows who is there",
  });
}

/** Changes what others see of the caller and tells them. */
export function updatePerson(ctx: Context, actor: Actor, wanted: PersonChange): Person {
  if (!isPerson(actor)) throw new RpcError("forbidden", "Only people have a profile", { reason: "not_a_person" });
  const row = personView(ctx.db, actor.id)!;
  setPerson(ctx.db, row, { ...wanted, rev: change(ctx, EVERYWHERE, { kind: "person", ref: actor.id }) });
  const person = presentPerson(personView(ctx.db, actor.id)!);
  tellAll(ctx, "chat.user.updated", actor.id, person);
  return person;
}
