import assert from "node:assert/strict";
import { testHost, until } from "../../harness/mod.ts";

/** A plugin that says and logs what secrets it holds. */
const code = (title: string): string => `
import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
export default definePlugin({
  methods: {
    "secret.show": method({
      summary: "${title}",
      params: z.object({ name: z.string() }),
      result: z.object({ value: z.string().nullable() }),
      handler: ({ name }, ctx) => {
        const value = ctx.secrets.get(name) ?? null;
        ctx.log.info("The value is " + value, { value });
        console.log("printed " + value);
        return { value };
      },
    }),
  },
});
`;

const manifest = (id: string, secrets: string[]): string =>
  JSON.stringify({
    id,
    version: "0.1.0",
    engine: "^1",
    name: id,
    entry: "plugin.ts",
    permissions: { secrets: secrets.map((name) => ({ name, reason: "to test" })) },
  });

Deno.test("a secret reaches only the plugin that was granted it, also a new value, and stands in no log", async () => {
  await using host = await testHost({
    pluginFiles: {
      holder: { "plugin.json": manifest("holder", ["API_KEY"]), "plugin.ts": code("Holds it") },
      stranger: { "plugin.json": manifest("stranger", []), "plugin.ts": code("Does not") },
    },
  });
  const show = async (plugin: string): Promise<unknown> =>
    (await host.call<{ value: unknown }>(`${plugin}.secret.show`, { name: "API_KEY" })).value;
  assert.equal(await show("holder"), null);

  for (const value of ["first-value-1234", "second-value-5678"]) {
    await host.call("host.secret.set", { name: "API_KEY", value });
    await until(async () => await show("holder") === value, { what: "the new value in the plugin" });
    assert.equal(await show("stranger"), null);
  }
  const records = await until(async () => {
    const { items } = await host.call<{ items: { source: string }[] }>("host.log.query", { limit: 200 });
    return items.some((item) => JSON.stringify(item).includes("printed [secret API_KEY]")) && items;
  }, { what: "the redacted record" });
  const text = JSON.stringify(records);
  assert(text.includes("The value is [secret API_KEY]"), text);
  assert(text.includes('"value":"[secret API_KEY]"'), text);
  assert(!/first-value|second-value/.test(text), text);
});

Deno.test("only admins and owners set secrets, and nobody reads one back", async () => {
  await using host = await testHost({});
  await host.call("host.secret.set", { name: "API_KEY", value: "first-value-1234" });
  await assert.rejects(host.call("host.secret.set", { name: "API_KEY", value: "x" }, { as: "bob" }), { code: -32003 });
  await assert.rejects(host.call("host.secret.list", {}, { as: "bob" }), { code: -32003 });
  const { items: [secret, ...others] } = await host.call<{ items: Record<string, unknown>[] }>("host.secret.list");
  const { updatedAt, updatedBy, ...rest } = secret!;
  assert.deepEqual([rest, others], [{ name: "API_KEY", last4: "1234", source: "store", users: [] }, []]);
  assert.match(`${updatedAt} ${updatedBy}`, /^20\S+Z u-\w+$/, "who set it, and when");
  const audit = JSON.stringify(await host.call("host.audit.list", {}));
  assert(audit.includes("host.secret.set"));
  assert(!audit.includes("first-value"));
});

Deno.test("the list tells who asks for each secret, which are missing, and where the key comes from", async () => {
  const workflows = {
    "mailer.ts": `import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ name: "mailer", on: manual(), secrets: ["API_KEY", "MAIL_KEY"] }, async () => {});`,
  };
  await using host = await testHost({
    pluginFiles: { holder: { "plugin.json": manifest("holder", ["API_KEY"]), "plugin.ts": code("Holds it") } },
    workflows,
  });
  await host.call("host.secret.set", { name: "API_KEY", value: "first-value-1234" });
  await host.call("host.secret.set", { name: "GITHUB_TOKEN", value: "ghp_0123456789" });
  interface Listed {
    name: string;
    service?: string;
    users: { kind: string; id: string; granted: boolean; reason?: string }[];
  }
  const list = await host.call<{ items: Listed[]; wanted: Listed[]; key: { origin: string; place: string } }>(
    "host.secret.list",
  );
  const [key, github] = list.items;
  assert.deepEqual(key!.users.map(({ kind, id, granted, reason }) => [kind, id, granted, reason]), [
    ["plugin", "holder", true, "to test"],
    ["workflow", "mailer", false, undefined],
  ]);
  assert.deepEqual([github!.name, github!.service, github!.users], ["GITHUB_TOKEN", "github", []]);
  assert.deepEqual(list.wanted.map(({ name, users }) => [name, users.map(({ id }) => id)]), [["MAIL_KEY", ["mailer"]]]);
  assert.equal(list.key.origin, "file");
  assert.equal(list.key.place, `${host.dataDir}/keys/secrets.key`);
});
