import assert from "node:assert/strict";
import fc from "fast-check";
import { matchesType } from "../../sdk/page/type_pattern.ts";
import { overlap } from "./audible_types.ts";

Deno.test("two patterns overlap when one type fits both", () => {
  for (
    const [left, right, expected] of [
      ["polls.**", "polls.vote.cast", true],
      ["polls.**", "polls", true],
      ["**", "anything.at.all", true],
      ["polls.*.cast", "polls.vote.*", true],
      ["polls.*", "polls.vote.cast", true],
      ["polls.vote", "polls.vote.cast", false],
      ["polls.*.cast", "polls.vote.closed", false],
      ["polls.**", "pollster.vote", false],
      ["*.sent", "chat.message", false],
    ] as const
  ) {
    assert.equal(overlap(left, right), expected, `${left} and ${right}`);
    assert.equal(overlap(right, left), expected, `${right} and ${left}`);
  }
});

Deno.test("no type that fits both patterns is ever overlooked", () => {
  const segment = fc.constantFrom("a", "b");
  const pattern = fc.tuple(fc.array(fc.constantFrom("a", "b", "*"), { minLength: 1, maxLength: 4 }), fc.boolean())
    .map(([segments, open]) => [...segments, ...(open ? ["**"] : [])].join("."));
  const type = fc.array(segment, { minLength: 1, maxLength: 5 }).map((segments) => segments.join("."));
  fc.assert(
    fc.property(pattern, pattern, type, (left, right, type) => {
      if (matchesType(left, type) && matchesType(right, type)) assert.ok(overlap(left, right));
    }),
    { numRuns: 2_000 },
  );
});
