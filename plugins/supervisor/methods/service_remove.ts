import { method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { supervisorOf } from "../engine/current.ts";
import { OWNERS } from "./_roles.ts";
import { ByName } from "./_service.ts";

/** `supervisor.service.remove` */
export const serviceRemove = method({
  summary: "Stops a registered service and forgets it; its folder and its log stay",
  examples: [{ params: { name: "books" } }],
  errors: ["not_found", "conflict"],
  roles: OWNERS,
  risk: "high",
  emits: ["supervisor.service.removed"],
  params: ByName,
  result: z.object({ name: z.string() }),
  handler: async ({ name }, ctx) => {
    const supervisor = supervisorOf(ctx);
    const unit = supervisor.get(name);
    if (unit.source === "toml") {
      throw new RpcError("conflict", `"${name}" is described by ${unit.file}`, {
        path: "/name",
        hint: `Remove ${supervisor.folder}/${unit.file}: the service goes with it. To keep it from running, disable it`,
      });
    }
    await supervisor.remove(unit);
    return { name };
  },
});
