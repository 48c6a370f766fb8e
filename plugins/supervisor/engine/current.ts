import { type Context, RpcError } from "@bulkhead/plugin";
import { Supervisor } from "./supervisor.ts";

/** The one supervisor of each running plugin; contexts of one plugin share the object that says which it is. */
const running = new WeakMap<Context["plugin"], Supervisor>();

/** Begins; `ctx` is that of `setup`. */
export async function openSupervisor(ctx: Context): Promise<void> {
  const supervisor = new Supervisor(ctx);
  running.set(ctx.plugin, supervisor);
  await supervisor.open();
}

/** Ends all services, in order. */
export async function closeSupervisor(ctx: Context): Promise<void> {
  await running.get(ctx.plugin)?.close();
}

export function supervisorOf(ctx: Pick<Context, "plugin">): Supervisor {
  const supervisor = running.get(ctx.plugin);
  if (supervisor) return supervisor;
  throw new RpcError("plugin_unavailable", "The supervisor is starting", { hint: "starting", retryAfterMs: 500 });
}
