import assert from "node:assert/strict";
import type { MethodDescriptor } from "../sdk/channel/protocol.ts";
import { TestClock } from "../sdk/workflow/test_clock.ts";
import { systemClock } from "../observe/mod.ts";
import type { Logger } from "../observe/ports.ts";
import { until } from "../../tests/harness/mod.ts";
import { TypeChecker, type TypeCheckerOptions } from "./type_checker.ts";
import { TypeFiles } from "./type_files.ts";

const logs: string[] = [];
const write = (message: string) => void logs.push(message);
const logger: Logger = { debug: write, info: write, warn: write, error: write, child: () => logger };

function method(name: string, fields: Record<string, string>): MethodDescriptor {
  const properties = Object.fromEntries(Object.entries(fields).map(([field, type]) => [field, { type }]));
  return {
    name,
    summary: `Does ${name}`,
    params: { type: "object", properties, required: Object.keys(fields) },
    result: { type: "object", properties: { id: { type: "string" } }, required: ["id"] },
  };
}

const CHAT = [
  method("chat.message.send", { channel: "string", text: "string" }),
  method("chat.list", {}),
  method("mail.send", { to: "string" }),
];

/** A checker on a folder of scripts of its own, with the types of a plugin that only this server has. */
class Bench implements AsyncDisposable {
  readonly root = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "bulkhead-types-" }));
  readonly folder = `${this.root}/workflows`;
  readonly types = new TypeFiles(`${this.root}/types`);
  readonly checker: TypeChecker;

  constructor(files: Record<string, string> = {}, options: Partial<TypeCheckerOptions> = {}) {
    Deno.mkdirSync(this.folder);
    for (const [file, text] of Object.entries(files)) this.save(file, text);
    this.types.write(CHAT);
    this.checker = new TypeChecker({
      types: this.types,
      folder: this.folder,
      clock: systemClock(),
      logger,
      ...options,
    });
  }

  save(file: string, text: string): string {
    Deno.writeTextFileSync(`${this.folder}/${file}`, text);
    return `${this.folder}/${file}`;
  }

  async warm(): Promise<number> {
    this.checker.warm();
    await until(() => this.checker.pid !== undefined, {
      what: `the server came up; ${logs.at(-1)}`,
      timeoutMs: 90_000,
    });
    return this.checker.pid!;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.checker.close();
    await Deno.remove(this.root, { recursive: true });
  }
}

const script = (body: string, { head = "", uses = `"chat"`, context = "chat" } = {}) =>
  `import { event, workflow } from "@bulkhead/workflow";
${head}
export default workflow({ on: event("a.b"), uses: [${uses}] }, async ({ event, ${context} }) => {
  ${body}
});
`;

const isAlive = (pid: number) => {
  try {
    return !/^State:\s+Z/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return false;
  }
};

Deno.test("a file beside a script, and the plugins' types, are seen as they are now", async () => {
  await using bench = new Bench({ "_shared.ts": "export const shared: number = 1;\n" });
  await bench.warm();
  const path = bench.save(
    "a.ts",
    script(`const n: number = shared; console.log(n);`, { head: `import { shared } from "./_shared.ts";` }),
  );
  assert.deepEqual(await bench.checker.check(path), []);
  bench.save("_shared.ts", "export const shared: string = '';\n");
  assert.match((await bench.checker.check(path))[0]!.message, /'string' is not assignable to type 'number'/);

  const shop = bench.save("b.ts", script(`await shop.buy({ item: 5 });`, { uses: `"shop"`, context: "shop" }));
  assert.match((await bench.checker.check(shop))[0]!.message, /"shop" is no plugin of this server; known: chat, mail/);
  bench.types.write([...CHAT, method("shop.buy", { item: "string" })]);
  bench.checker.typesChanged();
  assert.deepEqual((await bench.checker.check(shop)).map(({ message }) => message), [
    "Type 'number' is not assignable to type 'string'.",
  ]);
});

