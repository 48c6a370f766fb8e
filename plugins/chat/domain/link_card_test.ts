import assert from "node:assert/strict";
import { cardOf } from "./link_card.ts";

const PAGE = "https://a.example/page";

Deno.test("a card is what the head of a page says, as plain text of limited length", () => {
  const html = `<html><head><title>Old</title><meta property="og:title" content="A &amp; B &#x3c;script&gt;">
    <meta name=description content='Two
    lines'><meta property="og:image" content="/pic.png"></head><body><meta property="og:site_name" content="no"></body>`;
  assert.deepEqual(cardOf(html, PAGE), {
    url: PAGE,
    title: "A & B <script>",
    description: "Two lines",
    imageUrl: "https://a.example/pic.png",
  });
  assert.equal(cardOf(`<title>${"x".repeat(5_000)}</title>`, PAGE)!.title.length, 200);
  assert.equal(cardOf('<meta property="og:title" content="\u202eevil">', PAGE)!.title, "evil");
  assert.equal(
    cardOf('<title>t</title><meta property="og:image" content="javascript:alert(1)">', PAGE)!.imageUrl,
    undefined,
  );
  assert.equal(cardOf("nothing", PAGE), undefined);
});

Deno.test("a page made to be slow is not", () => {
  const begun = performance.now();
  cardOf(`${"<meta property=".repeat(20_000)}<title>${"<".repeat(50_000)}`, PAGE);
  assert.ok(performance.now() - begun < 1_000);
});
