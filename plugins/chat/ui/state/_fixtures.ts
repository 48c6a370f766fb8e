import type { Author, Channel, Message } from "./wire.ts";

/** Things of chat for tests. */

export const ALICE: Author = { id: "user_alice", name: "Alice", kind: "human" };
export const BOB: Author = { id: "user_bob", name: "Bob", kind: "human" };

/** A message at position `seq`, a minute of 2026-01-01 each. */
export function message(seq: number, more: Partial<Message> = {}): Message {
  const createdAt = new Date(Date.UTC(2026, 0, 1, 12, seq)).toISOString();
  return { id: `m${seq}`, channelId: "c1", text: `text ${seq}`, author: BOB, createdAt, seq, reactions: [], ...more };
}

export function channel(more: Partial<Channel> = {}): Channel {
  return {
    id: "c1",
    name: "general",
    private: false,
    topic: "",
    memberCount: 2,
    joined: true,
    unread: 0,
    lastSeq: 0,
    lastReadSeq: 0,
    createdAt: "2026-01-01T00:00:00Z",
    ...more,
  };
}
