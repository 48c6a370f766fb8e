import assert from "node:assert/strict";
import { openRoom } from "./escape_room.ts";

const LIMITS = { storageMb: 24, callMs: 60_000 };

Deno.test("within its quota it stores what it likes", async () => {
  await using room = await openRoom({ limits: LIMITS });
  const outcome = await room.attempt("storage/one large file", { mb: 8 });
  assert.equal(outcome.value, "written");
});

for (const way of ["one large file", "many files", "files that are removed while open", "a database"]) {
  Deno.test(`over quota by ${way}: ended with reason storage, close to the limit`, async () => {
    await using room = await openRoom({ limits: LIMITS });
    const end = await room.end(`storage/${way}`, { mb: 2_000 });
    assert.equal(end.reason, "storage", `${end.message} ${end.stderr}`);
    // How far it gets in a tenth of a second is up to the disk; without the guard it would be all two gigabytes.
    assert.ok(end.used.storageBytes < 500e6, `${end.used.storageBytes} bytes were written`);
  });
}

Deno.test("the Cache API, which needs no permission, stores nothing even in a nested Worker", async () => {
  await using room = await openRoom({ limits: { ...LIMITS, workers: 1 } });
  const outcome = await room.attempt("storage/the Cache API of a nested Worker");
  assert.match(String(outcome.value ?? outcome.error), /refused|Not a directory|not defined/i);
});
