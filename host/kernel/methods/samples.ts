/** What the examples of this folder's methods are about. */

export const SAMPLE_PLUGIN = {
  id: "polls",
  version: "1.2.0",
  name: "Polls",
  description: "Questions with answers to choose from.",
  enabled: true,
  state: "ready" as const,
  since: "2026-03-01T08:00:00.000Z",
  running: true,
  bundled: false,
  restarts: 0,
  methods: 6,
};

export const SAMPLE_PERMISSION = {
  kind: "call",
  target: "calendar.event.add",
  reason: "Puts the day that won into the calendar",
  granted: true,
  risk: "low" as const,
  words: "Calls calendar.event.add",
  declared: true,
  grantable: true,
};

export const SAMPLE_REGISTRY = {
  url: "https://plugins.example.com/",
  name: "Example plugins",
  publicKey: "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=",
  fingerprint: "3f1a0c5d9be24778a6c0d2e4f8b19a70",
  revision: 12,
  expires: "2026-06-01T00:00:00.000Z",
  plugins: 4,
  addedBy: "u-4m8qk2",
  addedAt: "2026-03-01T08:00:00.000Z",
  checkedAt: "2026-03-02T08:00:00.000Z",
};
