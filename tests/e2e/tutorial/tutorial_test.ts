import assert from "node:assert/strict";
import { CHECKOUT } from "../../harness/mod.ts";
import { Reader } from "./_reader.ts";
import { stepsOf } from "./_tutorial.ts";

Deno.test("the tutorial of plugins/README.md comes out as it says, in an empty folder outside of the repository", async () => {
  const steps = stepsOf(await Deno.readTextFile(`${CHECKOUT}/plugins/README.md`));
  const commands = steps.flatMap((step) =>
    "command" in step ? /^bulkhead plugin (\w+)/.exec(step.command)?.[1] ?? [] : []
  );
  for (const verb of ["new", "dev", "test", "check", "build", "keygen", "publish", "install", "update"]) {
    assert.ok(commands.includes(verb), `the tutorial does not show plugin ${verb}`);
  }
  await using reader = await Reader.start();
  for (const step of steps) await reader.take(step);
});
