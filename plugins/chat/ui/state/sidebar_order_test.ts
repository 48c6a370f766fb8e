import assert from "node:assert/strict";
import fc from "fast-check";
import { placesFor, planMove, planSection, stepOf } from "./sidebar_order.ts";
import { sidebarOf } from "./sidebar.ts";
import type { Channel } from "./wire.ts";

const channel = (name: string, more: Partial<Channel> = {}): Channel => ({
  id: name,
  name,
  private: false,
  topic: "",
  memberCount: 1,
  joined: true,
  unread: 0,
  lastSeq: 0,
  lastReadSeq: 0,
  createdAt: "2026-11-20T00:00:00.000Z",
  ...more,
});
const sections = [{ id: "s1", name: "One", place: 1, collapsed: false }, {
  id: "s2",
  name: "Two",
  place: 2,
  collapsed: false,
}];

Deno.test("whatever is moved anywhere stands there, and all others keep their order", () => {
  const rows = fc.uniqueArray(
    fc.record({ id: fc.stringMatching(/^[a-f0-9]{1,3}$/), place: fc.integer({ min: 0, max: 3 }) }),
    {
      selector: (row) => row.id,
      minLength: 1,
      maxLength: 12,
    },
  );
  fc.assert(fc.property(rows, fc.nat(), fc.nat(), (list, which, where) => {
    const sorted = (all: typeof list) => [...all].sort((a, b) => a.place - b.place || (a.id < b.id ? -1 : 1));
    const before = sorted(list);
    const moved = before[which % before.length]!;
    const others = before.filter((row) => row !== moved);
    const at = where % before.length;
    const places = placesFor(before, moved.id, at);
    const after = sorted(before.map((row) => ({ ...row, place: places.get(row.id) ?? row.place })));
    assert.deepEqual(
      after.map(({ id }) => id),
      [...others.slice(0, at), moved, ...others.slice(at)].map(({ id }) => id),
    );
    assert.ok(places.size <= Math.ceil(before.length / 2) + 1, "at most the shorter side is told anew");
  }));
});

Deno.test("a channel goes into a section, out of the starred, and never among people", () => {
  const list = [channel("a", { starred: true, sectionId: "s1" }), channel("b"), channel("c", { sectionId: "s1" })];
  const groups = sidebarOf(list, { sections });
  assert.deepEqual(planMove(groups, { channel: list[0]!, group: "s1", before: "c" }), {
    id: "a",
    starred: false,
    assigned: [{ id: "a", sectionId: "s1", place: -1 }],
  });
  assert.deepEqual(planMove(groups, { channel: list[1]!, group: "starred" }), {
    id: "b",
    starred: true,
    assigned: [{ id: "b", sectionId: null, place: 1 }],
  });
  assert.equal(planMove(groups, { channel: list[1]!, group: "direct" }), undefined);
  assert.equal(planMove(groups, { channel: list[2]!, group: "s1" }), undefined, "it stands there already");
});

Deno.test("by keyboard a row goes step by step, over the edges of its group, and stops at the end", () => {
  const list = [channel("a", { sectionId: "s1" }), channel("b", { sectionId: "s1" }), channel("c")];
  const groups = sidebarOf(list, { sections });
  assert.deepEqual(stepOf(groups, "a", 1), { channel: list[0], group: "s1", before: undefined });
  assert.deepEqual(stepOf(groups, "b", -1), { channel: list[1], group: "s1", before: "a" });
  assert.deepEqual(stepOf(groups, "b", 1), { channel: list[1], group: "s2", before: undefined });
  assert.deepEqual(stepOf(groups, "c", -1), { channel: list[2], group: "s2", before: undefined });
  assert.equal(stepOf(groups, "a", -1), undefined);
  assert.equal(stepOf(groups, "c", 1), undefined);
});

Deno.test("a section is put above another one, or last", () => {
  assert.deepEqual([...planSection(sections, "s2", "s1")], [["s2", 0]]);
  assert.deepEqual([...planSection(sections, "s1")], [["s1", 3]]);
});
