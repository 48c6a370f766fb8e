import assert from "node:assert/strict";
import { TestEngine } from "./_test_host.ts";
import { readTemplate } from "./templates.ts";
import type { Template } from "./editor_wire.ts";

const WELCOME = `/**
 * Welcome a new member
 *
 * Says hello in the channel, waits a day
 * and asks how it goes.
 *
 * Second paragraph.
 */
import { event, workflow } from "@bulkhead/workflow";

export default workflow({
  on: event("chat.member.joined"),
  uses: ["chat", 'mail-box'],
}, async () => {});
`;
const BARE = `import { every, workflow } from "@bulkhead/workflow";
export default workflow({ on: every("1d") }, async () => {});
`;

Deno.test("a template says what it is in the comment at its top", () => {
  assert.deepEqual(readTemplate("welcome.ts", WELCOME, ["chat"]), {
    id: "welcome",
    title: "Welcome a new member",
    description: "Says hello in the channel, waits a day and asks how it goes.\n\nSecond paragraph.",
    uses: ["chat", "mail-box"],
    source: WELCOME,
    available: false,
    missing: ["mail-box"],
  });
  const { title, description, uses, available } = readTemplate("nightly_backup.ts", BARE, []);
  assert.deepEqual([title, description, uses, available], ["Nightly backup", "", [], true]);
});

Deno.test("the templates of the product's folder are listed, without tests and what they share", async () => {
  await using engine = new TestEngine();
  engine.templates = `${engine.root}/templates`;
  await engine.start();
  const list = async () => (await engine.call<{ items: Template[] }>("templates.list")).items;
  assert.deepEqual(await list(), []);
  Deno.mkdirSync(engine.templates);
  const files = { "welcome.ts": WELCOME, "bare.ts": BARE, "welcome_test.ts": "", "_shared.ts": "", "README.md": "" };
  for (const [file, text] of Object.entries(files)) Deno.writeTextFileSync(`${engine.templates}/${file}`, text);
  assert.deepEqual((await list()).map(({ id, missing }) => [id, missing]), [["bare", []], ["welcome", ["mail-box"]]]);
});
