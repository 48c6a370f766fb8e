import { z } from "zod";
import { hostMethod, type HostMethods } from "../rpc/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import { SECRET_NAME, type Secrets } from "./secret.ts";

const MAX_BYTES = 64 * 1024;

const Name = z.string().regex(SECRET_NAME, "expected 1 to 64 of A-Z, 0-9 and underscore, beginning with a letter");
const Value = z.string().min(1).refine(
  (value) => new TextEncoder().encode(value).byteLength <= MAX_BYTES,
  "a secret has at most 64 KiB",
);

/** `host.secret.*`. A value goes in and never comes out again: it reaches only plugins that were granted it. */
export function secretMethods(secrets: Pick<Secrets, "list" | "set" | "delete">): HostMethods {
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
      summary: "Lists the secrets by name and last four characters",
      params: z.strictObject({}),
      result: z.object({
        items: z.array(z.object({ name: z.string(), last4: z.string(), source: z.enum(["store", "environment"]) })),
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
  };
}
