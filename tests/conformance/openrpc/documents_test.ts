/** What the OpenRPC documents of the host and of every shipped plugin have to hold, of a running host. */
import { validateOpenRPCDocument } from "@open-rpc/schema-utils-js";
import { Ajv2020 as Ajv } from "ajv/dist/2020.js";
import assert from "node:assert/strict";
import { CHECKOUT } from "../../harness/folders.ts";
import { testHost } from "../../harness/mod.ts";

interface Param {
  name: string;
  required: boolean;
  schema: Record<string, unknown>;
}
interface Method {
  name: string;
  summary?: string;
  params: Param[];
  result: { schema: Record<string, unknown> };
  errors: { $ref?: string; code?: number; data?: { reason?: string } }[];
  examples?: { name: string; params: { name: string; value: unknown }[]; result?: { value: unknown } }[];
  "x-roles"?: string[];
  "x-emits"?: string[];
  "x-params-schema"?: Record<string, unknown>;
}
interface Document {
  methods: Method[];
  components: { schemas: Record<string, unknown>; errors: Record<string, { code: number; message: string }> };
  "x-events"?: { name: string; plugin: string; schema: Record<string, unknown>; volatile?: boolean }[];
}

const SHIPPED = [...Deno.readDirSync(`${CHECKOUT}/plugins`)].filter((entry) => entry.isDirectory)
  .map((entry) => entry.name).sort();
const PREFIXES = ["host", "rpc", "events", ...SHIPPED];

Deno.test("each document is valid, and says of each method what it does, for whom, how it fails and how it is called", async () => {
  await using host = await testHost({ plugins: SHIPPED });
  const whole = await host.call<Document & Record<string, unknown>>("rpc.discover");
  assertValid(whole);
  const covered = new Set<string>();
  for (const prefix of PREFIXES) {
    const document = await host.call<Document & Record<string, unknown>>("rpc.discover", { prefix });
    assertValid(document);
    assert.ok(document.methods.length > 0, `${prefix} has no methods`);
    for (const method of document.methods) {
      covered.add(method.name);
      assert.deepEqual(faultsOf(method, document), [], method.name);
    }
  }
  // A method under a prefix that is not looked at here would be looked at by nobody.
  assert.deepEqual(whole.methods.map(({ name }) => name).filter((name) => !covered.has(name)), []);
});

Deno.test("what a method says that it publishes is an event of the document, with its schema", async () => {
  await using host = await testHost({ plugins: SHIPPED });
  for (const prefix of PREFIXES) {
    const { methods, "x-events": events = [] } = await host.call<Document>("rpc.discover", { prefix });
    const names = new Set(events.map(({ name }) => name));
    for (const { name, plugin, schema } of events) {
      assert.equal(plugin, prefix);
      assert.ok(Object.keys(schema).length > 0, `${name} has no schema`);
    }
    for (const method of methods) {
      for (const type of method["x-emits"] ?? []) assert.ok(names.has(type), `${method.name} publishes ${type}`);
    }
  }
  const { "x-events": own = [] } = await host.call<Document>("rpc.discover", { prefix: "host" });
  assert.ok(own.some(({ name, volatile }) => name === "host.plugin.changed" && volatile));
  assert.ok(own.some(({ name, volatile }) => name === "host.deadletter.added" && !volatile));
  const guest = await host.running.router.openrpc({ kind: "user", id: "g", name: "g", role: "guest" });
  assert.equal((guest as { "x-events"?: unknown })["x-events"], undefined);
});

Deno.test("what is written down of a plugin that sleeps is what it says itself when it runs", async () => {
  await using host = await testHost({ plugins: ["chat"] });
  const running = await host.call<Document>("rpc.discover", { prefix: "chat" });
  const written = JSON.parse(await Deno.readTextFile(`${CHECKOUT}/plugins/chat/openrpc.json`)) as Document;
  for (const method of running.methods) {
    const same = written.methods.find(({ name }) => name === method.name)!;
    assert.deepEqual([same.examples, same.errors], [method.examples, method.errors], method.name);
  }
  assert.deepEqual(written["x-events"]?.map(({ name }) => name).sort(), running["x-events"]?.map(({ name }) => name));
});

function assertValid(document: Record<string, unknown>): void {
  const outcome = validateOpenRPCDocument(document as never);
  assert.equal(outcome, true, outcome === true ? "" : outcome.message);
}

function faultsOf(method: Method, document: Document): string[] {
  const faults: string[] = [];
  const { summary = "" } = method;
  if (summary.trim() === "" || summary.endsWith(".")) faults.push(`summary "${summary}"`);
  if ((method["x-roles"] ?? []).length === 0) faults.push("no roles");
  for (const { $ref, code, data } of method.errors) {
    if ($ref ? !document.components.errors[$ref.split("/").at(-1)!] : !(code && data?.reason)) {
      faults.push(`error ${$ref ?? code}`);
    }
  }
  if (method.errors.length === 0) faults.push("no errors");
  if (!method.examples?.length) faults.push("no example");
  for (const { params, result } of method.examples ?? []) {
    if (!result && method.name.startsWith("host.")) faults.push("an example without what is answered");
    const given = Object.fromEntries(params.map(({ name, value }) => [name, value]));
    faults.push(...misfits(given, paramsSchema(method), document).map((fault) => `example: params${fault}`));
    if (result) faults.push(...misfits(result.value, method.result.schema, document).map((fault) => `result${fault}`));
  }
  return faults;
}

function paramsSchema(method: Method): Record<string, unknown> {
  return method["x-params-schema"] ?? {
    type: "object",
    properties: Object.fromEntries(method.params.map(({ name, schema }) => [name, schema])),
    required: method.params.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  };
}

function misfits(value: unknown, schema: Record<string, unknown>, { components }: Document): string[] {
  const fits = new Ajv({ strict: false, validateFormats: false }).compile({ ...schema, components });
  if (fits(value)) return [];
  return fits.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);
}
