import assert from "node:assert/strict";
import { withEmoji } from "./emoticons.ts";

Deno.test("signs that stand alone become emoji", () => {
  assert.equal(withEmoji("Hi :) all\n<3 ;-)"), "Hi 🙂 all\n❤️ 😉");
});

Deno.test("inside of words, addresses and code they stay", () => {
  for (const text of ["list:)", "http://a:D/", "`:) x`", "```\nif (a :) b\n```", "a<3", "(see 1:)", "``` open :) "]) {
    assert.equal(withEmoji(text), text);
  }
});
