import { z } from "zod";
import { fingerprintOf } from "../packages/mod.ts";
import type { Publishers } from "../packages/ports.ts";
import { hostMethod, type HostMethods } from "../rpc/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import { ADMINS } from "./methods/shapes.ts";

const publisher = z.object({
  name: z.string(),
  publicKey: z.string().describe("Raw Ed25519 key in base64"),
  fingerprint: z.string().describe("SHA-256 of the key, first 16 bytes in hex"),
  addedBy: z.string(),
  addedAt: z.iso.datetime(),
});

/** `host.registry.publisher.list | trust | distrust`: the organisation's list of publishers. */
export function publisherMethods(publishers: Publishers): HostMethods {
  return {
    "host.registry.publisher.list": hostMethod({
      summary: "Publishers that this organisation trusts",
      examples: [{
        params: {},
        result: {
          items: [{
            name: "Ada Example",
            publicKey: "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=",
            fingerprint: "3f1a0c5d9be24778a6c0d2e4f8b19a70",
            addedBy: "u-4m8qk2",
            addedAt: "2026-03-01T08:00:00.000Z",
          }],
        },
      }],
      params: z.strictObject({}),
      result: z.object({ items: z.array(publisher) }),
      roles: ADMINS,
      risk: "high",
      readOnly: true,
      handler: () => ({ items: publishers.list() }),
    }),
    "host.registry.publisher.trust": hostMethod({
      summary: "Puts a publisher's key on the organisation's list, or gives it another name",
      examples: [{
        params: { publicKey: "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=", name: "Ada Example" },
        result: {
          name: "Ada Example",
          publicKey: "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=",
          fingerprint: "3f1a0c5d9be24778a6c0d2e4f8b19a70",
          addedBy: "u-4m8qk2",
          addedAt: "2026-03-01T08:00:00.000Z",
        },
      }],
      errors: ["conflict"],
      params: z.strictObject({
        publicKey: z.string().max(100).refine(
          (key) => fingerprintOf(key) !== undefined,
          "expected an Ed25519 key of 32 bytes in base64, as it is shown of a plugin's publisher",
        ),
        name: z.string().trim().min(1).max(80),
      }),
      result: publisher,
      roles: ADMINS,
      risk: "high",
      handler: ({ publicKey, name }, call) => publishers.trust(publicKey, { name, by: call.caller.id }),
    }),
    "host.registry.publisher.distrust": hostMethod({
      summary: "Takes a publisher's key off the organisation's list",
      examples: [{
        params: { fingerprint: "3f1a0c5d9be24778a6c0d2e4f8b19a70" },
        result: { fingerprint: "3f1a0c5d9be24778a6c0d2e4f8b19a70" },
      }],
      errors: ["not_found"],
      params: z.strictObject({ fingerprint: z.string().regex(/^[0-9a-f]{32}$/) }),
      result: z.object({ fingerprint: z.string() }),
      roles: ADMINS,
      risk: "high",
      handler: async ({ fingerprint }) => {
        if (await publishers.distrust(fingerprint)) return { fingerprint };
        throw new RpcError("not_found", `No publisher with the fingerprint "${fingerprint}" is trusted`, {
          path: "/fingerprint",
        });
      },
    }),
  };
}
