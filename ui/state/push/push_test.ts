import assert from "node:assert/strict";
import { deviceName } from "./device_name.ts";
import { noticeOf, optionsOf, pathOf } from "./notice.ts";

Deno.test("browsers get names that people know them by", () => {
  const names = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
    "",
  ].map(deviceName);
  assert.deepEqual(names, ["Firefox, Linux", "Chrome, Android", "Safari, iPhone", "Edge, Windows", "Browser"]);
});

Deno.test("only what the host sends is shown, and a click leads nowhere but into the cockpit", () => {
  const notice = { plugin: "chat", title: "Ann", url: "/app/chat/c1#m1", tag: "chat:m1", at: 1, group: "c1", order: 7 };
  assert.deepEqual(noticeOf(notice), notice);
  for (const bad of [null, 1, "x", {}, { ...notice, url: 7 }, { ...notice, title: undefined }]) {
    assert.equal(noticeOf(bad), undefined);
  }
  const { data, tag } = optionsOf(notice);
  assert.deepEqual([data, tag], [{ plugin: "chat", url: "/app/chat/c1#m1", group: "c1", order: 7 }, "chat:m1"]);
  const origin = "https://team.example.com";
  assert.equal(pathOf("/app/chat/c1?x=1#m1", origin), "/app/chat/c1?x=1#m1");
  for (const bad of ["https://evil.example/", "//evil.example/x", "javascript:alert(1)", "/\\evil.example"]) {
    assert.equal(pathOf(bad, origin), "/", bad);
  }
});
