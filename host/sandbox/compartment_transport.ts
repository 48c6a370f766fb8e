import type { Transport } from "../sdk/channel/transport.ts";
import type { ChannelSocket } from "./channel_socket.ts";

/** A pipe of the system holds no more. */
const READ_BYTES = 64 * 1024;

/**
 * The host's side of a compartment's channel: what it prints, and the way in. All is read into one buffer that goes back and
 * forth: a new one for each chunk made a round trip half as expensive again, most of it for the collector of garbage.
 */
export function compartmentTransport(
  said: ReadableStream<Uint8Array>,
  wayIn: ChannelSocket | WritableStream<Uint8Array>,
): Transport {
  const reader = said.getReader({ mode: "byob" });
  const way = "getWriter" in wayIn ? wayIn.getWriter() : wayIn;
  let buffer = new ArrayBuffer(READ_BYTES);
  return {
    async read() {
      const { value, done } = await reader.read(new Uint8Array(buffer));
      if (value) buffer = value.buffer;
      return done || !value ? null : value;
    },
    write: (bytes) => way.write(bytes),
    close() {
      reader.cancel().catch(() => {});
      Promise.resolve(way.close()).catch(() => {});
    },
  };
}
