import { type Context, method, type MethodDefinition, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import type { Actor } from "../domain/actor.ts";
import { clientCall, keepClientCall } from "../store/client_calls.ts";
import { enter } from "./_people.ts";

/** Made by the caller for one change. */
export const ClientId = z.string().min(1).max(100).optional().describe(
  "Made by the caller: calling again with the same one changes nothing more and answers the first result",
);

type WithClientId<P extends z.ZodRawShape> = z.ZodObject<P & { clientId: typeof ClientId }>;

/** A method that changes something. What its handler does is one transaction. */
export interface MutationDefinition<P extends z.ZodRawShape, R extends z.ZodType>
  extends Omit<MethodDefinition<WithClientId<P>, R>, "params" | "handler" | "readOnly"> {
  /** Without `clientId`, which every mutation takes. */
  params: z.ZodObject<P>;
  /** What has to be there before the transaction, such as people whom chat does not know yet. */
  before?(params: z.output<z.ZodObject<P>>, ctx: Context): Promise<void> | undefined;
  handler(params: z.output<z.ZodObject<P>>, ctx: Context, actor: Actor): z.input<R>;
}

/**
 * Declares a method that changes something: it takes a `clientId`, under which the same person's call is carried out once.
 * `name` is the method's without the plugin's id, so that one client id is not taken for two methods.
 */
export function mutation<P extends z.ZodRawShape, R extends z.ZodType>(
  name: string,
  { before, handler, ...definition }: MutationDefinition<P, R>,
): MethodDefinition<WithClientId<P>, R> {
  // A schema with refinements refuses extend(), and safeExtend() keeps them.
  const params = (definition.params as unknown as z.ZodObject).safeExtend({
    clientId: ClientId,
  }) as unknown as WithClientId<P>;
  return method<WithClientId<P>, R>({
    ...definition,
    params,
    handler: (given, ctx) => {
      const { clientId, ...rest } = given as { clientId?: string };
      const wanted = rest as z.output<z.ZodObject<P>>;
      const work = () => {
        const actor = enter(ctx);
        return once(ctx, actor, { method: name, clientId }, () => handler(wanted, ctx, actor));
      };
      const wait = before?.(wanted, ctx);
      return wait ? wait.then(() => ctx.db.transaction(work)) : work();
    },
  });
}

/** Does the work once for this person and client id; a repeat is answered from what the first one answered. */
export function once<T>(
  ctx: Context,
  actor: Actor,
  call: { method: string; clientId: string | undefined },
  work: () => T,
): T {
  const { clientId, method } = call;
  if (clientId === undefined) return work();
  const earlier = clientCall(ctx.db, actor.id, clientId);
  if (earlier) {
    if (earlier.method === method) return JSON.parse(earlier.result) as T;
    throw new RpcError("conflict", `The clientId "${clientId}" belongs to a call of chat.${earlier.method}`, {
      path: "/clientId",
      hint: "Make a new one for each change",
    });
  }
  const result = work();
  keepClientCall(ctx.db, { userId: actor.id, clientId, method, result: JSON.stringify(result), at: Date.now() });
  return result;
}
