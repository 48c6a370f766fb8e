import assert from "node:assert/strict";
import { byteRange } from "./endpoints/byte_range.ts";

const ranges: [header: string, expected: ReturnType<typeof byteRange>][] = [
  ["bytes=0-0", { from: 0, to: 1 }],
  ["bytes=2-", { from: 2, to: 10 }],
  ["bytes=2-99", { from: 2, to: 10 }],
  ["bytes=-3", { from: 7, to: 10 }],
  ["bytes=-30", { from: 0, to: 10 }],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=10-", "unsatisfiable"],
  ["bytes=5-4", undefined],
  ["bytes=0-1,4-5", undefined],
  ["lines=0-1", undefined],
  ["bytes=-", undefined],
];

for (const [header, expected] of ranges) {
  Deno.test(`of ten bytes, "${header}" is ${JSON.stringify(expected) ?? "the whole"}`, () => {
    assert.deepEqual(byteRange(new Headers({ range: header }), 10, '"a"'), expected);
  });
}

Deno.test("a range of another version is the whole", () => {
  assert.equal(byteRange(new Headers({ range: "bytes=0-1", "if-range": '"b"' }), 10, '"a"'), undefined);
  assert.deepEqual(byteRange(new Headers({ range: "bytes=0-1", "if-range": '"a"' }), 10, '"a"'), { from: 0, to: 2 });
});
