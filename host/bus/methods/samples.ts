/** What the examples of this folder's methods are about. */

export const SAMPLE_EVENT = {
  specversion: "1.0" as const,
  id: "e-8c1f0a",
  source: "polls",
  type: "polls.poll.closed",
  time: "2026-03-01T09:00:00.000Z",
  datacontenttype: "application/json" as const,
  data: { id: "p-12", votes: 7 },
  actorkind: "human" as const,
  hops: 0,
  seq: 4711,
  audience: "member",
};

export const SAMPLE_CONSUMER = {
  name: "plugin:polls",
  types: ["polls.poll.*"],
  state: "running" as const,
  position: 4711,
  lag: 0,
  inFlight: 0,
  paused: false,
  deadLetters: 0,
};

export const SAMPLE_DEAD_LETTER = {
  id: 3,
  consumer: "plugin:polls",
  attempts: 5,
  error: "The poll p-12 is not there",
  time: "2026-03-01T09:05:00.000Z",
  event: SAMPLE_EVENT,
  hidden: false,
};
