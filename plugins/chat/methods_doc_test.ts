import assert from "node:assert/strict";
import { testHost } from "@bulkhead/testing";
import chat from "./plugin.ts";

Deno.test("the list of what there is for each task names every method of chat, and none that is not there", async () => {
  const text = await Deno.readTextFile(new URL("METHODS.md", import.meta.url));
  const named = new Set<string>();
  for (const line of text.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| ---"))) {
    let family = "";
    // `message.send` says the family, and `.edit` after it is another one of that.
    for (const [, name] of line.matchAll(/`((?:host\.|events\.)?[a-z_.]*[a-zA-Z_.]+)`/g)) {
      if (/^(host|events|chat)\./.test(name!)) {
        family = name!.slice(0, name!.lastIndexOf("."));
        continue;
      }
      if (name!.startsWith(".")) named.add(`${family}${name}`);
      else if (name!.includes(".") || name! in chat.methods!) {
        named.add(name!);
        family = name!.includes(".") ? name!.slice(0, name!.lastIndexOf(".")) : "";
      }
    }
  }
  const ours = [...named].filter((name) => !name.startsWith("host.") && !/^thumbnail\.|plugin\./.test(name));
  assert.deepEqual(ours.sort(), Object.keys(chat.methods!).sort());
});

Deno.test("what it says of the host is there as well", async () => {
  await using host = await testHost({ folders: [], plugins: [] });
  const { methods } = await (await host.fetch("/openrpc.json", { headers: { "x-forwarded-user": "alice" } })).json();
  const there = new Set(methods.map(({ name }: { name: string }) => name));
  const text = await Deno.readTextFile(new URL("METHODS.md", import.meta.url));
  const named = [...text.matchAll(/`((?:host|events)\.[a-zA-Z.]+)`/g)].map(([, name]) => name!);
  assert.ok(named.length > 20);
  assert.deepEqual(named.filter((name) => !there.has(name)), []);
});
