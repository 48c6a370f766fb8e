/**
 * The channel between the host and a compartment: frames, JSON-RPC in both directions, streams of bytes.
 * Both ends use it; the messages themselves are in `protocol.ts`, the compartment's first module is `prelude.ts`.
 *
 * @module
 */
export { Peer } from "./peer.ts";
export type { ChannelEnd, IncomingRequest, PeerOptions, PeerRequestOptions, PeerStats } from "./peer_types.ts";
export { openCompartmentPeer } from "./compartment_peer.ts";
export {
  DEFAULT_MAX_FRAME_BYTES,
  encodeFrame,
  encodeStreamFrame,
  FrameFlag,
  FrameType,
  ProtocolError,
} from "./frame.ts";
export { FrameReader } from "./frame_reader.ts";
export { stdioTransport, streamTransport, transportPair } from "./transport.ts";
export type { StandardStreams, Transport } from "./transport.ts";
export type { OutgoingStream } from "./byte_streams.ts";
