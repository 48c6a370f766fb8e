import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { WebUrl } from "../domain/bookmark.ts";
import { LinkCard } from "../domain/link_card.ts";
import { previewOf } from "./_previews.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.message.unfurl` */
export const messageUnfurl = method({
  summary: "Tells what a page that a message links to says of itself",
  description:
    "Fetched by this host from the public web only, with limits of time and size, and kept for a day. Without a card it " +
    "says nothing or cannot be had.",
  examples: [{
    params: { url: "https://example.com/" },
    result: { card: { url: "https://example.com/", title: "Example Domain" } },
  }],
  roles: INSIDERS,
  mcp: false,
  params: z.object({ url: WebUrl }),
  result: z.object({ card: LinkCard.optional() }),
  handler: async ({ url }, ctx) => {
    const card = await previewOf(ctx, url);
    return card === null ? {} : { card };
  },
});
