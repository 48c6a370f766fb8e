import assert from "node:assert/strict";

/** What authors import. */
const DOORS = ["host/sdk/plugin.ts", "host/sdk/testing.ts", "ui/sdk/page/mod.ts"];
/** Named in public signatures and documented where they are: by zod, by the SDK for scripts, by the error table. */
const ELSEWHERE = [
  "ZodType",
  "input",
  "output",
  "Duration",
  "ErrorRecord",
  "StepRecord",
  "Workflow",
  "ERRORS",
  "Plugins",
  "Method",
];

Deno.test("every name that authors of plugins import says what it is", async () => {
  const { stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--lint", ...DOORS],
    cwd: new URL("../../", import.meta.url),
    env: { NO_COLOR: "1" },
    stdout: "null",
    stderr: "piped",
  }).output();
  const text = new TextDecoder().decode(stderr);
  assert.match(text, /^(Checked \d+ file|error)/m, text);
  const faults = text.split(/^(?=error\[)/m).filter((part) => part.startsWith("error[")).filter((part) => {
    const named = /^error\[private-type-ref\].* references private type '(\w+)'/.exec(part)?.[1];
    return named === undefined || !ELSEWHERE.includes(named);
  });
  assert.deepEqual(faults, []);
});
