import assert from "node:assert/strict";
import type { BusEvent } from "../sdk/channel/protocol.ts";
import { createWriter, openDatabase } from "../storage/mod.ts";
import { createAudience, isAudience } from "./audience.ts";
import { openRooms } from "./rooms.ts";

function setUp(path = ":memory:") {
  const db = openDatabase(path);
  const writer = createWriter(db);
  const rooms = openRooms({ db, writer });
  return { rooms, audience: createAudience(rooms), [Symbol.asyncDispose]: () => writer.close().then(() => db.close()) };
}
const event = (audience: string, source = "chat") => ({ audience, source }) as BusEvent;

Deno.test("the members that a plugin named last may see its rooms' events, and nobody else", async () => {
  await using t = setUp();
  await t.rooms.set("chat", "r1", ["ann", "bob"]);
  await t.rooms.set("other", "r1", ["eve"]);
  const sees = (id: string, role = "member", source = "chat") =>
    t.audience.allows(event("room:r1", source), { id, role });
  assert.deepEqual(["ann", "bob", "eve"].map((id) => sees(id)), [true, true, false]);
  assert.equal(sees("eve", "owner"), false, "not even an owner");
  assert.equal(sees("eve", "member", "other"), true, "a room belongs to its plugin");
  await t.rooms.set("chat", "r1", ["bob", "cat", "cat"]);
  assert.deepEqual(t.rooms.members("chat", "r1"), ["bob", "cat"]);
  assert.deepEqual(["ann", "bob", "cat"].map((id) => sees(id)), [false, true, true]);
  await t.rooms.set("chat", "r1", []);
  assert.equal(sees("bob"), false);
});

Deno.test("rooms are there after a restart", async () => {
  const dir = await Deno.makeTempDir();
  try {
    {
      await using t = setUp(`${dir}/a.db`);
      await t.rooms.set("chat", "r1", ["ann"]);
    }
    await using t = setUp(`${dir}/a.db`);
    assert.equal(t.rooms.has("chat", "r1", "ann"), true);
    assert.deepEqual(t.rooms.members("chat", "r2"), []);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("a role audience reaches that role and the stronger ones, plugins reaches no person", async () => {
  await using t = setUp();
  const allowed = (audience: string) =>
    ["guest", "agent", "member", "admin", "owner"].filter((role) =>
      t.audience.allows(event(audience), { id: "x", role })
    );
  assert.deepEqual(allowed("role:member"), ["member", "admin", "owner"]);
  assert.deepEqual(allowed("role:guest").length, 5);
  assert.deepEqual(allowed("role:owner"), ["owner"]);
  for (const none of ["plugins", "role:nobody", "", "everyone", "room:"]) assert.deepEqual(allowed(none), [], none);
  assert.equal(t.audience.allows(event("role:guest"), { id: "x", role: "stranger" }), false);
});

Deno.test("only well-formed audiences pass", () => {
  for (const good of ["plugins", "role:admin", "room:user-1"]) assert.ok(isAudience(good));
  for (const bad of ["", "role:boss", "room:", "room:a b", "all"]) assert.ok(!isAudience(bad), bad);
});
