import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { supervisorOf } from "../engine/current.ts";
import { OWNERS } from "./_roles.ts";

/** `supervisor.service.register` */
export const serviceRegister = method({
  summary: "Describes a service, or describes one anew that was registered before",
  description:
    "`spec` is what a TOML file in the folder of specs holds, as JSON. A service that runs begins anew where what " +
    "it was launched with has changed. With `start` it is started as well.",
  examples: [{
    params: { spec: { service: { name: "books", exec: ["node", "main.js"], readiness: { tcp: "127.0.0.1:8080" } } } },
  }],
  errors: [
    "conflict",
    { reason: "bad_spec", kind: "invalid_params", message: '"service.exce" is not known: did you mean "exec"?' },
    { reason: "no_program", kind: "invalid_params", message: 'There is no program "nodd"' },
    { reason: "circle", kind: "invalid_params", message: "The services wait for each other in a circle: a → b → a" },
  ],
  roles: OWNERS,
  risk: "high",
  emits: ["supervisor.service.changed"],
  params: z.object({ spec: z.record(z.string(), z.unknown()), start: z.boolean().default(false) }),
  result: z.object({ name: z.string() }),
  handler: async ({ spec, start }, ctx) => {
    const supervisor = supervisorOf(ctx);
    const unit = await supervisor.register(spec, { replace: false });
    if (start) await supervisor.start(unit, { dependencies: false });
    return { name: unit.name };
  },
});
