import { type Context, RpcError } from "@bulkhead/plugin";
import { circleThrough, type Edges } from "../domain/graph.ts";
import type { Spec } from "../domain/spec.ts";

/** Looks whether every command of a spec is there. Throws RpcError with the place in the spec. */
export async function checkCommands(spec: Spec, ctx: Context): Promise<void> {
  const { name, cwd, exec, env, env_inherit } = spec.service;
  const commands = [
    { path: "/spec/service/exec", command: exec[0]!, cwd },
    ...spec.action.map((action, index) => ({
      ...{ path: `/spec/action/${index}/exec`, command: action.exec[0]!, cwd: action.cwd ?? cwd },
    })),
  ];
  for (const { path, command, cwd } of commands) {
    // A PATH of its own is the program's affair.
    if (env.PATH !== undefined && !command.includes("/")) continue;
    try {
      await ctx.process.services.find(command, { name, cwd, envInherit: env_inherit });
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      const { reason, hint } = error.data;
      const at = reason === "no_folder" ? path.replace(/exec$/, "cwd") : path;
      throw new RpcError("invalid_params", error.message, {
        path: at,
        reason,
        ...(hint === undefined ? {} : { hint }),
      });
    }
  }
}

/** Throws RpcError when a service would wait for itself. `edges` are those of all others. */
export function checkCircle(spec: Spec, edges: Edges): void {
  const { name, after } = spec.service;
  const circle = circleThrough(name, new Map(edges).set(name, after.map(({ service }) => service)));
  if (!circle) return;
  throw new RpcError("invalid_params", `The services wait for each other in a circle: ${circle.join(" → ")}`, {
    reason: "circle",
    path: "/spec/service/after",
    hint: 'Take one of them out of "after"',
  });
}

/** What a caller is told of a spec that has faults. */
export function refusal(fault: { path: string; message: string }, others: number): RpcError {
  const more = others > 0 ? ` (and ${others} more)` : "";
  return new RpcError("invalid_params", `${fault.message}${more}`, { path: `/spec${fault.path}`, reason: "bad_spec" });
}
