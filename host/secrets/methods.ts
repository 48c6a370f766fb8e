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
).meta({ writeOnly: true });

const UserShape = z.object({
  kind: z.enum(["plugin", "workflow"]),
  id: z.string(),
  name: z.string(),
  granted: z.boolean(),
  optional: z.boolean(),
  reason: z.string().optional(),
});

/** `host.secret.*`. A value goes in and never comes out again: it reaches only plugins that were granted it. */
export function secretMethods(
  secrets: Pick<Secrets, "get" | "list" | "set" | "delete" | "rotateKey" | "users" | "keyInfo">,
  env: Record<string, string | undefined>,
): HostMethods {
  return {
    "host.secret.set": hostMethod({
      summary: "Stores a secret under a name, in place of the one before",
      examples: [{ params: { name: "ANTHROPIC_API_KEY", value: "<the key>" }, result: { name: "ANTHROPIC_API_KEY" } }],
      errors: ["precondition_failed"],
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
      examples: [{
        params: {},
        result: {
          items: [{
            name: "ANTHROPIC_API_KEY",
            last4: "9fQA",
            source: "store",
            updatedAt: "2026-03-01T08:00:00.000Z",
            updatedBy: "u-4m8qk2",
            service: "anthropic",
          }],
        },
      }],
      params: z.strictObject({}),
      description: "`wanted` are those that plugins and workflows ask for and nobody has set.",
      result: z.object({
        items: z.array(z.object({
          name: z.string(),
          last4: z.string().describe("Empty where the value is so short that they would give it away"),
          source: z.enum(["store", "environment"]),
          updatedAt: z.string().optional(),
          updatedBy: z.string().optional(),
          users: z.array(UserShape).optional(),
          service: z.string().optional().describe("Whose key it seems to be: host.secret.test can try it"),
        })),
        wanted: z.array(z.object({ name: z.string(), users: z.array(UserShape) })).optional(),
        key: z.object({
          origin: z.enum(["file", "environment", "credential"]),
          place: z.string(),
        }).optional().describe("Where the key comes from under which they are kept"),
      }),
      roles: ["owner", "admin"],
      risk: "high",
      readOnly: true,
      handler: () => {
        const users = Map.groupBy(secrets.users(), ({ secret }) => secret);
        const usersOf = (name: string) => (users.get(name) ?? []).map(({ secret: _, ...user }) => user);
        const items = secrets.list();
        const there = new Set(items.map(({ name }) => name));
        return {
          items: items.map((item) => {
            const service = keyTestFor({ name: item.name, value: secrets.get(item.name) ?? "" })?.service;
            return { ...item, users: usersOf(item.name), ...(service === undefined ? {} : { service }) };
          }),
          wanted: [...users.keys()].filter((name) => !there.has(name)).sort().map((name) => ({
            name,
            users: usersOf(name),
          })),
          key: secrets.keyInfo,
        };
      },
    }),

    "host.secret.delete": hostMethod({
      summary: "Forgets a secret",
      examples: [{ params: { name: "ANTHROPIC_API_KEY" }, result: { name: "ANTHROPIC_API_KEY" } }],
      errors: ["not_found", "precondition_failed"],
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
      examples: [{
        params: { name: "ANTHROPIC_API_KEY", service: "anthropic" },
        result: {
          name: "ANTHROPIC_API_KEY",
          service: "anthropic",
          ok: true,
          outcome: "valid",
          message: "Anthropic accepts the key",
        },
      }],
      errors: ["not_found", "precondition_failed"],
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
      examples: [{ params: {}, result: { sealed: 3 } }],
      errors: ["precondition_failed"],
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
