import assert from "node:assert/strict";
import { statusUntil } from "./status_times.ts";

/** A Wednesday. */
const NOW = new Date(2026, 10, 25, 15, 20);

Deno.test("a status ends after its time, at the end of the day, or of the week on Monday", () => {
  assert.deepEqual(statusUntil("half_hour", NOW), new Date(2026, 10, 25, 15, 50));
  assert.deepEqual(statusUntil("today", NOW), new Date(2026, 10, 26));
  assert.deepEqual(statusUntil("week", NOW), new Date(2026, 10, 30));
  assert.equal(statusUntil("never", NOW), undefined);
});

Deno.test("on a Monday the week is a whole one, on a Sunday it ends with the day", () => {
  assert.deepEqual(statusUntil("week", new Date(2026, 10, 23, 9)), new Date(2026, 10, 30));
  assert.deepEqual(statusUntil("week", new Date(2026, 10, 29, 9)), new Date(2026, 10, 30));
});
