import assert from "node:assert/strict";
import { bytes, duration, relativeTime } from "./time.ts";

Deno.test("times are told in the largest unit that fits", () => {
  const now = Date.parse("2026-06-15T12:00:00Z");
  const ago = (ms: number) => relativeTime(now - ms, now);
  assert.equal(ago(3_000), "now");
  assert.equal(ago(42_000), "42 s ago");
  assert.equal(ago(120_000), "2 min ago");
  assert.equal(ago(3 * 3_600_000), "3 h ago");
  assert.equal(ago(2 * 86_400_000), "2 d ago");
  assert.equal(relativeTime(now + 300_000, now), "in 5 min");
});

Deno.test("durations keep as much as matters", () => {
  assert.equal(duration(0.25), "250 µs");
  assert.equal(duration(12.4), "12 ms");
  assert.equal(duration(1_420), "1.4 s");
  assert.equal(duration(185_000), "3 min 5 s");
  assert.equal(duration(7_800_000), "2 h 10 min");
  assert.equal(duration(119_900), "2 min");
  assert.equal(duration(3_599_900), "60 min");
  assert.equal(duration(26 * 3_600_000), "1 d 2 h");
});

Deno.test("sizes are in powers of 1024", () => {
  assert.equal(bytes(512), "512 B");
  assert.equal(bytes(1536), "1.5 kB");
  assert.equal(bytes(48 * 1024 * 1024), "48 MB");
});
