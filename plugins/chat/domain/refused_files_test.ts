import assert from "node:assert/strict";
import type { RpcError } from "@bulkhead/plugin";
import { testPlugin } from "@bulkhead/testing";
import chat from "../plugin.ts";
import { isRefused, refusedEnds } from "./refused_files.ts";

Deno.test("ends of names are read however they are written, and blanks or case do not get a file past them", () => {
  assert.deepEqual(refusedEnds(" exe, .MSI;*.tar.gz\n"), [".exe", ".msi", ".tar.gz"]);
  assert.deepEqual([refusedEnds(""), refusedEnds(undefined)], [[], []]);
  const ends = refusedEnds("exe");
  for (const name of ["a.exe", "A.EXE", "a.exe. .", "a.exe\u200b", "photo\u202egnp.exe"]) {
    assert.equal(isRefused(name, ends), true, name);
  }
  for (const name of ["a.exe.txt", "exe", "aexe"]) assert.equal(isRefused(name, ends), false, name);
});

Deno.test("a file of a refused kind hangs on no message, whatever the page says", async () => {
  await using plugin = await testPlugin(chat, { id: "chat", settings: { refusedFiles: "exe" } });
  const ann = { caller: { id: "ann", name: "ann" } };
  assert.deepEqual((await plugin.call("chat.snapshot", {}, ann)).refusedFiles, [".exe"]);
  const file = plugin.upload({ name: "Setup.EXE", content: "MZ", type: "application/x-msdownload", owner: "ann" });
  await assert.rejects(
    plugin.call("chat.message.send", { channel: "#general", text: "look", files: [file.id] }, ann),
    (error: RpcError) => error.data.path === "/files/0" && /"Setup.EXE" are not taken/.test(error.message),
  );
});
