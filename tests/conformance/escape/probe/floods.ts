import { writeSync } from "node:fs";
import { encodeFrame, FrameType } from "../../../../host/sdk/channel/mod.ts";
import { inWorker } from "./imports.ts";
import type { Attempt } from "./attempt.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Too much of everything, and bytes that are not the channel's. */
export const floods: Record<string, Attempt> = {
  logs: async (args) => {
    for (let n = 0; n < (args.count as number); n++) {
      console.log(`line ${n}`);
      if (n % 500 === 0) await pause(0);
    }
    return "logged";
  },
  events: async (args, peer) => {
    let accepted = 0;
    let refused = "";
    for (let n = 0; n < (args.count as number); n++) {
      const item = { kind: "event", id: `e${n}`, type: "probe.thing.made", data: {}, time: new Date().toISOString() };
      await peer.request("relay", { items: [item] }).then(() => accepted++, (error) => refused = error.data.reason);
    }
    return { accepted, refused };
  },
  calls: async (args, peer) => {
    const outcomes: Record<string, number> = {};
    const count = (name: string) => outcomes[name] = (outcomes[name] ?? 0) + 1;
    const call = { method: args.method ?? "other.thing.get", params: {} };
    const calls = Array.from(
      { length: args.count as number },
      () => peer.request("call", call).then(() => count("answered"), (error) => count(error.data.reason)),
    );
    await Promise.all(calls);
    return outcomes;
  },
  messages: async (args, peer) => {
    const until = performance.now() + (args.ms as number);
    let sent = 0;
    while (performance.now() < until) {
      for (let n = 0; n < 1_000; n++) if (peer.notify("room.send", { room: "r", type: "probe.x", data: n })) sent++;
      await pause(0);
    }
    return sent;
  },
  stderr: async (args) => {
    const line = encode(`${"e".repeat(999)}\n`);
    for (let n = 0; n < (args.kb as number); n++) {
      Deno.stderr.writeSync(line);
      if (n % 1_000 === 0) await pause(0);
    }
    return "written";
  },
  "permission checks": async (args) => {
    for (let n = 0; n < (args.count as number); n++) {
      try {
        Deno.statSync(`/nowhere/${n}`);
      } catch {
        // refused
      }
      if (n % 1_000 === 0) await pause(0);
    }
    return "checked";
  },
  "calls that are never read": (args) => {
    const call = (id: number) => JSON.stringify({ jsonrpc: "2.0", id, method: "call", params: {} });
    for (let id = 1; id <= (args.count as number); id++) writeSync(1, encodeFrame(FrameType.json, 0, encode(call(id))));
    for (;;);
  },
  "garbage on stdout": () => {
    writeSync(1, encode("hello, this is not a frame\n"));
    return pause(60_000);
  },
  "stdout by console and process": async () => {
    console.log("printed");
    await Deno.stdout.write(encode("by Deno.stdout\n"));
    process.stdout.write("by process.stdout\n");
    return "harmless";
  },
  "stdout by a nested Worker": () => inWorker("console.log('printed inside'); postMessage('harmless');"),
  "a frame of 1 GB": () => {
    writeSync(1, Uint8Array.of(0xb7, 0x4b, 1, 0, 0x40, 0, 0, 0));
    const piece = new Uint8Array(65_536).fill(32);
    for (let n = 0; n < 16_384; n++) writeSync(1, piece);
  },
  "a torn frame": () => {
    const frame = encodeFrame(FrameType.json, 0, encode(JSON.stringify({ jsonrpc: "2.0", method: "x" })));
    writeSync(1, frame.subarray(0, 15));
    return "torn";
  },
  "a torn frame and the end": () => {
    writeSync(1, Uint8Array.of(0xb7, 0x4b, 1, 0, 0, 0, 0, 99, 1));
    Deno.exit(0);
  },
  "a reply that nobody asked for": () => {
    writeSync(1, encodeFrame(FrameType.json, 0, encode('{"jsonrpc":"2.0","id":999999,"result":"forged"}')));
    return pause(60_000);
  },
  "a stream without credit": () => {
    const chunk = new Uint8Array(65_540);
    chunk[3] = 3;
    for (let n = 0; n < 6; n++) writeSync(1, encodeFrame(FrameType.binary, 0, chunk));
    return pause(60_000);
  },
};
