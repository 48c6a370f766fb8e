import assert from "node:assert/strict";
import { Peer, transportPair } from "../sdk/channel/mod.ts";
import type { HookParams } from "../sdk/channel/protocol.ts";
import { withBody } from "./hook_body.ts";

function hook(body: Uint8Array): HookParams {
  return { method: "POST", path: "", query: {}, headers: {}, bodyBase64: body.toBase64() };
}

/** A host's end and a compartment that reads streams. */
function channel(): { host: Peer; compartment: Peer } & AsyncDisposable {
  const [left, right] = transportPair();
  const host = new Peer({ side: "host", transport: left });
  const compartment = new Peer({ side: "compartment", transport: right });
  return {
    host,
    compartment,
    async [Symbol.asyncDispose]() {
      host.close();
      compartment.close();
      await Promise.all([host.closed, compartment.closed]);
    },
  };
}

Deno.test("a small body stays inside the message", async () => {
  await using ends = channel();
  const small = hook(new Uint8Array(1_000).fill(7));
  assert.deepEqual(withBody(small, ends.host).params, small);
});

Deno.test("a large body follows as a stream, unchanged", async () => {
  await using ends = channel();
  const body = Uint8Array.from({ length: 3_000_000 }, (_, index) => index % 251);
  const { params, begin, end } = withBody(hook(body), ends.host);
  assert.equal(params.bodyBase64, "");
  begin();
  const received = await new Response(ends.compartment.acceptStream(params.bodyStream!)).bytes();
  end();
  assert.deepEqual(received, body);
});

Deno.test("webhooks that were never delivered leave no stream open", async () => {
  await using ends = channel();
  const large = hook(new Uint8Array(300_000));
  // More than may be open at once.
  for (let count = 0; count < 200; count++) {
    withBody(large, ends.host).end();
    await ends.host.drained();
  }
});
