import assert from "node:assert/strict";
import { channel } from "./_fixtures.ts";
import { sidebarOf } from "./sidebar.ts";

const SECTIONS = [{ id: "s1", name: "Projects", place: 1, collapsed: false }];
const shape = (groups: ReturnType<typeof sidebarOf>) =>
  groups.map((group) => `${group.id}: ${group.channels.map((each) => each.name).join(" ")}`.trim());

Deno.test("each conversation stands in one place: starred, a section, channels, people by what is newest", () => {
  const channels = [
    channel({ id: "a", name: "alpha", sectionId: "s1", starred: true }),
    channel({ id: "b", name: "beta", sectionId: "s1" }),
    channel({ id: "c", name: "gone", sectionId: "deleted" }),
    channel({ id: "d", kind: "dm", name: "Bob", lastSeq: 3 }),
    channel({ id: "e", kind: "dm", name: "Carol", lastSeq: 9 }),
    channel({ id: "f", kind: "dm", name: "Closed", hidden: true }),
    channel({ id: "g", name: "public", joined: false }),
  ];
  assert.deepEqual(shape(sidebarOf(channels, { sections: SECTIONS })), [
    "starred: alpha",
    "s1: beta",
    "channels: gone",
    "direct: Carol Bob",
  ]);
});

Deno.test("filtered, only what is new stays, with what is open; what is muted is new when it calls", () => {
  const channels = [
    channel({ id: "a", name: "read" }),
    channel({ id: "b", name: "new", unread: 2 }),
    channel({ id: "c", name: "muted", unread: 2, muted: true }),
    channel({ id: "d", name: "calls", unread: 2, mentions: 1, muted: true }),
    channel({ id: "e", name: "open" }),
  ];
  const groups = sidebarOf(channels, { sections: SECTIONS, unreadOnly: true, current: "e" });
  assert.deepEqual(shape(groups), ["channels: calls new open"]);
});
