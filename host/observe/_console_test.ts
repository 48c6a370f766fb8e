import assert from "node:assert/strict";
import { ConsoleLog } from "./_console.ts";
import { toLine } from "./_records.ts";

async function printed(format: "text" | "json", message: string, source = "plugins.polls"): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  const output = {
    write: (bytes: Uint8Array) => {
      text += decoder.decode(bytes);
      return Promise.resolve(bytes.length);
    },
  };
  const console = new ConsoleLog(format, false, { output });
  console.print(toLine(source, { level: "warn", message, fields: { message } }, 0));
  await console.close();
  return text;
}

Deno.test("a message of several lines cannot be taken for several records", async () => {
  const text = await printed("text", "lost\r\n00:00:00.000 ERROR host: forged\nand more");
  const lines = text.trimEnd().split("\n");
  assert.match(lines[0]!, /^00:00:00\.000 WARN {2}plugins\.polls lost$/);
  assert.deepEqual(lines.slice(1).map((line) => /^ {13}│ /.test(line)), [true, true]);
  assert.equal((await printed("json", "a\r\nb")).trimEnd().split("\n").length, 1);
});

Deno.test("nothing that is printed steers the terminal or turns what is read", async () => {
  const nasty = "\u001b[2J\u009b31m\u0007\u007f\u202eevil\u2066\u2028\u0000";
  for (const format of ["text", "json"] as const) {
    const text = await printed(format, nasty, `plugins.${nasty}`);
    // deno-lint-ignore no-control-regex -- they are what must not be there
    assert.doesNotMatch(text.trimEnd(), /[\x00-\x1f\x7f-\x9f\u202e\u2066\u2028]/);
    assert.ok(text.includes("evil"));
  }
  assert.equal(JSON.parse(await printed("json", nasty)).message, nasty);
});
