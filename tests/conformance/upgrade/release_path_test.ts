/**
 * From a new key to a host that goes on with the next version, and comes back from a bad one: with the commands that
 * maintainers and operators use, and only the keys that the builds pin.
 */
import assert from "node:assert/strict";
import { PINNED_FILE, releaseFiles } from "../../../host/upgrade/mod.ts";
import { ensureUi } from "../../../scripts/build_ui.ts";
import { CHECKOUT } from "../../harness/mod.ts";
import { product, V1, V2, V3 } from "./product.ts";

async function run(cwd: string, command: string, args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(command, {
    ...{ cwd, args, stdin: "null", stdout: "piped", stderr: "piped" },
    env: { NO_COLOR: "1", GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" },
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)) as [string, string];
  return { code, out, err };
}

/** A checkout of its own, in which somebody makes releases. */
async function maintainer(root: string) {
  await ensureUi();
  for (const [path, bytes] of await releaseFiles(CHECKOUT, { uncommitted: true })) {
    await Deno.mkdir(`${root}/${path}`.replace(/\/[^/]+$/, ""), { recursive: true });
    await Deno.writeFile(`${root}/${path}`, bytes);
  }
  // A release does without.
  await Deno.copyFile(`${CHECKOUT}/.gitignore`, `${root}/.gitignore`);
  const git = async (...args: string[]) => {
    const { code, err } = await run(root, "git", ["-c", "user.name=m", "-c", "user.email=m@example.com", ...args]);
    assert.equal(code, 0, err);
  };
  const release = (...args: string[]) =>
    run(root, Deno.execPath(), ["run", "-A", "--frozen", "scripts/release.ts", ...args]);
  await git("init", "--quiet");
  const commit = async (what: string) => {
    await git("add", "--all");
    await git("commit", "--quiet", "--message", what);
  };
  await commit("begin");
  return {
    root,
    release,
    commit,
    pinned: async (): Promise<string[]> => JSON.parse(await Deno.readTextFile(`${root}/${PINNED_FILE}`)).keys,
    async change(path: string, was: string, is: string) {
      const text = await Deno.readTextFile(`${root}/${path}`);
      assert.ok(text.includes(was), `${path} holds what the test changes`);
      await Deno.writeTextFile(`${root}/${path}`, text.replace(was, is));
    },
    async done(...args: string[]) {
      const { code, out, err } = await release(...args);
      assert.equal(code, 0, err);
      return out;
    },
  };
}

Deno.test("from a new key over releases, an upgrade, a bad version and a change of keys: by the commands, with pinned keys only", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-releases-" }));
  try {
    const own = await maintainer(`${dir}/own`);
    const [first, next, foreign] = ["first", "next", "foreign"].map((name) => `${dir}/keys/${name}.pem`);
    const folder = `${dir}/published`;
    // A build that pins nothing is no dead end that anybody is led into.
    await Deno.writeTextFile(`${own.root}/${PINNED_FILE}`, '{ "keys": [] }\n');
    const inside = await own.release("keygen", "--out", `${own.root}/keys/release.pem`);
    assert.equal(inside.code, 1);
    assert.match(inside.err, /lies in the checkout/);
    await own.done("keygen", "--out", first!);
    assert.equal((await Deno.stat(first!)).mode! & 0o777, 0o600);
    await Deno.writeTextFile(`${own.root}/${PINNED_FILE}`, '{ "keys": [] }\n');
    const unpinned = await own.release("publish", "--to", folder, "--key", first!);
    assert.equal(unpinned.code, 1);
    assert.match(unpinned.err, /does not pin [0-9a-f]{32}, which signs: it pins none.*keygen/s);
    await Deno.remove(first!);
    await own.done("keygen", "--out", first!);
    const [pinned] = await own.pinned();
    const dirty = await own.release("publish", "--to", folder, "--key", first!);
    assert.match(dirty.err, /not committed/);
    await own.commit("pin the key");
    assert.match(await own.done("publish", "--to", folder, "--key", first!), new RegExp(`Version ${V1}`));
    const firstList = await Deno.readTextFile(`${folder}/releases.json`);

    // Somebody runs what was released, and names no key.
    await run(dir, "git", ["clone", "--quiet", own.root, `${dir}/operator`]);
    await run(dir, "cp", ["-r", `${own.root}/ui/dist`, `${dir}/operator/ui/dist`]);
    await using host = await product({ checkout: `${dir}/operator` });
    const served = (file: string) => `${host.source}/${file}`;
    const bring = async (from = folder) => {
      for await (const { name } of Deno.readDir(from)) await Deno.copyFile(`${from}/${name}`, served(name));
    };
    await bring();
    await host.start();
    await host.call("host.secret.set", { name: "KEPT", value: "yes" });
    assert.match((await host.cli("upgrade", "--check")).out, /there is nothing newer/);
    assert.match((await host.cli("upgrade", "--yes", "--to", V1)).err, /is not newer/);

    // The next version brings the next key, and is signed with both.
    await own.change("deno.json", `"version": "${V1}"`, `"version": "${V2}"`);
    assert.match(await own.done("keygen", "--out", next!), /beside the keys before it/);
    await own.commit("the next version, and the next key");
    assert.equal((await own.pinned()).length, 2);
    const both = ["--key", first!, "--key", next!];
    assert.match(await own.done("publish", "--to", folder, ...both), new RegExp(`Version ${V2}`));

    // One that nobody trusts, and ones that somebody changed on the way.
    const stranger = await maintainer(`${dir}/stranger`);
    await Deno.writeTextFile(`${stranger.root}/${PINNED_FILE}`, '{ "keys": [] }\n');
    await stranger.done("keygen", "--out", foreign!);
    await stranger.commit("another key");
    await stranger.done("publish", "--to", `${dir}/foreign`, "--key", foreign!);
    await bring(`${dir}/foreign`);
    const refused = async (words: RegExp) => {
      const { code, out, err } = await host.cli("upgrade", "--yes");
      assert.equal(code, 1, out);
      assert.match(`${out}${err}`, words);
      assert.equal(await host.version(), V1);
    };
    await refused(new RegExp(`signed with the key [0-9a-f]{32}, expected`));
    await bring();
    const list = await Deno.readTextFile(served("releases.json"));
    await Deno.writeTextFile(served("releases.json"), list.replace(V2, V3));
    await refused(/were changed after they were signed/);
    await bring();
    const archive = await Deno.readFile(served(`bulkhead-${V2}.tgz`));
    archive[archive.length >> 1]! ^= 1;
    await Deno.writeFile(served(`bulkhead-${V2}.tgz`), archive);
    await refused(/SHA-256/);
    await bring();

    const upgraded = await host.cli("upgrade", "--yes");
    assert.equal(upgraded.code, 0, `${upgraded.err}${upgraded.out}`);
    assert.equal(await host.version(), V2);
    assert.deepEqual(await host.secrets(), ["KEPT"]);
    await host.reaches("the end of the watch", ({ work }) => !work);
    assert.match((await host.cli("upgrade", "--yes", "--to", V1)).err, /is not newer/);
    await Deno.writeTextFile(served("releases.json"), firstList);
    await refusedList(host, /revision 1, but 2 was seen/);

    // The key before is retired. What is signed with the new one alone is taken by what knows it, and a bad version taken back.
    await own.done("retire", fingerprint(await own.done("keys"), pinned!));
    await own.change("deno.json", `"version": "${V2}"`, `"version": "${V3}"`);
    const broken = `if (!trial) throw new Error("this version does not come up");`;
    await own.change("host/main.ts", "  await kernel.start();\n", `  ${broken}\n  await kernel.start();\n`);
    await own.commit("a bad version");
    assert.match((await own.release("publish", "--to", folder, "--key", first!)).err, /does not pin/);
    await own.done("publish", "--to", folder, "--key", next!);
    await bring();
    const bad = await host.cli("upgrade", "--yes");
    assert.equal(bad.code, 1);
    assert.match(bad.out, new RegExp(`from ${V2} to ${V3} failed.*this version does not come up`, "s"));
    await host.readyLine(3);
    assert.equal(await host.version(), V2);
    assert.deepEqual(await host.secrets(), ["KEPT"]);
    assert.equal(await host.stop(), 0);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

type Product = Awaited<ReturnType<typeof product>>;

async function refusedList(host: Product, words: RegExp) {
  const { code, err } = await host.cli("upgrade", "--check");
  assert.equal(code, 1);
  assert.match(err, words);
}

/** Of a key, from the list that the script prints. */
function fingerprint(listing: string, key: string): string {
  return listing.split("\n").find((line) => line.endsWith(key))!.split(" ")[0]!;
}
