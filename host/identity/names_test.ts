import assert from "node:assert/strict";
import fc from "fast-check";
import { DisplayName, Handle, handleFrom } from "./names.ts";

Deno.test("whatever a proxy calls somebody, a valid handle comes of it", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (subject) => {
    assert.equal(Handle.safeParse(handleFrom(subject)).success, true, JSON.stringify(handleFrom(subject)));
  }));
  assert.equal(handleFrom("Ann.Lee@example.org"), "ann.lee");
  assert.equal(handleFrom("CORP\\ann"), "corp-ann");
  assert.equal(handleFrom("everyone"), "user-everyone");
  assert.equal(handleFrom("@"), "user-1");
});

Deno.test("handles are short, plain and nobody's by meaning", () => {
  for (const good of ["a", "ann", "Ann", "ann.lee", "a-b_c.9", "9lives", " ann\n"]) {
    assert(Handle.safeParse(good).success, good);
  }
  for (const bad of ["", "-a", ".a", "a b", "ä", "a".repeat(33), "here", "Everyone", "system", "a\nb", "__proto__"]) {
    assert(!Handle.safeParse(bad).success, bad);
  }
});

Deno.test("names may be in any script, without what steers a terminal or turns the direction of text", () => {
  for (const good of ["Ann Lee", "李小龍", "محمد", "O'Neill-Ünal"]) assert(DisplayName.safeParse(good).success, good);
  for (const bad of ["", "  ", "a\u0000b", "a\u202eb", "a\u2066b", "a\u001b[31mb", "x".repeat(81)]) {
    assert(!DisplayName.safeParse(bad).success, JSON.stringify(bad));
  }
});