Deno.test("completion lists the methods of this server's plugins; hover and signature know their types", async () => {
  await using bench = new Bench();
  const at = (text: string) => {
    const [before, after] = text.split("|") as [string, string];
    const lines = before.split("\n");
    return { file: "a.ts", source: before + after, line: lines.length, column: lines.at(-1)!.length + 1 };
  };
  const complete = async (body: string, options = {}) =>
    (await bench.checker.complete(at(script(body, options)))).items.map(({ label }) => label);
  // The first question starts the server; while a machine is busy that takes longer than a person waits.
  await bench.warm();
  assert.deepEqual(await complete("await chat.|"), ["list", "message"]);
  assert.deepEqual(await complete("await chat.message.|"), ["send"]);
  assert.deepEqual(await complete(`await chat.message.send({ ch| })`), ["channel"]);
  assert.deepEqual(await complete("", { uses: `"|"` }), ["chat", "mail"]);
  assert.deepEqual(await complete("", { head: `import { x } from "npm:|";` }), []);

  const [send] = (await bench.checker.complete(at(script("await chat.message.|")))).items;
  assert.equal(send!.kind, "method");
  assert.match(send!.detail!, /channel: string/);
  assert.match(send!.documentation!, /Does chat\.message\.send/);
  const all = await bench.checker.complete(at(script("|")));
  assert.equal(all.items.length, 200);
  assert.equal(all.isIncomplete, true);
  assert.ok(all.items.slice(0, 20).some(({ label }) => label === "chat"), "what the script has comes first");

  const { text, range } = await bench.checker.hover(at(script(`await chat.message.se|nd({ channel: "", text: "" });`)));
  assert.match(text, /channel: string/);
  assert.deepEqual(range, { from: { line: 4, column: 22 }, to: { line: 4, column: 26 } });
  assert.deepEqual(await bench.checker.hover(at(script(`|`))), { text: "" });
  const help = await bench.checker.signature(at(script(`await chat.message.send(|`)));
  assert.deepEqual(help.signatures[0]!.parameters.length, 2);
  await assert.rejects(bench.checker.hover({ source: "a", line: 9, column: 1 }), /Line 9, column 1 is behind the end/);
});

Deno.test("a server that dies is done without and started again; one that is not used is ended", async () => {
  const clock = new TestClock();
  await using bench = new Bench({}, { clock });
  const path = bench.save("a.ts", script(`const a: string = 1; console.log(a);`));
  const first = await bench.warm();
  const faults = await bench.checker.check(path);
  Deno.kill(first, "SIGKILL");
  assert.deepEqual(await bench.checker.check(path), faults, "deno check stands in");
  await until(() => bench.checker.pid === undefined, { what: "the end is known" });
  bench.checker.warm();
  assert.equal(bench.checker.pid, undefined, "not at once, for it may break again");
  await clock.advance("61s");
  const second = await bench.warm();
  assert.notEqual(second, first);
  assert.deepEqual(await bench.checker.check(path), faults);
  await clock.advance("11m");
  await until(() => !isAlive(second), { what: "the idle server is ended" });
  assert.equal(bench.checker.pid, undefined);
  assert.deepEqual(await bench.checker.check(path), faults);
});

Deno.test("a server that says nothing, or no sense, is ended, and checks go on", async (t) => {
  const servers = {
    "nothing": `await new Promise((resolve) => setTimeout(resolve, 60_000));`,
    "no sense": `Deno.stdout.writeSync(new TextEncoder().encode("Content-Length: 99999999999\\r\\n\\r\\nhello"));
      await new Promise((resolve) => setTimeout(resolve, 60_000));`,
    "goodbye": "Deno.exit(3);",
  };
  for (const [what, code] of Object.entries(servers)) {
    await t.step(what, async () => {
      logs.length = 0;
      await using bench = new Bench({}, {
        command: [Deno.execPath(), "eval", code],
        timeoutMs: 500,
        startMs: 1_000,
      });
      const path = bench.save("a.ts", script(`const a: string = 1; console.log(a);`));
      bench.checker.warm();
      await until(() => logs.some((line) => /There is no language server/.test(line)), { what: "it is told" });
      assert.equal((await bench.checker.check(path)).length, 1);
      await assert.rejects(bench.checker.hover({ source: "a", line: 1, column: 1 }), /There is no language server/);
    });
  }
});
