import assert from "node:assert/strict";
import { Snapshots } from "./snapshots.ts";

async function withData(work: (at: { dir: string; data: string; snapshots: Snapshots }) => Promise<void>) {
  const dir = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${dir}/plugins/polls/deep/er`, { recursive: true });
    await Deno.writeTextFile(`${dir}/plugins/polls/data.db`, "one");
    await Deno.writeTextFile(`${dir}/plugins/polls/deep/er/note`, "two");
    await work({ dir, data: `${dir}/plugins/polls`, snapshots: new Snapshots(dir) });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}
const names = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

Deno.test("a copy of a plugin's data is whole, its own, and comes back in place of what was written since", () =>
  withData(async ({ dir, data, snapshots }) => {
    await Deno.symlink("/etc/hostname", `${data}/link`);
    const name = snapshots.newName("1.2.0", "2026-01-02T03:04:05.678Z");
    assert.equal(name, "1.2.0-20260102T030405678Z");
    assert.deepEqual(await snapshots.take("polls", name), { sizeBytes: 6 });
    const copy = `${dir}/packages/snapshots/polls/${name}`;
    assert.deepEqual(names(copy), ["data.db", "deep"], "links stay behind");
    await Deno.writeTextFile(`${data}/data.db`, "changed");
    await Deno.writeTextFile(`${data}/more`, "new");
    assert.equal(await Deno.readTextFile(`${copy}/data.db`), "one");
    await snapshots.copyBack("polls", name);
    assert.deepEqual([names(data), await Deno.readTextFile(`${data}/deep/er/note`)], [["data.db", "deep"], "two"]);
    assert.ok(await snapshots.has("polls", name));
    await snapshots.putBack("polls", name);
    assert.equal(await Deno.readTextFile(`${data}/data.db`), "one");
    assert.deepEqual(names(`${dir}/packages/snapshots`), []);
  }));

Deno.test("data that is put aside is no longer there, and what is not named is cleared away", () =>
  withData(async ({ dir, data, snapshots }) => {
    assert.deepEqual(await snapshots.putAside("polls", "old"), { sizeBytes: 6 });
    assert.equal(await snapshots.hasData("polls"), false);
    await snapshots.copyBack("polls", "old");
    await snapshots.take("polls", "new");
    await Deno.mkdir(`${dir}/packages/snapshots/polls/half.part`);
    await Deno.mkdir(`${dir}/packages/snapshots/gone/old`, { recursive: true });
    await Deno.mkdir(`${dir}/plugins/polls.part`);
    await snapshots.clear(new Map([["polls", new Set(["new"])]]));
    assert.deepEqual(names(`${dir}/packages/snapshots`), ["polls"]);
    assert.deepEqual(names(`${dir}/packages/snapshots/polls`), ["new"]);
    assert.deepEqual(names(`${dir}/plugins`), ["polls"]);
    assert.equal(await Deno.readTextFile(`${data}/data.db`), "one");
  }));
