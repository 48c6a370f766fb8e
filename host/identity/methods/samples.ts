/** What the examples of this folder's methods are about; one small team, the same everywhere. */

export const SAMPLE_USER = {
  id: "u-4m8qk2",
  handle: "bob",
  name: "Bob Tar",
  role: "member" as const,
  disabled: false,
  createdAt: "2026-02-03T09:12:40.000Z",
  sources: [{ id: "local", name: "This server" }],
  groups: [{ id: "g-7h2m5x", name: "Night watch" }],
};

export const SAMPLE_GROUP = {
  id: "g-7h2m5x",
  name: "Night watch",
  memberCount: 1,
  createdAt: "2026-02-04T10:00:00.000Z",
};

export const SAMPLE_SESSION = {
  id: "s-3fk2l8",
  userId: SAMPLE_USER.id,
  createdAt: "2026-03-01T08:00:00.000Z",
  lastSeenAt: "2026-03-02T17:31:05.000Z",
  expiresAt: "2026-03-31T08:00:00.000Z",
  address: "192.0.2.17",
  agent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0.0.0",
};

export const SAMPLE_TOKEN = {
  id: "t-7h2m5x",
  userId: SAMPLE_USER.id,
  name: "CI",
  role: "member" as const,
  scope: ["polls.**"],
  createdAt: "2026-03-01T08:00:00.000Z",
  expiresAt: "2026-05-30T08:00:00.000Z",
};

export const SAMPLE_LINK = {
  id: "i-9d4kq1",
  link: "https://bulkhead.example.com/invite#3uXk…",
  expiresAt: "2026-03-08T08:00:00.000Z",
};
