import { z } from "zod";
import { PREFERENCES } from "../domain/examples.ts";
import { Preferences, PreferencesChange } from "../domain/personal.ts";
import { setKeywords } from "../store/mentions.ts";
import { putPreferences } from "../store/personal.ts";
import { EVERYWHERE } from "../store/workspaces.ts";
import { mutation } from "./_mutation.ts";
import { preferencesFor } from "./_preferences.ts";
import { EVERYBODY } from "./_roles.ts";
import { change, tellOwn } from "./_tell.ts";

/** `chat.preferences.set` */
export const preferencesSet = mutation("preferences.set", {
  summary: "Changes what the caller chose for all of chat",
  description: "What is not given stays.",
  examples: [{ params: { preferences: { notify: "all", keywords: ["deploy"] } }, result: PREFERENCES }],

  roles: EVERYBODY,
  emits: ["chat.preferences.changed"],
  params: z.object({ preferences: PreferencesChange }),
  result: Preferences,

  handler: ({ preferences: wanted }, ctx, actor) => {
    const preferences = Preferences.parse({ ...preferencesFor(ctx, actor.id), ...wanted });
    putPreferences(ctx.db, actor.id, JSON.stringify(preferences), preferences.notify);
    setKeywords(ctx.db, actor.id, preferences.keywords);
    const rev = change(ctx, EVERYWHERE, { kind: "preferences", ref: actor.id, userId: actor.id });
    tellOwn(ctx, actor.id, "chat.preferences.changed", { preferences, rev });
    return preferences;
  },
});
