import { z } from "zod";
import { definePlugin, method, onEvent } from "../plugin.ts";

/** Compiles only when the two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : never;
const same = <A, B>(_: Same<A, B>) => {};

Deno.test("a handler's params and result are typed by the schemas", () => {
  definePlugin({
    methods: {
      "run": method({
        summary: "Runs",
        params: z.object({ a: z.string(), b: z.number().default(1), c: z.boolean().optional() }),
        result: z.object({ n: z.number() }),
        handler: (params, ctx) => {
          same<typeof params, { a: string; b: number; c?: boolean | undefined }>(true);
          same<typeof ctx.caller.id, string>(true);
          return { n: params.b };
        },
      }),
    },
    events: {
      "a.b.c": onEvent(z.object({ x: z.number() }), (event) => {
        same<typeof event.data, { x: number }>(true);
      }),
      "a.b.d": (event) => void event.data,
    },
  });
  method({
    summary: "Answers the wrong thing",
    params: z.object({}),
    result: z.object({ n: z.number() }),
    // @ts-expect-error -- the result's n is a number
    handler: () => ({ n: "one" }),
  });
});
