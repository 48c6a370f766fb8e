/**
 * Stands at the head of every script of a page. A peer connection reaches any address of the world, and no policy of the
 * browser keeps it from that (measured with Chromium 156: `connect-src 'none'` does not hold for it, the directive
 * `webrtc` is unknown). All code of a page comes from these files, as the policy allows no other, and so does that of a
 * frame within the page: whatever runs, runs after this.
 */
const GUARD = `for(const n of["RTCPeerConnection","webkitRTCPeerConnection"])delete globalThis[n];`;

/** Part of the version of every script: another guard makes other files. */
export const GUARD_VERSION = "1";

/** A script as it is sent: on the same lines as it was written, and as strict. */
export function guardedScript(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const source = new TextDecoder().decode(bytes);
  const strict = /^(\s|\/\/.*\n|\/\*[\s\S]*?\*\/)*(["'])use strict\2/.test(source) ? `"use strict";` : "";
  return new TextEncoder().encode(strict + GUARD + source);
}
