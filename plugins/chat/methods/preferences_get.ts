import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { PREFERENCES } from "../domain/examples.ts";
import { Preferences } from "../domain/personal.ts";
import { preferencesFor } from "./_preferences.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.preferences.get` */
export const preferencesGet = method({
  summary: "Gets what the caller chose for all of chat",

  examples: [{ params: {}, result: PREFERENCES }],

  roles: EVERYBODY,
  readOnly: true,
  params: z.object({}),
  result: Preferences,
  handler: (_, ctx) => preferencesFor(ctx, enter(ctx).id),
});
