import assert from "node:assert/strict";
import { relativeTime } from "../time.ts";
import { KIT_DE, type KitWord, kitWord, kitWordOr } from "./words.ts";

const KIT = new URL("../", import.meta.url);

/** The sources of the components, without comments, by file. */
async function sources(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const { name } of Deno.readDir(KIT)) {
    if (!/\.tsx?$/.test(name) || name.endsWith("_test.ts")) continue;
    const source = await Deno.readTextFile(new URL(name, KIT));
    found.set(name, source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, ""));
  }
  return found;
}

/** Where a word is drawn: by name, of a state, or beside a label. */
const DRAWN = [
  /\bword\(\s*("(?:[^"\\]|\\.)*")/g,
  /\bword\([^"()]*\?\s*("(?:[^"\\]|\\.)*")\s*:\s*"/g,
  /\bword\([^"()]*\?\s*"[^"]*"\s*:\s*("(?:[^"\\]|\\.)*")/g,
  /\bkitWord\(language, ("(?:[^"\\]|\\.)*")/g,
  /\bword: ("(?:[^"\\]|\\.)*")[ ,}]/g,
];

Deno.test("each word of the kit has a German one, and no translation is left over", async () => {
  const drawn = new Set<string>();
  for (const source of (await sources()).values()) {
    for (const pattern of DRAWN) for (const [, literal] of source.matchAll(pattern)) drawn.add(JSON.parse(literal!));
  }
  // Of fields that are marked; the type says which there are.
  for (const mark of ["needed", "optional"]) drawn.add(mark);
  assert.deepEqual(Object.keys(KIT_DE).sort(), [...drawn].sort());
});

Deno.test("no component of the kit says anything that is not one of its words", async () => {
  for (const [name, source] of await sources()) {
    const literal = /\b(?:aria-label|label|title|placeholder|alt)="([^"]+)"/.exec(source)?.[1];
    assert.equal(literal, undefined, `${name}: "${literal}" is the same in every language`);
    const between = /<[A-Za-z][^<>]*[^=]>\s*([A-Z][a-z]{2,}[^<>{}]*)<\//.exec(source)?.[1];
    assert.equal(between, undefined, `${name}: "${between}" is the same in every language`);
  }
});

Deno.test("a translation has the same places for values, and is not empty", () => {
  const places = (pattern: string) => [...pattern.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
  for (const [english, german] of Object.entries(KIT_DE)) {
    assert.deepEqual(places(german), places(english), english);
    assert.ok(german.trim(), english);
  }
});

Deno.test("words follow the language, and what is not the kit's stays", () => {
  assert.deepEqual([kitWord("en", "Close"), kitWord("de", "Close")], ["Close", "Schließen"]);
  assert.equal(kitWord("de", "{time} ago" as KitWord, { time: "{time} $&" }), "vor {time} $&");
  assert.deepEqual([kitWordOr("de", "Running"), kitWordOr("de", "toString"), kitWordOr("de", "Mine")], [
    "Läuft",
    "toString",
    "Mine",
  ]);
  const now = Date.parse("2026-06-15T12:00:00Z"), day = 86_400_000;
  const told = (ms: number) => relativeTime(now - ms, now, { language: "de", locale: "de" });
  assert.deepEqual([0, 42_000, 120_000, -3_600_000, day, 4 * day].map(told), [
    "jetzt",
    "vor 42 Sek.",
    "vor 2 Min.",
    "in 1 Std.",
    "vor 1 Tag",
    "vor 4 Tagen",
  ]);
  assert.match(relativeTime(now - 60 * day, now, { language: "de", locale: "de" }), /Apr/);
});
