import assert from "node:assert/strict";
import { manualClock } from "../../observe/mod.ts";
import { safePath, TRIP_MS, Trips } from "./trips.ts";

const ABOUT = { provider: "acme", redirectUri: "http://x/", purpose: { kind: "sign-in" }, returnTo: "/" } as const;

Deno.test("a way to a provider is good for ten minutes, once, and in the process that began it", async () => {
  const clock = manualClock(Date.UTC(2026, 0, 1));
  const trips = new Trips(clock);
  const { trip, sealed } = await trips.begin(ABOUT);
  assert.equal(await new Trips(clock).take(trip.state, sealed), undefined, "another process");
  assert.equal(await trips.take(trip.state, `${sealed.slice(0, -4)}AAAA`), undefined, "a changed cookie");
  assert.equal(await trips.take(trip.state, "no base64 !"), undefined);
  assert.equal(await trips.take(trip.state, undefined), undefined);
  await clock.advance(TRIP_MS - 1);
  assert.deepEqual(await trips.take(trip.state, sealed), trip);
  assert.equal(await trips.take(trip.state, sealed), undefined, "a second time");

  const late = await trips.begin(ABOUT);
  await clock.advance(TRIP_MS);
  assert.equal(await trips.take(late.trip.state, late.sealed), undefined, "too late");
  assert.notEqual(late.trip.state, trip.state);
  assert.equal(sealed.includes(trip.verifier), false);
});

Deno.test("a path to go on to never leads off this host, however it is written", () => {
  for (const good of ["/", "/people", "/workflows/x?state=failed&a=%2f%2fb#frag", "/app/chat/%2e%2e"]) {
    const url = new URL(safePath(good), "https://team.example.org");
    assert.equal(url.origin, "https://team.example.org");
  }
  assert.equal(safePath("/people?x=1#y"), "/people?x=1#y");
  const bad = ["", "x", "//x", "/\\x", "\\\\x", "/\t/x", "/ /x", "http:x", "/.//x", "/%2e//x", "/a/../..//x", null, 7];
  for (const path of bad) assert.equal(safePath(path), "/", String(path));
  assert.equal(safePath(`/${"x".repeat(3_000)}`), "/");
  assert.equal(safePath(`/${"é".repeat(400)}`), "/", "it would not fit into a cookie");
});
