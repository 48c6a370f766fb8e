import assert from "node:assert/strict";
import { DE, DE_PLURALS } from "./de/mod.ts";
import { ENGLISH_ONE, plural, setLanguage, t } from "./language.ts";

const UI = new URL("../", import.meta.url);

/** The texts that the sources name, by the function that draws them. */
async function named(): Promise<{ texts: Set<string>; plurals: Set<string> }> {
  const texts = new Set<string>(), plurals = new Set<string>();
  const walk = async (folder: URL) => {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (isDirectory) await walk(new URL(`${name}/`, folder));
      else if (/\.tsx?$/.test(name) && !name.endsWith("_test.ts") && !folder.pathname.includes("/i18n/")) {
        const source = await Deno.readTextFile(new URL(name, folder));
        for (const [, call, literal] of source.matchAll(/\b(t|text|plural)\(\s*("(?:[^"\\]|\\.)*")/g)) {
          (call === "plural" ? plurals : texts).add(JSON.parse(literal!));
        }
      }
    }
  };
  await walk(UI);
  return { texts, plurals };
}

const places = (pattern: string) => [...pattern.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

Deno.test("each text of the page has a German one, and no translation is left over", async () => {
  const { texts, plurals } = await named();
  assert.ok(texts.size > 250, `only ${texts.size} texts were found in the sources`);
  assert.deepEqual(Object.keys(DE).sort(), [...texts].sort());
  assert.deepEqual(Object.keys(DE_PLURALS).sort(), [...plurals].sort());
  assert.deepEqual(Object.keys(ENGLISH_ONE).sort(), [...plurals].sort());
});

Deno.test("a translation has the same places for values, and is not empty", () => {
  for (const [english, german] of Object.entries(DE)) {
    assert.deepEqual(places(german), places(english), english);
    assert.ok(german.trim(), english);
  }
  const categories = new Intl.PluralRules("de").resolvedOptions().pluralCategories;
  for (const [english, forms] of Object.entries(DE_PLURALS)) {
    assert.deepEqual(Object.keys(forms).sort(), [...categories].sort(), english);
    for (const form of [...Object.values(forms), ENGLISH_ONE[english as keyof typeof DE_PLURALS]]) {
      assert.deepEqual(places(form), places(english), english);
    }
  }
});

Deno.test("texts follow the language, numbers their plural, and values stay as they are", async () => {
  try {
    assert.equal(t("Message {channel}", { channel: "{name} $&" }), "Message {name} $&");
    assert.deepEqual([1, 2].map((count) => plural("{count} replies", count)), ["1 reply", "2 replies"]);
    await setLanguage("de");
    assert.equal(t("Message {channel}", { channel: "#ops" }), "Nachricht an #ops");
    assert.deepEqual([1, 0].map((count) => plural("{count} replies", count)), ["1 Antwort", "0 Antworten"]);
  } finally {
    await setLanguage("en");
  }
});
