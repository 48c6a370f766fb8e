import assert from "node:assert/strict";
import { checkMethodName, checkPattern, matcher } from "./names.ts";

Deno.test("a star stands for one segment, as the last one for one or more", () => {
  const cases: [string, string[], string[]][] = [
    ["chat.message.sent", ["chat.message.sent"], ["chat.message.sen", "chat.message.sent.x", "chatXmessage.sent"]],
    ["chat.*.sent", ["chat.message.sent"], ["chat.sent", "chat.a.b.sent"]],
    ["chat.message.*", ["chat.message.sent", "chat.message.a.b"], ["chat.message", "chat.messages.sent"]],
    ["chat.**", ["chat.a", "chat.a.b.c"], ["chat", "chats.a"]],
    ["link-check.*", ["link-check.found"], ["linkXcheck.found"]],
  ];
  for (const [pattern, yes, no] of cases) {
    for (const type of yes) assert.ok(matcher(pattern)(type), `${pattern} should match ${type}`);
    for (const type of no) assert.ok(!matcher(pattern)(type), `${pattern} should not match ${type}`);
  }
});

Deno.test("names that nobody could call are refused when the plugin is defined", () => {
  for (const name of ["send", "message.send", "message.toggle_react", "a.b.setRole"]) checkMethodName(name);
  for (const name of ["", "Send", "a..b", "a.b.c.d", "a-b", "1a", "a."]) {
    assert.throws(() => checkMethodName(name), /is not valid/, name);
  }
  for (const pattern of ["chat.message.sent", "chat.**", "*", "github.*.opened"]) checkPattern(pattern);
  for (const pattern of ["", "chat..x", "chat.me*", "Chat.x"]) {
    assert.throws(() => checkPattern(pattern), /is not valid/, pattern);
  }
});
