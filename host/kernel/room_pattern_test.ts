import assert from "node:assert/strict";
import { roomMatcher } from "./room_pattern.ts";

Deno.test("a star in the name of a room stands for any part of it", () => {
  for (
    const [pattern, room, fits] of [
      ["lobby", "lobby", true],
      ["lobby", "lobby2", false],
      ["*", "anything", true],
      ["**", "", true],
      ["user-*", "user-7", true],
      ["user-*", "team-7", false],
      ["*-live", "a-live", true],
      ["a*b*c", "a1b2c", true],
      ["a*b*c", "acb", false],
      ["ab*bc", "abc", false],
      ["a.c", "abc", false],
    ] as const
  ) assert.equal(roomMatcher(pattern)(room), fits, `${pattern} ${room}`);
});

Deno.test("a pattern of a hundred stars is judged like any other", () => {
  assert.equal(roomMatcher("*a".repeat(100))("a".repeat(199) + "b"), false);
  assert.equal(roomMatcher("*a".repeat(100))("a".repeat(200)), true);
});
