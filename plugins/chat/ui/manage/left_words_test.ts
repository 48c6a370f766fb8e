import assert from "node:assert/strict";
import { setLanguage } from "../i18n/language.ts";
import { leftWords } from "./left_words.ts";

/** Each reason that the sources give, with something in the places of what comes from an archive. */
async function reasons(): Promise<string[]> {
  const found = new Set<string>();
  for (const folder of ["../../methods/", "../../domain/"]) {
    for await (const { name } of Deno.readDir(new URL(folder, import.meta.url))) {
      if (!/import|mattermost|slack/.test(name) || name.endsWith("_test.ts")) continue;
      const source = await Deno.readTextFile(new URL(`${folder}${name}`, import.meta.url));
      for (const [, literal] of source.matchAll(/\bleave\((?:this\.)?report, ("[^"]+"|`[^`]+`)/g)) found.add(literal!);
      const [, why = ""] = /function reasonToLeave[^{]*\{([\s\S]*?)\n\}/.exec(source) ?? [];
      for (const [, literal] of why.matchAll(/return ("[^"]+")/g)) found.add(literal!);
      for (const [, literal] of source.matchAll(/[?:] ("messages of [^"]+")/g)) found.add(literal!);
      for (const [, literal] of source.matchAll(/ : ("other things")/g)) found.add(literal!);
    }
  }
  return [...found].map((literal) => literal.slice(1, -1).replaceAll(/\$\{[^}]*\}/g, "7"));
}

Deno.test("each reason for which an import leaves something has German words", async () => {
  const all = await reasons();
  assert.ok(all.length > 30, `only ${all.length} reasons were found`);
  try {
    await setLanguage("de");
    assert.deepEqual(all.filter((why) => leftWords(why) === why), []);
    assert.equal(leftWords("files such as */*.<b>"), "Dateien wie */*.<b>");
    assert.equal(leftWords("something new"), "something new");
  } finally {
    await setLanguage("en");
  }
  assert.deepEqual(all.filter((why) => leftWords(why) !== why), [], "English is as the host says it");
});
