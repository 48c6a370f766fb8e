import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { MESSAGE } from "../domain/examples.ts";
import { Message, MessageId } from "../domain/message.ts";
import { visibleMessage } from "./_access.ts";
import { enter } from "./_people.ts";
import { present } from "./_publish.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.message.get` */
export const messageGet = method({
  summary: "Gets a message",
  examples: [{ params: { id: "m-4kf81" }, result: MESSAGE }],
  errors: ["not_found"],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({ id: MessageId }),
  result: Message,
  handler: ({ id }, ctx) => present(ctx, visibleMessage(ctx, enter(ctx), id).message),
});
