import type { Compartment } from "../sandbox/ports.ts";
import type { HookParams } from "../sdk/channel/protocol.ts";

/** Characters of base64 that still go inside the message. */
const INLINE_CHARS = 256 * 1024;

/** A webhook on its way. */
export interface HookBody {
  params: HookParams;
  /** Called when the request is sent: from now on the plugin reads the stream. */
  begin: () => void;
  /** Called when the request is over. */
  end: () => void;
}

/** The params of a webhook as they go to its plugin: a large body follows as a stream, since it would fit no frame. */
export function withBody(
  hook: HookParams,
  compartment: Pick<Compartment, "openStream">,
): HookBody {
  if (hook.bodyBase64.length <= INLINE_CHARS) return { params: hook, begin: () => {}, end: () => {} };
  const { id, writable } = compartment.openStream();
  const writer = writable.getWriter();
  let begun = false;
  const send = async (): Promise<void> => {
    begun = true;
    await writer.write(Uint8Array.fromBase64(hook.bodyBase64));
    await writer.close();
  };
  return {
    params: { ...hook, bodyBase64: "", bodyStream: id },
    // A plugin that ends while it reads says so by its answer.
    begin: () => void send().catch(() => {}),
    end: () => {
      if (!begun) writer.abort("the webhook was not delivered").catch(() => {});
    },
  };
}
