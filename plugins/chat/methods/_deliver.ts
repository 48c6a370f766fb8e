import { createHmac } from "node:crypto";
import type { Context } from "@bulkhead/plugin";
import { channelById } from "../store/channels.ts";
import {
  type DeliveryRow,
  dueDeliveries,
  nextDelivery,
  outgoingById,
  type OutgoingRow,
  setDelivery,
} from "../store/hooks.ts";
import { answerText, readUpTo } from "./_answers.ts";
import { DELIVER, hookActor } from "./_hooks.ts";
import { post } from "./_post.ts";

/** Pauses before each further attempt; after the last the delivery is given up. */
const PAUSES_MS = [5_000, 30_000, 300_000, 1_800_000, 7_200_000, 21_600_000];
const ANSWER_MS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1024;
const BATCH = 20;

/** Tells other servers what is due, and tries later what does not arrive. */
export async function deliverWhatIsDue(_run: unknown, ctx: Context): Promise<void> {
  for (const row of dueDeliveries(ctx.db, new Date().toISOString(), BATCH)) {
    const hook = outgoingById(ctx.db, row.hook_id);
    if (!hook) continue;
    const { status, error, text } = await tell(ctx, hook, row);
    ctx.db.transaction(() => {
      const arrived = status !== null && status >= 200 && status < 300;
      const pause = arrived ? undefined : PAUSES_MS[row.attempts];
      setDelivery(ctx.db, row.id, {
        attempts: row.attempts + 1,
        next_at: pause === undefined ? null : new Date(Date.now() + pause).toISOString(),
        status,
        error,
      });
      const channel = channelById(ctx.db, hook.channel_id);
      if (arrived && text !== "" && channel?.archived_at === null) {
        post(ctx, hookActor(hook.id, hook.name), channel, { text });
      }
    });
  }
  ctx.db.transaction(() => {
    const next = nextDelivery(ctx.db);
    if (next !== undefined) ctx.schedule.set(DELIVER, { at: next });
  });
}

async function tell(
  ctx: Context,
  hook: OutgoingRow,
  row: DeliveryRow,
): Promise<{ status: number | null; error: string | null; text: string }> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac("sha256", hook.secret).update(`${row.id}.${timestamp}.${row.body}`).digest("base64");
  try {
    const response = await ctx.http.fetch(hook.url, {
      method: "POST",
      // A redirect could lead where the manager of the channel did not mean to send it.
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_MS),
      headers: {
        "content-type": "application/json",
        "webhook-id": row.id,
        "webhook-timestamp": timestamp,
        "webhook-signature": `v1,${signature}`,
      },
      body: row.body,
    });
    const text = response.ok ? answerText(await readUpTo(response, MAX_ANSWER_BYTES)) : "";
    if (!response.ok) await response.body?.cancel();
    return { status: response.status, error: response.ok ? null : `It answered ${response.status}`, text };
  } catch (error) {
    return { status: null, error: String((error as Error).message).slice(0, 300), text: "" };
  }
}
