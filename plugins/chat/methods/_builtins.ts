import { type Context, RpcError } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { type Command, spanOf } from "../domain/command.ts";
import { newId } from "../domain/ids.ts";
import type { Message } from "../domain/message.ts";
import type { ChannelRow } from "../store/channels.ts";
import { setChannel } from "../store/channels.ts";
import { member } from "../store/members.ts";
import { putReminder } from "../store/personal.ts";
import { requireChannel, requireMayPost, requireMember, requireWritable } from "./_access.ts";
import { setArchived } from "./_archive.ts";
import { setArrangement } from "./_arrange.ts";
import { tellOfUpdate } from "./_channel_update.ts";
import { armTimer } from "./_due.ts";
import { admit, dismiss } from "./_membership.ts";
import { updatePerson } from "./_person.ts";
import { personIds } from "./_people.ts";
import { post } from "./_post.ts";

/** What a command answers: something that only its caller sees, or a message. */
export interface Outcome {
  ephemeral?: string;
  message?: Message;
}

interface Builtin {
  description: string;
  usage: string;
  run(ctx: Context, call: { actor: Actor; channel: ChannelRow; rest: string; threadId?: string }): Outcome;
}

type Call = Parameters<Builtin["run"]>[1];

/** Commands of chat itself, by name. */
export const BUILTINS: Record<string, Builtin> = {
  me: {
    description: "Says what you are doing",
    usage: "<text>",
    run: (ctx, call) => say(ctx, call, `_${needed(call)}_`),
  },
  shrug: {
    description: "Shrugs",
    usage: "[text]",
    run: (ctx, call) => say(ctx, call, `${call.rest} ¯\\\\_(ツ)_/¯`.trim()),
  },
  topic: {
    description: "Sets the channel's topic",
    usage: "<text>",
    run: (ctx, { actor, channel, rest }) => {
      requireChannel(channel);
      requireWritable(ctx, actor, channel);
      setChannel(ctx.db, channel, { topic: rest.slice(0, 250) });
      tellOfUpdate(ctx, actor, channel.id);
      return { ephemeral: rest === "" ? "The topic is gone" : `The topic is: ${rest}` };
    },
  },
  invite: {
    description: "Adds people to the channel",
    usage: "@name …",
    run: (ctx, call) => {
      requireChannel(call.channel);
      requireWritable(ctx, call.actor, call.channel);
      const added = admit(ctx, call.channel, personIds(ctx, needed(call).split(/\s+/).slice(0, 50), "/text"));
      return { ephemeral: added.length === 0 ? "They are here already" : `Added ${added.length}` };
    },
  },
  leave: {
    description: "Leaves the channel",
    usage: "",
    run: (ctx, { actor, channel }) => {
      requireChannel(channel);
      requireMember(ctx, actor, channel);
      if (channel.name === "general") {
        throw new RpcError("precondition_failed", "Nobody leaves #general", { reason: "general_channel" });
      }
      dismiss(ctx, channel, actor.id);
      return { ephemeral: `You have left #${channel.name}` };
    },
  },
  archive: {
    description: "Archives the channel",
    usage: "",
    run: (ctx, { actor, channel }) => {
      setArchived(ctx, actor, channel.id, true);
      return { ephemeral: `#${channel.name} is archived` };
    },
  },
  mute: {
    description: "Mutes the channel, or lets it be heard again",
    usage: "",
    run: (ctx, { actor, channel }) => {
      requireMember(ctx, actor, channel);
      const muted = member(ctx.db, channel.id, actor.id)!.muted === 0;
      setArrangement(ctx, actor, channel.id, { muted: muted ? 1 : 0 });
      return { ephemeral: muted ? "Muted" : "Not muted any more" };
    },
  },
  star: {
    description: "Puts the channel among your favourites, or takes it out",
    usage: "",
    run: (ctx, { actor, channel }) => {
      requireMember(ctx, actor, channel);
      const starred = member(ctx.db, channel.id, actor.id)!.starred === 0;
      setArrangement(ctx, actor, channel.id, { starred: starred ? 1 : 0 });
      return { ephemeral: starred ? "Among your favourites" : "Not among your favourites any more" };
    },
  },
  status: {
    description: "Sets your status, or clears it",
    usage: "[:emoji:] [text]",
    run: (ctx, { actor, rest }) => {
      const [, emoji = "", text = ""] = /^(:[\w+-]{1,62}:|\p{Extended_Pictographic}\ufe0f?)?\s*(.*)$/su.exec(rest) ??
        [];
      updatePerson(ctx, actor, { status_emoji: emoji, status_text: text.slice(0, 100), status_until: null });
      return { ephemeral: rest === "" ? "Your status is gone" : `Your status: ${emoji} ${text}` };
    },
  },
  away: presence("away", "Shows you as away"),
  active: presence("auto", "Shows you as you are"),
  dnd: presence("dnd", "Keeps everything quiet for you"),
  remind: {
    description: "Reminds you",
    usage: "<10m|2h|3d> <text>",
    run: (ctx, call) => {
      const [, span = "", text = ""] = /^(\S+)\s+([\s\S]+)$/.exec(call.rest) ?? [];
      const ms = spanOf(span);
      if (ms === undefined || text === "") {
        throw new RpcError("invalid_params", "Write it as /remind 10m Tea is ready", { path: "/text" });
      }
      const at = new Date(Date.now() + ms).toISOString();
      const row = { id: newId("reminder"), user_id: call.actor.id, message_id: null, text: text.slice(0, 1_000), at };
      putReminder(ctx.db, { ...row, fired_at: null });
      armTimer(ctx);
      return { ephemeral: `You will be reminded at ${at}` };
    },
  },
  help: {
    description: "Lists the commands",
    usage: "",
    run: () => ({
      ephemeral: builtinCommands().map(({ name, usage, description }) =>
        `\`/${`${name} ${usage}`.trim()}\` ${description}`
      )
        .join("\n"),
    }),
  },
};

/** The same as others are listed. */
export function builtinCommands(): Command[] {
  return Object.entries(BUILTINS).map(([name, { description, usage }]) => ({
    name,
    description,
    usage,
    owner: "chat",
  }));
}

function say(ctx: Context, { actor, channel, threadId }: Call, text: string): Outcome {
  requireWritable(ctx, actor, channel);
  if (threadId === undefined) requireMayPost(ctx, actor, channel);
  return { message: post(ctx, actor, channel, { text, ...(threadId === undefined ? {} : { threadId }) }) };
}

function needed({ rest }: Call): string {
  if (rest !== "") return rest;
  throw new RpcError("invalid_params", "Something has to stand behind the command", { path: "/text" });
}

function presence(wanted: "away" | "auto" | "dnd", description: string): Builtin {
  return {
    description,
    usage: "",
    run: (ctx, { actor }) => {
      updatePerson(ctx, actor, { presence: wanted });
      return {
        ephemeral: { away: "You are shown as away", auto: "You are shown as you are", dnd: "All is quiet" }[wanted],
      };
    },
  };
}
