import assert from "node:assert/strict";
import { closest } from "./suggest.ts";

Deno.test("the nearest name is suggested, and none when all are far", () => {
  const names = ["chat.message.send", "chat.message.list", "host.user.me"];
  assert.equal(closest("chat.mesage.send", names), "chat.message.send");
  assert.equal(closest("chat.message.lst", names), "chat.message.list");
  assert.equal(closest("Host.User.Me", names), "host.user.me");
  assert.equal(closest("weather.now", names), undefined);
});
