import { type Context, method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { MESSAGE } from "../domain/examples.ts";
import { ActComment, type Acted, type Action, ActionId } from "../domain/actions.ts";
import type { Actor } from "../domain/actor.ts";
import { actedOf, Message, MessageId } from "../domain/message.ts";
import type { ChannelRow } from "../store/channels.ts";
import { messageById, type MessageRow, setActions } from "../store/messages.ts";
import { requireAlive, requireMember, requireWritable, visibleMessage } from "./_access.ts";
import { enter } from "./_people.ts";
import { present } from "./_publish.ts";
import { EVERYBODY } from "./_roles.ts";
import { changeMessage, tellRoom } from "./_tell.ts";

const params = z.object({
  id: MessageId,
  action: ActionId.describe("The button's id"),
  comment: ActComment.optional().describe("Where the button takes one"),
  clientId: z.string().min(1).max(100).optional().describe(
    "Made by who presses: pressing again with the same one answers the first press",
  ),
});

/** `chat.message.act` */
export const messageAct = method({
  summary: "Presses a button of a message",
  examples: [{ params: { id: "m-4kf81", action: "approve" }, result: MESSAGE }],
  errors: ["not_found", "conflict", "precondition_failed"],
  description: "Members of the channel may. The first press counts for all; a further one is refused with who was " +
    "first. An approval of a workflow is not decided here but by host.workflow.approve and reject.",
  roles: EVERYBODY,
  emits: ["chat.message.acted"],
  params,
  result: Message,
  handler: (press, ctx) => {
    const actor = enter(ctx);
    const { message, channel } = visibleMessage(ctx, actor, press.id);
    requireAlive(message);
    if (message.approval !== null) throw decidedByHost(message.approval);
    requireWritable(ctx, actor, channel);
    requireMember(ctx, actor, channel);
    const earlier = actedOf(message);
    if (earlier) {
      const repeat = press.clientId !== undefined && earlier.clientId === press.clientId;
      if (repeat && earlier.shown.user.id === actor.id) return present(ctx, message);
      throw answered(earlier.shown);
    }
    return act(ctx, { message, channel, actor, press, button: buttonOf(message, press.action) });
  },
});

interface Act {
  message: MessageRow;
  channel: ChannelRow;
  actor: Actor;
  press: z.output<typeof params>;
  button: Action;
}

function act(ctx: Context, { message, channel, actor, press, button }: Act): Message {
  const comment = press.comment || undefined;
  if (comment !== undefined && !button.comment) {
    throw new RpcError("invalid_params", `The button "${button.label}" takes no comment`, { path: "/comment" });
  }
  const acted: Acted = {
    action: button.id,
    label: button.label,
    user: { id: actor.id, name: actor.name },
    ...(comment === undefined ? {} : { comment }),
    at: new Date().toISOString(),
  };
  const { clientId } = press;
  setActions(ctx.db, message.id, {
    actions: message.actions,
    acted: JSON.stringify({ ...acted, ...(clientId === undefined ? {} : { clientId }) }),
  });
  const rev = changeMessage(ctx, channel, message.id);
  tellRoom(ctx, message.channel_id, "chat.message.acted", {
    messageId: message.id,
    channelId: message.channel_id,
    action: button.id,
    label: button.label,
    ...(button.value === undefined ? {} : { value: button.value }),
    ...(comment === undefined ? {} : { comment }),
    user: actor.id,
    userName: actor.name,
    actedAt: acted.at,
    rev,
  });
  return present(ctx, messageById(ctx.db, message.id)!);
}

function buttonOf(message: MessageRow, id: string): Action {
  const buttons: Action[] = message.actions === null ? [] : JSON.parse(message.actions);
  const button = buttons.find((each) => each.id === id);
  if (button) return button;
  const there = buttons.map((each) => `"${each.id}"`).join(", ");
  throw new RpcError("not_found", `The message "${message.id}" has no button "${id}"`, {
    path: "/action",
    hint: there === "" ? "Its sender has taken its buttons away" : `It has ${there}`,
  });
}

function answered({ user, label }: Acted): RpcError {
  return new RpcError("conflict", `${user.name} has answered this already: ${label}`, { reason: "answered" });
}

function decidedByHost(approval: string): RpcError {
  const { run, step } = JSON.parse(approval) as { run: string; step: string };
  return new RpcError("precondition_failed", "This message shows an approval: the host alone takes the decision", {
    reason: "approval",
    hint: `Call host.workflow.approve or host.workflow.reject with ${JSON.stringify({ id: run, step })}`,
  });
}
