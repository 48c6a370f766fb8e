import type { Peer } from "../../../../host/sdk/channel/mod.ts";

/** One way of trying something. What it answers counts as a success; what it throws is how it was refused. */
export type Attempt = (args: Record<string, unknown>, peer: Peer) => unknown;
