import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { CHANNEL } from "../domain/examples.ts";
import { Channel, ChannelRef } from "../domain/channel.ts";
import { visibleChannel } from "./_access.ts";
import { setArrangement } from "./_arrange.ts";
import { NOT_MEMBER } from "./_errors.ts";
import { mutation } from "./_mutation.ts";
import { EVERYBODY } from "./_roles.ts";
import { ownSection } from "./_sections.ts";

/** `chat.section.assign` */
export const sectionAssign = mutation("section.assign", {
  summary: "Puts a channel into one of the caller's sections",

  examples: [{ params: { channel: "#general", section: "section_0192", place: 1 }, result: CHANNEL }],
  errors: ["not_found", NOT_MEMBER],
  roles: EVERYBODY,
  emits: ["chat.channel.arranged"],
  params: z.object({
    channel: ChannelRef,
    section: z.string().max(100).nullable().describe("null: into none"),
    place: z.number().min(-1e9).max(1e9).default(0).describe(
      "Order in the section, smallest first; the same means by name",
    ),
  }),
  result: Channel,

  handler: ({ channel, section, place }, ctx, actor) => {
    if (section !== null) {
      const { workspace_id } = ownSection(ctx, actor, section, "/section");
      if (visibleChannel(ctx, actor, channel).workspace_id !== workspace_id) {
        throw new RpcError("not_found", `The section "${section}" is in another workspace`, { path: "/section" });
      }
    }
    return setArrangement(ctx, actor, channel, { section_id: section, place });
  },
});
