import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { MessageContent } from "../domain/message.ts";
import { htmlOf } from "../domain/rich_html.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.message.preview` */
export const messagePreview = method({
  summary: "Draws a text as HTML, the way a message with it is shown",
  description:
    "Sanitised: everything is escaped, addresses are http and https only. Names of people, channels and emoji stand in spans of " +
    "the classes mention, channel and emoji, formulas as their source in ones of the class math.",
  examples: [{ params: { text: "It's **done**" }, result: { html: "<p>It&#39;s <strong>done</strong></p>" } }],
  errors: ["invalid_params"],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({ text: MessageContent }),
  result: z.object({ html: z.string() }),
  handler: ({ text }, ctx) => {
    enter(ctx);
    return { html: htmlOf(text) };
  },
});
