/** A secret is sent through everything that keeps or shows words, and then looked for in all of it. */
import assert from "node:assert/strict";
import { spawnHost, until } from "../../harness/mod.ts";

const VALUE = "sk-very-secret-value-0042";

const PLUGIN = `
import { definePlugin, method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
const none = z.object({});
const held = (ctx) => ctx.secrets.get("API_KEY");
export default definePlugin({
  events: {
    "shop.order.paid": (_event, ctx) => { throw new RpcError("conflict", "no order with " + held(ctx)); },
  },
  hooks: {
    "in": (_request, ctx) => { throw new RpcError("conflict", "no hook with " + held(ctx)); },
  },
  methods: {
    "key.refuse": method({
      summary: "Refuses with it", params: none, result: none,
      handler: (_, ctx) => {
        throw new RpcError("conflict", "bad key " + held(ctx), { reason: held(ctx), hint: "use another than " + held(ctx), path: "/" + held(ctx) });
      },
    }),
    "key.break": method({
      summary: "Breaks with it", params: none, result: none,
      handler: (_, ctx) => { throw new Error("broke over " + held(ctx)); },
    }),
    "key.log": method({
      summary: "Logs it", params: none, result: none,
      handler: (_, ctx) => {
        ctx.log.error("holds " + held(ctx), { [held(ctx)]: [held(ctx)] });
        console.error("printed " + held(ctx));
        return {};
      },
    }),
    "key.die": method({
      summary: "Dies with it", params: none, result: none,
      handler: (_, ctx) => {
        console.error("last words: " + held(ctx));
        setTimeout(() => { throw new Error("died of " + held(ctx)); });
        return new Promise(() => {});
      },
    }),
    "key.tell": method({
      summary: "Tells it", readOnly: true, params: none, result: z.object({ value: z.string() }),
      handler: (_, ctx) => ({ value: "it is " + held(ctx) }),
    }),
  },
});
`;
const MANIFEST = JSON.stringify({
  ...{ id: "holder", version: "0.1.0", engine: "^1", name: "Holder", entry: "plugin.ts" },
  permissions: {
    secrets: [{ name: "API_KEY", reason: "to test" }],
    subscribe: [{ type: "shop.**", reason: "to test" }],
    hooks: [{ path: "in", reason: "to test" }],
  },
});

/** One workflow holds the secret, one only hears it from the plugin. */
const script = (name: string, secrets: string, body: string) => `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ name: "${name}", on: manual(), uses: ["holder"], ${secrets} retry: { max: 1, delayMs: 10 } },
  async ({ holder, step, log, secrets }) => { ${body} });
`;
const HOLDS = script(
  "holds",
  'secrets: ["API_KEY"],',
  `
  const key = (secrets as Record<string, string>).API_KEY ?? "nothing";
  log.warn("key " + key, { key });
  await step("return it", () => ({ key, list: [key] }));
  await step("throw it", () => { throw new Error("no use of " + key); });
`,
);
const HEARS = script(
  "hears",
  "",
  `
  const heard = await (holder as any).key.tell({});
  log.warn("heard " + heard.value);
  await step("pass it on", () => ({ heard: heard.value }));
  await (holder as any).key.refuse({});
`,
);

