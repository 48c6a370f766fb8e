/** The generated client, used as its users do: type-checked, in Deno, in Node and in a browser. */
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { lacks, programPath, testHost } from "../../../tests/harness/mod.ts";
import { runWith } from "../_test_host.ts";

const USE = `
import { BulkheadError, createClient } from "./client.ts";
const client = createClient({ url: Deno.args[0], token: Deno.args[1] });
const { id } = await client.chat.channel.create({ name: "made-by-client" });
const sent = await client.chat.message.send({ channel: id, text: "Hello" });
const text: string = sent.text;
const failed = await client.chat.channel.get({ channel: "#nowhere" }).catch((error) => error);
if (!(failed instanceof BulkheadError)) throw new Error("no error");
const me = await client.$call<{ handle: string }>("host.user.me");
console.log(JSON.stringify([text, failed.reason, failed.code, me.handle]));
`;

Deno.test("one file is a typed client that works in Deno and Node", async () => {
  await using host = await testHost({ plugins: ["chat"] });
  const { token } = await host.call<{ token: string }>("host.token.create", { name: "client" });
  const dir = await Deno.makeTempDir();
  try {
    const env = { BULKHEAD_DATA: host.dataDir };
    assert.equal((await runWith(env, ["client", "--out", `${dir}/client.ts`])).code, 0);
    await Deno.writeTextFile(`${dir}/use.ts`, USE);
    const ran = await run(Deno.execPath(), ["run", "--check", "--allow-net", `${dir}/use.ts`, host.url, token]);
    assert.deepEqual(JSON.parse(ran.out || ran.err), ["Hello", "not_found", -32004, "alice"]);

    await Deno.writeTextFile(
      `${dir}/wrong.ts`,
      `import { createClient } from "./client.ts";\ncreateClient().chat.message.send({ channel: 7, text: "x" });\n`,
    );
    const wrong = await run(Deno.execPath(), ["check", `${dir}/wrong.ts`]);
    assert.match(wrong.err, /Type 'number' is not assignable to type 'string'/);

    const made = await runWith(env, ["client", "--prefix", "chat", "--out", `${dir}/client.mjs`]);
    assert.match(made.out, /client\.mjs: a client for \d+ methods/);
    await Deno.writeTextFile(
      `${dir}/use.mjs`,
      `import { createClient } from "./client.mjs";
const [url, token] = process.argv.slice(2);
const { items } = await createClient({ url, token }).chat.message.list({ channel: "#made-by-client" });
console.log(items[0].text);`,
    );
    const node = await run("node", [`${dir}/use.mjs`, host.url, token]);
    assert.equal(node.out.trim(), "Hello", node.err);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test({
  name: "in a page of the server the client acts with the session of who looks",
  ignore: lacks("chromium"),
  async fn() {
    await using host = await testHost({ plugins: ["chat"] });
    const dir = await Deno.makeTempDir();
    const browser = await chromium.launch({ executablePath: programPath("chromium"), args: ["--no-sandbox"] });
    try {
      await runWith({ BULKHEAD_DATA: host.dataDir }, ["client", "--out", `${dir}/client.js`]);
      const code = await Deno.readTextFile(`${dir}/client.js`);
      const page = await (await browser.newContext({ baseURL: host.url })).newPage();
      const entered = await page.request.post("/auth/dev", { data: { handle: "bob" }, headers: { origin: host.url } });
      const { csrf } = await entered.json() as { csrf: string };
      await page.goto("/health");
      const handle = await page.evaluate(async ([code, csrf]) => {
        const module = await import(URL.createObjectURL(new Blob([code!], { type: "text/javascript" })));
        return (await module.createClient({ url: location.origin, csrf }).host.user.me()).handle;
      }, [code, csrf]);
      assert.equal(handle, "bob");
    } finally {
      await browser.close();
      await Deno.remove(dir, { recursive: true });
    }
  },
});

async function run(program: string, args: string[]): Promise<{ out: string; err: string }> {
  const { stdout, stderr } = await new Deno.Command(program, { args, env: { NO_COLOR: "1" } }).output();
  const decoder = new TextDecoder();
  return { out: decoder.decode(stdout), err: decoder.decode(stderr) };
}
