import assert from "node:assert/strict";
import { testHost, until } from "../../../tests/harness/mod.ts";

const CODE = `import { definePlugin } from "@bulkhead/plugin";\nexport default definePlugin({ methods: {} });\n`;
const manifest = (id: string, more: Record<string, unknown> = {}) =>
  JSON.stringify({ id, version: "0.1.0", engine: "^1", name: id, ui: { page: "ui/page.html" }, ...more });

Deno.test("the page of a plugin in the plugins folder is built as for a package and served until it is disabled", async () => {
  await using host = await testHost({
    pluginFiles: {
      polls: {
        "plugin.json": manifest("polls", { icon: "logo.svg" }),
        "plugin.ts": CODE,
        "logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "ui/page.html": `<!doctype html><script type="module" src="./page.ts"></script>`,
        "ui/page.ts": `import { connect } from "@bulkhead/page";\nimport { greeting } from "../domain/greeting.ts";\n` +
          `void connect().then(() => document.body.append(greeting));\n`,
        "domain/greeting.ts": `export const greeting: string = "sesame";\n`,
      },
    },
  });
  const get = async (path: string) => {
    const response = await host.fetch(path, { redirect: "manual" });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  const page = await get("/p/polls/");
  assert.equal(page.status, 200);
  assert.match(page.text, /src="\.\/page\.js"/);
  assert.match(page.headers.get("content-security-policy")!, /^sandbox allow-scripts allow-forms; default-src 'none'/);
  const script = await get("/p/polls/page.js");
  assert.match(script.text, /sesame/);
  assert.match(script.text, /bulkhead:ready/);
  for (const path of ["/p/polls/page.ts", "/p/polls/plugin.ts", "/p/polls/plugin.json", "/p/polls/logo.svg"]) {
    assert.equal((await get(path)).status, 404, path);
  }
  assert.equal((await get("/p/polls/_icon.svg")).headers.get("content-type"), "image/svg+xml");

  await host.call("host.plugin.disable", { id: "polls" });
  const off = await get("/p/polls/page.html");
  assert.equal(off.status, 503);
  assert.equal(JSON.parse(off.text).error.data.hint, "disabled");
  assert.equal((await get("/p/polls/_icon.svg")).status, 200);
  await host.call("host.plugin.enable", { id: "polls" });
  assert.equal((await get("/p/polls/page.html")).status, 200);
});

Deno.test("a page that cannot be built says where it is faulty, without this machine's folders", async () => {
  await using host = await testHost({
    pluginFiles: {
      polls: {
        "plugin.json": manifest("polls"),
        "plugin.ts": CODE,
        "ui/page.html": `<script type="module" src="./page.ts"></script>`,
        "ui/page.ts": "const x = {;",
      },
    },
  });
  const response = await host.fetch("/p/polls/");
  const { error } = await response.json();
  assert.equal(response.status, 422);
  assert.equal(error.data.reason, "page_faulty");
  assert.match(error.message, /polls\/ui\/page\.ts:1:\d+/);
  assert.ok(!error.message.includes(host.dir));
});

Deno.test("an icon is a file of the plugin's own folder and nothing else", async () => {
  await using host = await testHost({
    pluginFiles: {
      dots: { "plugin.json": manifest("dots", { icon: "../../secret.svg" }), "plugin.ts": CODE },
      named: { "plugin.json": manifest("named", { icon: "zap" }), "plugin.ts": CODE },
      script: { "plugin.json": manifest("script", { icon: "plugin.ts" }), "plugin.ts": CODE },
    },
  });
  await Deno.writeTextFile(`${host.dir}/secret.svg`, "secret");
  for (const id of ["dots", "named", "script", "unknown"]) {
    const response = await host.fetch(`/p/${id}/_icon.svg`);
    assert.equal(response.status, 404, id);
    assert.doesNotMatch(await response.text(), /secret/);
  }
});

Deno.test("a plugin of the product has no files here: its address is a place of the cockpit", async () => {
  await using host = await testHost({
    bundled: ["mine"],
    pluginFiles: { mine: { "plugin.json": manifest("mine"), "plugin.ts": CODE, "ui/page.html": "<p>" } },
  });
  const bare = await host.fetch("/p/mine", { redirect: "manual" });
  await bare.body?.cancel();
  assert.deepEqual([bare.status, bare.headers.get("location")], [302, "/app/mine"]);
  const file = await host.fetch("/p/mine/page.html");
  await file.body?.cancel();
  assert.equal(file.status, 404);
});

Deno.test("a plugin that starts when it is looked at is started by its page, and by what the page calls", async () => {
  const method = `import { definePlugin, method } from "@bulkhead/plugin";
    import { z } from "zod";
    export default definePlugin({ methods: {
      "hello": method({ summary: "Hello", params: z.object({}), result: z.string(), handler: () => "hello" }),
    } });`;
  const openrpc = JSON.stringify({
    openrpc: "1.3.2",
    info: { title: "x", version: "0.1.0" },
    methods: ["viewed", "called"].map((id) => ({ name: `${id}.hello`, params: [], result: { name: "r", schema: {} } })),
  });
  const files = (id: string, activation: string) => ({
    "plugin.json": manifest(id, { activation }),
    "plugin.ts": method,
    "openrpc.json": openrpc,
    "ui/page.html": "<p>",
  });
  await using host = await testHost({
    pluginFiles: { viewed: files("viewed", "onView"), called: files("called", "onCall") },
  });
  const running = async (id: string) => (await host.call<{ running: boolean }>("host.plugin.get", { id })).running;
  await (await host.fetch("/p/viewed/")).body?.cancel();
  assert.deepEqual([await running("viewed"), await running("called")], [false, false], "files wake nobody");
  await host.call("host.plugin.page.open", { id: "viewed" }, { as: "bob" });
  await until(() => running("viewed"), { what: "the plugin that is looked at to run" });
  const answer = await host.call("host.plugin.page.call", { id: "called", method: "called.hello" }, { as: "bob" });
  assert.equal(answer, "hello");
  assert.equal(await running("called"), true);
  await host.call("host.plugin.page.open", { id: "unknown" });
});
