import assert from "node:assert/strict";
import { CHECKOUT } from "../../harness/mod.ts";
import { workshop } from "./workshop.ts";

const EXAMPLES = [...Deno.readDirSync(`${CHECKOUT}/tests/fixtures/registry`)].map(({ name }) => name).sort();

Deno.test("there are three examples of plugins from elsewhere", () => {
  assert.deepEqual(EXAMPLES, ["link-check", "polls", "standup"]);
});

for (const id of EXAMPLES) {
  Deno.test(`${id}: outside of the repository its check finds nothing, and its tests pass, in the real host too`, async () => {
    await using shop = await workshop();
    await shop.copy(id);
    assert.match(await shop.run("plugin", "check", id), /\nAll is well\n$/);
    assert.match(await shop.run("plugin", "test", id), /\| 0 failed/);
  });

  Deno.test(`${id}: the same sources give the same package, whose index entry says what it asks for`, async () => {
    await using shop = await workshop();
    await shop.copy(id);
    const built = JSON.parse(await shop.run("plugin", "build", id, "--out", "one.tgz", "--json"));
    const again = JSON.parse(await shop.run("plugin", "build", `${shop.dir}/${id}`, "--out", "two.tgz", "--json"));
    assert.deepEqual([built.warnings, again.sha256], [[], built.sha256]);
    await shop.publish(id);
    const { plugins: [plugin], registry } = await shop.registry.index();
    const manifest = JSON.parse(await Deno.readTextFile(`${shop.dir}/${id}/plugin.json`));
    assert.deepEqual([registry.name, plugin!.id, plugin!.name], ["Web team", id, manifest.name]);
    const { version, publisher, permissions } = plugin!.versions[0]!;
    assert.deepEqual([version, publisher], ["1.0.0", "The web team"]);
    assert.deepEqual(permissions, manifest.permissions);
  });
}
