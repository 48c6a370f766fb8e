import assert from "node:assert/strict";
import { setLanguage } from "../sdk/i18n/language.ts";
import { DE, DE_PLURALS } from "./de/mod.ts";
import { shownTexts } from "./hard_coded.ts";
import { HOST_WORDS } from "./host_words.ts";
import { ENGLISH_ONE, plural, t } from "./texts.ts";

const UI = new URL("../", import.meta.url);

/** Pages that speak all languages. What else lies in the shell is in English as a whole. */
const SPEAKING =
  /^(i18n\/(roles|host_words)|shell\/(gate|frame|home|account|people|plugin_frame\/(\w+\.tsx|frame_document\.ts)|app\.tsx|data\/(plugins|language)\.ts|plugins\/(plugin_page|plugin_switch|plugins_page|isolation_note)\.tsx)|state\/(needs|activity|isolation|passkeys|upgrade|session|rpc_client|file_uploads)\.ts)/;

/** The sources of the shell by their path below `ui/`. */
async function sources(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const walk = async (folder: string) => {
    for await (const { name, isDirectory } of Deno.readDir(new URL(folder, UI))) {
      const path = `${folder}${name}`;
      if (isDirectory) await walk(`${path}/`);
      else if (/\.tsx?$/.test(name) && !name.endsWith("_test.ts") && !path.startsWith("i18n/de/")) {
        found.set(path, await Deno.readTextFile(new URL(path, UI)));
      }
    }
  };
  for (const folder of ["i18n/", "shell/", "state/"]) await walk(folder);
  return found;
}

const places = (pattern: string) => [...pattern.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

Deno.test("each text of the shell has a German one, and no translation is left over", async () => {
  const texts = new Set<string>(), plurals = new Set<string>();
  for (const source of (await sources()).values()) {
    if (!/\/texts\.ts"/.test(source)) continue;
    for (const [, call, literal] of source.matchAll(/\b(t|text|plural)\(\s*("(?:[^"\\]|\\.)*")/g)) {
      (call === "plural" ? plurals : texts).add(JSON.parse(literal!));
    }
  }
  assert.ok(texts.size > 350, `only ${texts.size} texts were found in the sources`);
  assert.deepEqual(Object.keys(DE).sort(), [...texts].sort());
  assert.deepEqual(Object.keys(DE_PLURALS).sort(), [...plurals].sort());
  assert.deepEqual(Object.keys(ENGLISH_ONE).sort(), [...plurals].sort());
});

/** What is the same in every language: names, and what no person reads. */
const SAME = /^(Bulkhead|\{\} · Bulkhead|\{\} could not be loaded|\{\}\/(ws|claim#)|chat\.\*\*|use\w+ was called .*)$/;

Deno.test("the pages that speak all languages show nothing that is not one of their texts", async () => {
  const found: string[] = [];
  for (const [path, source] of await sources()) {
    if (!SPEAKING.test(path)) continue;
    for (const { text, early } of shownTexts(source, path)) {
      if (!SAME.test(text)) found.push(`${path}: "${text}" is the same in every language`);
      else if (early) found.push(`${path}: "${text}"`);
    }
    // Read when the module is loaded it would stay English.
    for (const [, line] of source.matchAll(/^(const \w+ = (?:t|plural)\(.*)$/gm)) found.push(`${path}: ${line}`);
  }
  assert.deepEqual(found, []);
});

Deno.test("what is written into a page is found, wherever it stands", () => {
  const shown = (source: string) => shownTexts(source, "page.tsx").map(({ text }) => text);
  assert.deepEqual(shown("const A = () => <p>Hello there</p>;"), ["Hello there"]);
  assert.deepEqual(shown('const A = () => <Field label="Name" className="Nice one" />;'), ["Name"]);
  assert.deepEqual(shown('const A = ({ b }) => <p title={b ? `In ${b}` : "None"}>{b && "yes"}</p>;'), [
    "In {}",
    "None",
    "yes",
  ]);
  assert.deepEqual(shown('const a = () => toast({ tone: "bad", title: "No" });'), ["No"]);
  assert.deepEqual(shown('const a = () => attempt(call("host.a.b"), "It did not work");'), ["It did not work"]);
  assert.deepEqual(shown('const A = () => <p title={t("Hello there")} key="Some words">{t("Name")} · </p>;'), []);
});

Deno.test("a translation has the same places for values, and is not empty", () => {
  for (const [english, german] of Object.entries(DE)) {
    assert.deepEqual(places(german), places(english), english);
    assert.ok(german.trim(), english);
  }
  for (const [english, forms] of Object.entries(DE_PLURALS)) {
    const all = [...Object.values(forms), ENGLISH_ONE[english as keyof typeof DE_PLURALS]];
    for (const place of all.flatMap(places)) assert.ok(places(english).includes(place), english);
    assert.deepEqual(Object.keys(forms).sort(), ["one", "other"]);
  }
});

Deno.test("the host still says what is translated of it", async () => {
  let host = "";
  const walk = async (folder: URL) => {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (isDirectory) await walk(new URL(`${name}/`, folder));
      else if (name.endsWith(".ts") && !name.endsWith("_test.ts")) {
        host += await Deno.readTextFile(new URL(name, folder));
      }
    }
  };
  await walk(new URL("../../host/identity/", import.meta.url));
  assert.deepEqual(HOST_WORDS.filter((words) => !host.includes(`"${words}"`)), []);
});

Deno.test("texts follow the language, numbers their plural", async () => {
  try {
    assert.deepEqual([t("Sign out"), plural("{count} people", 1)], ["Sign out", "1 person"]);
    await setLanguage("de");
    assert.deepEqual([t("Sign out"), plural("{count} people", 1), plural("{count} people", 3)], [
      "Abmelden",
      "1 Person",
      "3 Personen",
    ]);
  } finally {
    await setLanguage("en");
  }
});
