import assert from "node:assert/strict";
import fc from "fast-check";
import { encodeFrame, FrameType, ProtocolError } from "./frame.ts";
import { FrameReader } from "./frame_reader.ts";

Deno.test("frames come out whole, however the bytes are cut", () => {
  fc.assert(fc.property(
    fc.array(fc.record({ type: fc.constantFrom(1, 2), flags: fc.nat(3), payload: fc.uint8Array({ maxLength: 60 }) })),
    fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
    (frames, cuts) => {
      const bytes = frames.map((f) => encodeFrame(f.type as FrameType, f.flags, f.payload));
      const all = new Uint8Array(bytes.flatMap((one) => [...one]));
      const reader = new FrameReader();
      const seen: unknown[] = [];
      for (let at = 0, n = 0; at < all.length; n++) {
        const size = cuts[n % cuts.length]!;
        reader.push(all.subarray(at, at + size), (f) => seen.push({ ...f, payload: f.payload.slice() }));
        at += size;
      }
      assert.deepEqual(seen, frames.map((frame) => ({ ...frame })));
      assert.equal(reader.pendingBytes, 0);
    },
  ));
});

Deno.test("a length above the maximum is refused from the header alone, also when the header comes in parts", () => {
  const reader = new FrameReader(1_000);
  const header = encodeFrame(FrameType.json, 0, new Uint8Array(1_001)).subarray(0, 8);
  reader.push(header.subarray(0, 5), () => assert.fail());
  assert.throws(() => reader.push(header.subarray(5), () => assert.fail()), ProtocolError);
  new FrameReader(1_001).push(header, () => assert.fail());
});

Deno.test("a wrong first byte is refused at once and quoted", () => {
  assert.throws(() => new FrameReader().push(new TextEncoder().encode("pan"), () => {}), /found "pan"/);
});
