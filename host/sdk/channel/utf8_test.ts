import assert from "node:assert/strict";
import { textOf } from "./utf8.ts";

const bytes = (...values: number[]) => new Uint8Array(values);

Deno.test("text comes out as it went in, also with the mark that stands for faults elsewhere, and a byte order mark", () => {
  for (const text of ["", "plain", "grüße 日本語 🚢", "a \ufffd b", "\ufeffmarked"]) {
    assert.equal(textOf(new TextEncoder().encode(text)), text);
  }
});

Deno.test("bytes that are no UTF-8 are refused, wherever the fault is", () => {
  const faults = [
    bytes(0xff),
    bytes(0x61, 0xc3),
    bytes(0xc0, 0x80),
    bytes(0xed, 0xa0, 0x80),
    bytes(0xf4, 0x90, 0x80, 0x80),
  ];
  for (const fault of faults) {
    assert.throws(() => textOf(fault), TypeError);
    assert.throws(() => textOf(bytes(...new TextEncoder().encode("\ufffd"), ...fault)), TypeError);
  }
});
