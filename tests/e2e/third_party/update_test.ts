import assert from "node:assert/strict";
import { testHost } from "../../harness/mod.ts";
import { ownerOf, withReason } from "./owner.ts";
import { type Workshop, workshop } from "./workshop.ts";

const LIST_CHANNELS = `import { method } from "@bulkhead/plugin";
import { z } from "zod";

/** \`polls.channel.list\` */
export const channelList = method({
  summary: "Lists the channels into which a poll can be posted",
  readOnly: true,
  params: z.object({}),
  result: z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) }),
  handler: async (_, ctx) => {
    const { items } = await ctx.call<{ items: { id: string; name: string }[] }>("chat.channel.list", { joined: true });
    return { items: items.map(({ id, name }) => ({ id, name })) };
  },
});
`;

/** The next version, which knows the channels: it asks for more, and its database has one column more. */
async function writeNext(shop: Workshop): Promise<void> {
  await shop.editManifest("polls", (manifest) => {
    manifest.version = "1.1.0";
    const reason = "Offers the channels into which a poll can be posted";
    manifest.permissions.call.push({ method: "chat.channel.list", reason });
  });
  await Deno.writeTextFile(`${shop.dir}/polls/methods/channel_list.ts`, LIST_CHANNELS);
  await shop.edit("polls/plugin.ts", (text) =>
    `import { channelList } from "./methods/channel_list.ts";\n` +
    text.replace("methods: {", `methods: { "channel.list": channelList,`));
  await Deno.writeTextFile(
    `${shop.dir}/polls/store/migrations/0002_colour.sql`,
    "ALTER TABLE polls ADD COLUMN colour TEXT;\n",
  );
  await shop.edit(
    "polls/store/migrations.ts",
    (text) =>
      `import colour from "./migrations/0002_colour.sql" with { type: "text" };\n` +
      text.replace(`"0001_polls": polls`, `"0001_polls": polls, "0002_colour": colour`),
  );
}

Deno.test("polls 1.1.0 asks for more and waits for consent; back to 1.0.0 it goes with the data of that time", async () => {
  await using shop = await workshop();
  await using host = await testHost({ plugins: ["chat"] });
  const owner = ownerOf(host);
  await shop.copy("polls");
  const source = await shop.publish("polls");
  await owner.addRegistry(shop.registry.url);
  await owner.install(source);
  await ask("Before?");

  await writeNext(shop);
  assert.equal((await shop.bulkhead("plugin", "check", "polls")).code, 1, "openrpc.json is out of date");
  await shop.run("plugin", "check", "polls", "--write");
  await shop.publish("polls");
  await host.call("host.registry.refresh");
  assert.deepEqual((await owner.plugin("polls")).update, { version: "1.1.0", needsConsent: true });
  await assert.rejects(host.call("host.plugin.update", { id: "polls" }), withReason("consent_required"));
  assert.equal((await owner.plugin("polls")).version, "1.0.0");
  const { changes, grantHash } = await owner.inspect(source);
  assert.deepEqual(changes!.added.map(({ kind, target, reason }) => [kind, target, reason]), [
    ["call", "chat.channel.list", "Offers the channels into which a poll can be posted"],
  ]);
  assert.deepEqual(changes!.removed, []);
  await host.call("host.plugin.update", { id: "polls", grantHash });
  assert.deepEqual(await questions(), ["Before?"]);
  const channels = await host.call<{ items: { name: string }[] }>("polls.channel.list", {}, { as: "bob" });
  assert.deepEqual(channels.items.map(({ name }) => name), ["general"]);
  await ask("After?");

  // The older code does not know the newer database: it says so, and all stays as it was.
  await assert.rejects(host.call("host.plugin.rollback", { id: "polls" }), (error: Error) => {
    assert.match(
      error.message,
      /did not become ready.*written by a newer version of this plugin: migration "0002_colour"/,
    );
    return withReason("not_ready")(error as never);
  });
  const still = await owner.plugin("polls");
  assert.deepEqual([still.version, still.state], ["1.1.0", "ready"]);
  assert.deepEqual(await questions(), ["After?", "Before?"]);

  const back = await host.call("host.plugin.rollback", { id: "polls", data: "restore" });
  assert.deepEqual(back, { id: "polls", version: "1.0.0", enabled: true, state: "ready" });
  assert.deepEqual(await questions(), ["Before?"]);
  await assert.rejects(host.call("polls.channel.list"), withReason("method_not_found"));
  const { permissions } = await owner.plugin("polls");
  assert.deepEqual(permissions!.filter(({ kind }) => kind === "call").map(({ target }) => target), [
    "chat.message.send",
  ]);

  // Forward again: it was agreed to once, but what it asks for is more than what is in use now.
  await assert.rejects(host.call("host.plugin.update", { id: "polls" }), withReason("consent_required"));
  const again = await owner.inspect(source);
  await host.call("host.plugin.update", { id: "polls", grantHash: again.grantHash });
  assert.deepEqual(await questions(), ["Before?"]);

  async function ask(question: string): Promise<void> {
    await host.call("polls.poll.create", { question, options: ["Yes", "No"] });
  }

  async function questions(): Promise<string[]> {
    const { items } = await host.call<{ items: { question: string }[] }>("polls.poll.list");
    return items.map(({ question }) => question);
  }
});

Deno.test("polls is uninstalled with its data kept, or deleted when that is asked for", async () => {
  await using shop = await workshop();
  await using host = await testHost({ plugins: ["chat"] });
  const owner = ownerOf(host);
  await shop.copy("polls");
  const source = await shop.publish("polls");
  await owner.addRegistry(shop.registry.url);
  await owner.install(source);
  await host.call("polls.poll.create", { question: "Still there?", options: ["Yes", "No"] });
  await host.call("host.plugin.settings.set", { id: "polls", values: { maxOptions: 3 } });

  assert.deepEqual(await host.call("host.plugin.uninstall", { id: "polls" }), { id: "polls", dataKept: true });
  await assert.rejects(host.call("polls.poll.list"), withReason("method_not_found"));
  await owner.install(source);
  const { items } = await host.call<{ items: { question: string }[] }>("polls.poll.list");
  assert.deepEqual(items.map(({ question }) => question), ["Still there?"]);
  const settings = await host.call<{ values: unknown }>("host.plugin.settings.get", { id: "polls" });
  assert.deepEqual(settings.values, { maxOptions: 3, announceResults: true });

  const gone = await host.call("host.plugin.uninstall", { id: "polls", deleteData: true });
  assert.deepEqual(gone, { id: "polls", dataKept: false });
  await owner.install(source);
  assert.deepEqual(await host.call("polls.poll.list"), { items: [] });
});
