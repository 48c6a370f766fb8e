import { z } from "zod";
import { hostMethod, type HostMethods } from "../rpc/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import { keyTestFor, SERVICES, tryKey } from "./key_tests/mod.ts";
import { SECRET_NAME, type Secrets } from "./secret.ts";

const MAX_BYTES = 64 * 1024;

const Name = z.string().regex(SECRET_NAME, "expected 1 to 64 of A-Z, 0-9 and underscore, beginning with a letter");
const Value = z.string().min(1).refine(
  (value) => new TextEncoder().encode(value).byteLength <= MAX_BYTES,
  "a secret has at most 64 KiB",
);

/** `host.secret.*`. A value goes in and never comes out again: it reaches only plugins that were granted it. */
export function secretMethods(
  secrets: Pick<Secrets, "get" | "list" | "set" | "delete" | "rotateKey">,
  env: Record<string, string | undefined>,
): HostMethods {
  return {
    "host.secret.set": hostMethod({
      summary: "Stores a secret under a name, in place of the one before",
      params: z.strictObject({ name: Name, value: Value }),
      result: z.object({ name: z.string() }),
      roles: ["owner", "admin"],
      risk: "high",
      handler: async ({ name, value }, call) => {
        await secrets.set(name, value, call.caller.id);
        return { name };
      },
    }),

    "host.secret.list": hostMethod({
      summary: "Lists the secrets by name and last four characters, with who set each and when",
      params: z.strictObject({}),
      result: z.object({
        items: z.array(z.object({
          name: z.string(),
          last4: z.string(),
          source: z.enum(["store", "environment"]),
          updatedAt: z.string().optional(),
          updatedBy: z.string().optional(),
        })),
      }),
      roles: ["owner", "admin"],
      risk: "high",
      readOnly: true,
      handler: () => ({ items: secrets.list() }),
    }),

    "host.secret.delete": hostMethod({
      summary: "Forgets a secret",
      params: z.strictObject({ name: Name }),
      result: z.object({ name: z.string() }),
      roles: ["owner", "admin"],
      risk: "high",
      handler: async ({ name }) => {
        if (!await secrets.delete(name)) {
          throw new RpcError("not_found", `There is no secret "${name}"`, { path: "/name" });
        }
        return { name };
      },
    }),

    "host.secret.test": hostMethod({
      summary: "Tries a key at the service that it belongs to, by one request that costs and changes nothing",
      params: z.strictObject({ name: Name, service: z.enum(SERVICES as [string, ...string[]]).optional() }),
      result: z.object({
        name: z.string(),
        service: z.string(),
        ok: z.boolean(),
        outcome: z.enum(["valid", "refused", "unreachable", "unclear"]),
        message: z.string(),
      }),
      roles: ["owner", "admin"],
      risk: "high",
      handler: async ({ name, service }) => {
        const value = secrets.get(name);
        if (value === undefined) {
          throw new RpcError("not_found", `There is no secret "${name}"`, { path: "/name" });
        }
        const test = keyTestFor({ service, name, value });
        if (!test) {
          throw new RpcError("precondition_failed", `Nothing is known of the service of "${name}"`, {
            reason: "unknown_service",
            path: "/service",
            hint: `Name it: ${SERVICES.join(", ")}`,
          });
        }
        const trial = await tryKey(test, {
          value,
          secret: (other) => secrets.get(other),
          endpoint: (official) =>
            env[`BULKHEAD_ENDPOINT_${test.service.toUpperCase()}`]?.replace(/(?<!\/)\/+$/, "") || official,
        });
        return { name, service: test.service, ok: trial.outcome === "valid", ...trial };
      },
    }),

    "host.secret.key.rotate": hostMethod({
      summary: "Makes a new key and seals every stored secret under it",
      params: z.strictObject({}),
      result: z.object({ sealed: z.number().int() }),
      roles: ["owner"],
      risk: "high",
      handler: async () => {
        await secrets.rotateKey();
        return { sealed: secrets.list().filter(({ source }) => source === "store").length };
      },
    }),
  };
}
