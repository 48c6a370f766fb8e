import { takeStdio } from "./captured_stdio.ts";
import { Peer } from "./peer.ts";
import type { PeerOptions } from "./peer_types.ts";
import { stdioTransport } from "./transport.ts";

/**
 * Opens the compartment's end of the channel over the stdio that the prelude took; works once. Log records flow to the
 * host as `log` notifications, and the compartment ends when the host closes the channel.
 */
export function openCompartmentPeer(options: Omit<PeerOptions, "side" | "transport"> = {}): Peer {
  const stdio = takeStdio();
  const peer = new Peer({ ...options, side: "compartment", transport: stdioTransport(stdio.streams) });
  stdio.onRecords((records) => peer.notify("log", { records }));
  peer.closed.then(() => self.close());
  return peer;
}
