import assert from "node:assert/strict";
import { RpcFailure } from "../sdk/failure.ts";
import { deviceName, passkeyFailure, passkeyHindrance } from "./passkeys.ts";

Deno.test("where there are no passkeys it is said why, and where there are some", () => {
  const at = (url: string, hasApi = true) => passkeyHindrance(new URL(url) as unknown as Location, hasApi);
  assert.equal(at("https://team.example.com/"), undefined);
  assert.equal(at("http://localhost:8080/account"), undefined);
  assert.equal(at("http://127.0.0.1:8080/account")?.link, "http://localhost:8080/account");
  assert.match(at("http://192.168.1.5:8080/")!.text, /by its name/);
  assert.match(at("http://[::1]:8080/")!.text, /by its name/);
  assert.match(at("http://team.example.com/")!.text, /https/);
  assert.match(at("https://team.example.com/", false)!.text, /browser/);
});

Deno.test("calling it off is no failure, everything else is told", () => {
  const thrown = (name: string) => passkeyFailure(Object.assign(new Error("why"), { name }));
  assert.equal(thrown("NotAllowedError"), undefined);
  assert.equal(thrown("AbortError"), undefined);
  assert.match(thrown("InvalidStateError")!.message, /already/);
  assert.match(thrown("UnknownError")!.message, /why/);
  const refused = new RpcFailure({ code: -32001, reason: "bad_passkey", message: "The passkey was not accepted" });
  assert.equal(passkeyFailure(refused), refused);
});

Deno.test("a browser is called as its person would call it", () => {
  assert.equal(
    deviceName("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"),
    "Chrome on Linux",
  );
  assert.equal(
    deviceName("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"),
    "Safari on iOS",
  );
  assert.equal(deviceName("curl/8"), "Browser");
});
