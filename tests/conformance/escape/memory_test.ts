import assert from "node:assert/strict";
import { openRoom } from "./escape_room.ts";

const BOMBS = [
  "heap",
  "one string",
  "ArrayBuffers",
  "ArrayBuffers without a pause",
  "SharedArrayBuffers",
  "WebAssembly memory",
  "a database in memory",
];

for (const bomb of BOMBS) {
  Deno.test(`memory bomb by ${bomb}: ended with reason memory, while its neighbour answers`, async () => {
    await using room = await openRoom({ limits: { memoryMb: 64, callMs: 60_000 } });
    const neighbour = await room.another({ limits: {} });
    const end = await room.end(`bomb/${bomb}`);
    assert.equal(end.reason, "memory", `${end.message}\n${end.stderr}`);
    assert.ok(end.used.rssBytes < 1_400e6, `it grew to ${end.used.rssBytes} bytes`);
    assert.deepEqual(await neighbour.request("attempt", { name: "echo", args: { up: 1 } }), { value: { up: 1 } });
  });
}
