import assert from "node:assert/strict";
import { SAMPLES, shellQuoted } from "./samples.ts";

const origin = "https://team.example.com";

Deno.test("whatever stands in a text, a shell takes it for one word", async () => {
  for (const text of ["", "plain", "it's", "a 'b' c", "$HOME `id` $(id)", "a\nb", "\\", "!! 100% \u2028 é"]) {
    const { stdout } = await new Deno.Command("sh", { args: ["-c", `printf %s ${shellQuoted(text)}`] }).output();
    assert.equal(new TextDecoder().decode(stdout), text);
  }
});

Deno.test("names that are no identifiers are reached and written all the same", () => {
  const sample = SAMPLES.typescript({
    method: "link-check.page.check",
    params: { url: "https://x.example", "a-b": [1, { c: null }] },
    origin,
  });
  assert.match(
    sample,
    /await client\["link-check"\]\.page\.check\(\{ url: "https:\/\/x\.example", "a-b": \[1, \{ c: null \}\] \}\)/,
  );
});

Deno.test("a name that would set a prototype is a name like any other", () => {
  const params = JSON.parse('{"__proto__": {"x": 1}}');
  assert.match(SAMPLES.typescript({ method: "a.b", params, origin }), /a\.b\(\{ \["__proto__"\]: \{ x: 1 \} \}\)/);
});

Deno.test("long params are written over several lines that are still a program", () => {
  const params = { text: "x".repeat(90), list: ["a", "b"] };
  const sample = SAMPLES.typescript({ method: "a.b", params, origin });
  const given = /client\.a\.b\(([\s\S]*)\);\nconsole/.exec(sample)![1]!;
  assert.deepEqual(new Function(`return ${given}`)(), params);
  assert.ok(given.split("\n").length > 2);
});

Deno.test("a call without params has none", () => {
  assert.equal(SAMPLES.cli({ method: "host.user.me", params: {}, origin }), "bulkhead call host.user.me");
  assert.match(SAMPLES.typescript({ method: "host.user.me", params: {}, origin }), /client\.host\.user\.me\(\);/);
});
