import assert from "node:assert/strict";
import { languageOf, setLanguage, spoken } from "./language.ts";
import { defineTexts } from "./texts.ts";

const part = (greeting: string, wait: Promise<unknown> = Promise.resolve()) =>
  defineTexts<"Hello {name}", "{count} boats">({
    one: { "{count} boats": "{count} boat" },
    languages: {
      de: () =>
        wait.then(() => ({
          texts: { "Hello {name}": greeting },
          plurals: { "{count} boats": { one: "{count} Boot", other: "{count} Boote" } },
        })),
    },
  });

Deno.test("all parts of the cockpit follow one language, values stay as they are", async () => {
  const first = part("Hallo {name}"), second = part("Moin {name}");
  try {
    assert.equal(first.t("Hello {name}", { name: "{name} $&" }), "Hello {name} $&");
    assert.deepEqual([1, 2].map((count) => first.plural("{count} boats", count)), ["1 boat", "2 boats"]);
    await setLanguage("de");
    assert.deepEqual([first, second].map(({ t }) => t("Hello {name}", { name: "Ada" })), ["Hallo Ada", "Moin Ada"]);
    assert.deepEqual([1, 0].map((count) => first.plural("{count} boats", count)), ["1 Boot", "0 Boote"]);
    assert.deepEqual([first.known("Hello {name}"), first.known("toString")], ["Hallo {name}", "toString"]);
  } finally {
    await setLanguage("en");
  }
});

Deno.test("a part that comes later speaks the language of the page, and whoever draws is told", async () => {
  try {
    await setLanguage("de");
    const before = spoken.get().texts;
    const late = part("Hallo {name}");
    assert.equal(late.t("Hello {name}", { name: "Ada" }), "Hello Ada");
    await new Promise((resolve) => setTimeout(resolve));
    assert.equal(late.t("Hello {name}", { name: "Ada" }), "Hallo Ada");
    assert.notEqual(spoken.get().texts, before);
  } finally {
    await setLanguage("en");
  }
});

Deno.test("the language that was chosen last counts, however long its texts take", async () => {
  const loading = Promise.withResolvers<void>();
  const { t } = part("Hallo {name}", loading.promise);
  const german = setLanguage("de"), english = setLanguage("en");
  loading.resolve();
  await Promise.all([german, english]);
  assert.equal(t("Hello {name}", { name: "Ada" }), "Hello Ada");
  assert.equal(spoken.get().language, "en");
});

Deno.test("a choice is followed, else the browser, else English", () => {
  assert.equal(languageOf("de", ["en-US"]), "de");
  assert.equal(languageOf("auto", ["fr", "de-AT", "en"]), "de");
  assert.equal(languageOf(undefined, ["fr"]), "en");
});
