import assert from "node:assert/strict";
import { matchesType } from "./type_pattern.ts";

Deno.test("patterns of event types fit as the host's do", () => {
  const fits: [string, string, boolean][] = [
    ["chat.message.sent", "chat.message.sent", true],
    ["chat.message.sent", "chat.message.edited", false],
    ["chat.message.*", "chat.message.sent", true],
    ["chat.*", "chat.message.sent", true],
    ["chat.*", "chat", false],
    ["chat.*.sent", "chat.message.sent", true],
    ["chat.*.sent", "chat.message.edited", false],
    ["chat.*.sent", "chat.message.sent.twice", false],
    ["chat.**", "chat.message.sent", true],
    ["chat.**", "github.issues.opened", false],
    ["**", "anything.at.all", true],
    ["*", "anything.at.all", true],
  ];
  for (const [pattern, type, expected] of fits) {
    assert.equal(matchesType(pattern, type), expected, `${pattern} on ${type}`);
  }
});
