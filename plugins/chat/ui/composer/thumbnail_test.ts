import assert from "node:assert/strict";
import { moves } from "./thumbnail.ts";

Deno.test("pictures that move are told from those that stand still", () => {
  const head = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
  const png = "\x89PNG\r\n\x1a\n";
  assert.equal(moves(head("GIF89a....")), true);
  assert.equal(moves(head(`${png}....IHDR....acTL....`)), true);
  assert.equal(moves(head("RIFF....WEBPVP8X..........ANIM....")), true);
  for (
    const still of [
      `${png}....IHDR....IDAT`,
      "RIFF....WEBPVP8 ....",
      "\xff\xd8\xff\xe1 acTL",
      "RIFF....WEBPVP8X....ICCP",
    ]
  ) {
    assert.equal(moves(head(still)), false);
  }
});
