import assert from "node:assert/strict";
import { validateOpenRPCDocument } from "@open-rpc/schema-utils-js";
import { z } from "zod";
import { compartment, person, testRouter } from "./_test_router.ts";
import { openrpcDocument } from "./openrpc.ts";

type Document = { methods: { name: string; params: { name: string; required: boolean }[] }[]; components: never };

function assertValid(document: Record<string, unknown>): Document {
  const outcome = validateOpenRPCDocument(document as never);
  assert.equal(outcome, true, outcome === true ? "" : outcome.message);
  return document as unknown as Document;
}

const Tree: z.ZodType = z.object({
  name: z.string(),
  get children() {
    return z.array(Tree);
  },
}).meta({ id: "Tree" });

Deno.test("the merged document of host and plugins is valid OpenRPC", () => {
  const { router } = testRouter();
  const schema = z.toJSONSchema(z.object({ tree: Tree, note: z.string().optional() })) as Record<string, unknown>;
  const recursive = { type: "object", properties: { next: { $ref: "#" } } };
  router.setProvider("mail", {
    state: "ready",
    provider: compartment([
      { name: "mail.tree.put", params: schema, result: schema, emits: ["mail.tree.put_done"], mcp: false },
      { name: "mail.chain.put", params: recursive, result: { $ref: "https://elsewhere.example/x" } },
      {
        name: "mail.either",
        params: { anyOf: [{ properties: { a: {} }, required: ["a"] }, { properties: { b: {} } }] },
      },
    ]),
  });
  const document = assertValid(router.openrpc(person("owner")));
  const names = document.methods.map((method) => method.name);
  assert.ok(names.includes("mail.tree.put") && names.includes("demo.note.read"));
  const put = document.methods.find((method) => method.name === "mail.tree.put")!;
  assert.deepEqual(put.params.map(({ name, required }) => [name, required]), [["tree", true], ["note", false]]);
  assert.deepEqual(danglingReferences(document), []);
  assert.doesNotMatch(JSON.stringify(document), /"\$ref":"https/);
});

Deno.test("a document of one prefix holds that plugin alone, one of a guest only what a guest may call", () => {
  const { router } = testRouter();
  router.setProvider("mail", { state: "ready", provider: compartment([{ name: "mail.send", roles: ["guest"] }]) });
  const one = assertValid(router.openrpc(person("guest"), "mail"));
  assert.deepEqual(one.methods.map((method) => method.name), ["mail.send"]);
  assert.deepEqual(assertValid(router.openrpc(person("guest"))).methods.map((method) => method.name), ["mail.send"]);
});

Deno.test("a document without methods is valid", () => {
  assertValid(openrpcDocument([], { version: "1.0.0" }));
});

/** Local references that point at nothing. */
function danglingReferences(document: unknown): string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key !== "$ref" || typeof inner !== "string") visit(inner);
      else {
        let target: unknown = document;
        for (const part of inner.slice(2).split("/")) target = (target as Record<string, unknown> | undefined)?.[part];
        if (target === undefined) found.push(inner);
      }
    }
  };
  visit(document);
  return found;
}

Deno.test("what a stranger's plugin says of examples and errors is taken only where it has the right form", () => {
  const odd = [{ params: [] }, "x", { params: { long: "x".repeat(20_000) } }, { name: "Fits", params: { id: 1 } }];
  const errors = ["not_found", "made_up", { reason: "full", kind: "conflict", message: "No room" }, {
    kind: "nothing",
  }];
  const { router } = testRouter();
  router.setProvider("mail", {
    state: "ready",
    provider: compartment([{ name: "mail.send", examples: odd as never, errors: errors as never }]),
  });
  const [send] = assertValid(router.openrpc(person("owner"), "mail")).methods as unknown as {
    examples: unknown;
    errors: { $ref?: string; data?: { reason: string } }[];
  }[];
  assert.deepEqual(send!.examples, [{ name: "Fits", params: [{ name: "id", value: 1 }] }]);
  assert.deepEqual(send!.errors.filter(({ data }) => data), [
    { code: -32009, message: "No room", data: { reason: "full" } },
  ]);
  assert.ok(send!.errors.some(({ $ref }) => $ref?.endsWith("/not_found")));
  assert.ok(!JSON.stringify(send!.errors).includes("made_up"));
});
