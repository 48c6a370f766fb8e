import assert from "node:assert/strict";
import { lacks, programPath, type TestHost, testHost } from "../../harness/mod.ts";
import { attach, today, tokenOf } from "./_mount.ts";

/** A host with two channels of which one is private, threads, files with odd names, and more days than one. */
async function seeded(): Promise<TestHost> {
  const host = await testHost({ plugins: ["chat"] });
  await host.call("chat.channel.create", { name: "secret", private: true, members: ["@bob"] });
  await host.call("chat.message.send", { channel: "#secret", text: "between us" });
  const root = await host.call<{ id: string }>("chat.message.send", { channel: "#general", text: "root äöü" });
  for (let n = 0; n < 120; n++) {
    await host.call("chat.message.send", {
      channel: "#general",
      text: `answer ${n} ${"long ".repeat(400)}`,
      threadId: root.id,
    });
  }
  await attach(host, "#general", { name: "a <b> & 'c' 100%.txt", content: "odd" });
  await attach(host, "#general", { name: "zero.bin", content: new Uint8Array(0), type: "application/octet-stream" });
  await attach(host, "#general", { name: "big.bin", content: crypto.getRandomValues(new Uint8Array(65_536)) });
  return host;
}

async function run(
  command: string,
  args: string[],
  options: { home: string; input?: string },
): Promise<{ code: number; text: string }> {
  const child = new Deno.Command(command, {
    args,
    env: { HOME: options.home, LANG: "C.UTF-8" },
    cwd: options.home,
    stdin: options.input === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.timeout(60_000),
  }).spawn();
  if (options.input !== undefined) {
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(options.input));
    await writer.close();
  }
  const { code, stdout, stderr } = await child.output();
  return { code, text: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

Deno.test({
  name: "cadaver lists, reads, and is told that nothing can be written",
  ignore: lacks("cadaver"),
  async fn() {
    await using host = await seeded();
    const home = await Deno.makeTempDir({ prefix: "bulkhead-cadaver-" });
    try {
      const token = await tokenOf(host, "carol");
      await Deno.writeTextFile(`${home}/.netrc`, `machine 127.0.0.1 login carol password ${token}\n`, { mode: 0o600 });
      await Deno.writeTextFile(`${home}/new.txt`, "new");
      const day = `${today()}.md`;
      const commands = [
        "ls",
        "cd chat",
        "ls",
        "cd general",
        "ls",
        `get ${day} day.md`,
        "cd files",
        "ls",
        "put new.txt",
      ];
      commands.push("mkcol made", "delete zero.bin", "move zero.bin other.bin", "lock zero.bin", "quit");
      const { text } = await run(programPath("cadaver")!, [`${host.url}/dav/`], {
        home,
        input: `${commands.join("\n")}\n`,
      });
      assert.match(text, /Coll: {3}chat/);
      assert.match(text, /Coll: {3}general/);
      assert.doesNotMatch(text, /secret/);
      assert.match(text, /big\.bin +65536/);
      assert.match(text, /zero\.bin +0/);
      assert.equal(text.match(/405 Method Not Allowed/g)?.length, 5, text);
      const got = await Deno.readTextFile(`${home}/day.md`);
      const asked = await host.fetch(`/dav/chat/general/${day}`, { headers: { authorization: `Bearer ${token}` } });
      assert.equal(got, await asked.text());
      assert.match(got, /> > answer 119 /);
    } finally {
      await Deno.remove(home, { recursive: true });
    }
  },
});

Deno.test({
  name: "rclone copies everything that its token may read, finds it equal, and copies only what changed",
  ignore: lacks("rclone"),
  async fn() {
    await using host = await seeded();
    const home = await Deno.makeTempDir({ prefix: "bulkhead-rclone-" });
    try {
      const rclone = programPath("rclone")!;
      const mount = async (as: string) => {
        const { text } = await run(rclone, ["obscure", await tokenOf(host, as)], { home });
        return `:webdav,url="${host.url}/dav/",vendor=other,user=${as},pass=${text.trim()}:`;
      };
      const bob = await mount("bob");
      const copied = await run(rclone, ["copy", bob, `${home}/bob`, "-v"], { home });
      assert.equal(copied.code, 0, copied.text);
      const check = await run(rclone, ["check", bob, `${home}/bob`, "--download"], { home });
      assert.equal(check.code, 0, check.text);
      assert.match(check.text, /0 differences found/);
      assert.match(await Deno.readTextFile(`${home}/bob/chat/secret/${today()}.md`), /> between us/);
      assert.match(await Deno.readTextFile(`${home}/bob/chat/general/${today()}.md`), /> root äöü[^]*> > answer 119 /);
      const files = [...Deno.readDirSync(`${home}/bob/chat/general/files`)].map(({ name }) => name).sort();
      assert.deepEqual(files, ["a _b_ & 'c' 100%.txt", "big.bin", "zero.bin"]);

      await host.call("chat.message.send", { channel: "#secret", text: "and more" });
      const again = await run(rclone, ["copy", bob, `${home}/bob`, "-v"], { home });
      assert.equal(again.text.match(/: Copied/g)?.length, 1, again.text);
      assert.match(await Deno.readTextFile(`${home}/bob/chat/secret/${today()}.md`), /> and more/);

      const listed = await run(rclone, ["lsf", "-R", await mount("carol")], { home });
      assert.match(listed.text, /chat\/general\/files\/zero\.bin/);
      assert.doesNotMatch(listed.text, /secret/);

      const up = await run(rclone, [
        "copy",
        `${home}/bob/chat/general/files`,
        `${bob}chat/general/files2`,
        "--retries",
        "1",
      ], { home });
      assert.notEqual(up.code, 0);
      assert.match(up.text, /405/);
    } finally {
      await Deno.remove(home, { recursive: true });
    }
  },
});
