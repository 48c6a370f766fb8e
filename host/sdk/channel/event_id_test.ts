import assert from "node:assert/strict";
import { newEventId } from "./event_id.ts";

Deno.test("event ids are UUIDs of version 7 that grow, also many in one millisecond", () => {
  const ids = Array.from({ length: 20_000 }, newEventId);
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual(ids, ids.toSorted());
  for (const id of ids.slice(0, 50)) {
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  const ms = Number.parseInt(ids[0]!.replace("-", "").slice(0, 12), 16);
  assert.ok(Math.abs(ms - Date.now()) < 60_000);
});
