import assert from "node:assert/strict";
import { readDraft, writeDraft } from "./drafts.ts";

class Box extends Map<string, string> {
  getItem = (key: string) => this.get(key) ?? null;
  setItem = (key: string, value: string) => void this.set(key, value);
  removeItem = (key: string) => void this.delete(key);
}

Deno.test("a draft belongs to one person and one channel, and an empty one leaves nothing behind", () => {
  const box = new Box();
  writeDraft("alice", "c1", "half a thought", box);
  assert.equal(readDraft("alice", "c1", box), "half a thought");
  assert.equal(readDraft("alice", "c2", box), "");
  assert.equal(readDraft("bob", "c1", box), "");
  writeDraft("alice", "c1", "", box);
  assert.equal(box.size, 0);
});

Deno.test("a full storage loses no draft while the page is open", () => {
  const full = new Box();
  full.setItem = () => {
    throw new Error("quota");
  };
  writeDraft("carol", "c1", "kept", full);
  assert.equal(readDraft("carol", "c1", full), "kept");
});
