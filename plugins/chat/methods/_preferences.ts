import type { Context } from "@bulkhead/plugin";
import { Preferences } from "../domain/personal.ts";
import { preferencesOf } from "../store/personal.ts";

/** What somebody chose, with the defaults for all else. */
export function preferencesFor(ctx: Context, userId: string): Preferences {
  return Preferences.parse(JSON.parse(preferencesOf(ctx.db, userId)));
}