Deno.test("a secret stands in no answer of an error, no audit, no export, no log, no history and no file", async () => {
  await using host = await spawnHost({
    pluginFiles: { holder: { "plugin.json": MANIFEST, "plugin.ts": PLUGIN } },
    workflows: { "holds.ts": HOLDS, "hears.ts": HEARS },
  });
  await host.call("host.secret.set", { name: "API_KEY", value: VALUE });
  await until(async () => {
    const { value } = await host.call<{ value: string }>("holder.key.tell");
    return value.includes(VALUE);
  }, { what: "the plugin to hold it" });
  const answers: unknown[] = [];
  const attempt = async (method: string, params: unknown = {}) => {
    const response = await fetch(`${host.url}/rpc`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-forwarded-user": "alice" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    answers.push(await response.json());
  };
  for (const name of ["refuse", "break", "log"]) await attempt(`holder.key.${name}`);
  // Somebody pastes it where it does not belong.
  await attempt(`host.${VALUE}`);
  await attempt("host.plugin.disable", { id: VALUE });
  await attempt("host.secret.delete", { name: VALUE });
  await attempt("host.secret.test", { name: "API_KEY", service: VALUE });
  await attempt("host.user.disable", { id: VALUE, [VALUE]: VALUE });
  await attempt("host.registry.add", { url: `https://user:${VALUE}@127.0.0.1:1/?token=${VALUE}` });
  await attempt("host.secret.list");

  const grants = await host.call<{ hash: string }>("host.workflow.grants.get", { name: "holds" });
  await host.call("host.workflow.grants.set", { name: "holds", hash: grants.hash });
  for (const name of ["holds", "hears"]) {
    const { runId } = await until(
      () => host.call<{ runId: string }>("host.workflow.run", { name }).catch(() => undefined),
      { what: `${name} to be live` },
    );
    await until(async () => {
      const run = await host.call<{ state: string; steps: { name: string }[] }>("host.workflow.run.get", { id: runId });
      if (run.state !== "failed") return false;
      answers.push(run);
      assert.ok(run.steps.length >= 2, JSON.stringify(run));
      return true;
    }, { what: `${name} to fail` });
  }
  await host.call("host.event.publish", { type: "shop.order.paid", data: {} });
  const late = await until(async () => {
    const { items } = await host.call<{ items: { name: string; lastError?: { message: string } }[] }>(
      "host.event.consumer.list",
    );
    return items.find(({ name, lastError }) => name === "plugin:holder" && lastError);
  }, { what: "the event to fail" });
  assert.match(late.lastError!.message, /no order with \[secret API_KEY\]/);
  const hooked = await host.hook("holder/in", {});
  assert.match(hooked.text, /no hook with \[secret API_KEY\]/);
  answers.push(late, hooked.text, await host.call("host.event.deadLetter.list"));
  await attempt("holder.key.die");
  const dead = await until(async () => {
    const plugin = await host.call<{ lastEnd?: { stderr: string } }>("host.plugin.get", { id: "holder" });
    return plugin.lastEnd && plugin;
  }, { what: "the end of the plugin" });
  assert.match(dead.lastEnd!.stderr, /died of \[secret API_KEY\]/);
  answers.push(dead, await host.call("host.plugin.list"));
  const { path } = await host.call<{ path: string }>("host.audit.export", { format: "csv" });
  const exported = await fetch(host.url + path, { headers: { "x-forwarded-user": "alice" } });
  const csv = await exported.text();
  assert.match(csv, /\[secret API_KEY\]/, "what was written down of the calls was there to be redacted");
  answers.push(csv);
  for (const method of ["host.audit.list", "host.log.query", "host.workflow.runs"]) {
    answers.push(await host.call(method, { limit: 200 }));
  }
  answers.push(await host.call("rpc.discover"), await (await fetch(`${host.url}/metrics`)).text());
  await host.end("SIGTERM");

  const text = JSON.stringify(answers);
  assert.match(text, /bad key \[secret API_KEY\]/, "the error came through, without it");
  assert.deepEqual(found(text), [], "in answers");
  assert.match(host.stderr(), /holds \[secret API_KEY\]/);
  assert.deepEqual(found(host.stderr()), [], "on the terminal");
  for await (const file of filesBelow(`${host.dir}/data`)) {
    const bytes = await Deno.readFile(file);
    assert.deepEqual(found(new TextDecoder("latin1").decode(bytes)), [], file);
  }
  await Deno.remove(host.dir, { recursive: true });
});

/** Where the secret stands, with what is around it. */
function found(text: string): string[] {
  return [...text.matchAll(new RegExp(VALUE, "g"))].map(({ index }) => text.slice(Math.max(0, index - 80), index + 40));
}

async function* filesBelow(dir: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(dir)) {
    if (entry.isDirectory) yield* filesBelow(`${dir}/${entry.name}`);
    else if (entry.isFile) yield `${dir}/${entry.name}`;
  }
}
