import assert from "node:assert/strict";
import { generateEvents, withEmits } from "./generate_events.ts";

Deno.test("every manifest describes the events as the plugin's schemas do", async () => {
  assert.deepEqual(await generateEvents({ check: true }), [], "run: deno task generate");
});

Deno.test("only events.emits is written anew, for plugins that declare their events by schemas", async () => {
  const folder = Deno.makeTempDirSync({
    dir: decodeURIComponent(new URL("../", import.meta.url).pathname),
    prefix: "events_",
  });
  const plugins = new URL(`file://${folder}/`);
  const manifest = (name: string) => Deno.readTextFileSync(`${folder}/${name}/plugin.json`);
  try {
    for (const name of ["bells", "plain"]) {
      Deno.mkdirSync(`${folder}/${name}/domain`, { recursive: true });
      Deno.writeTextFileSync(
        `${folder}/${name}/plugin.json`,
        `{\n  "id": "${name}",\n  "keywords": ["emits", "events"],\n  "events": { "emits": { "old": {} }, "listens": { "a": {} } }\n}\n`,
      );
    }
    const events = (type: string) =>
      `import { z } from "zod";\nexport const AUDIENCE = "room";\nexport const EVENTS = { "bells.rang": z.object({ at: z.${type}() }) };\n`;
    Deno.writeTextFileSync(`${folder}/bells/domain/events.ts`, events("string"));
    const before = manifest("plain");
    assert.deepEqual(await generateEvents({ plugins, check: true }), ["plugins/bells/plugin.json"]);
    assert.equal(manifest("bells").includes("rang"), false, "checking writes nothing");
    assert.deepEqual(await generateEvents({ plugins }), ["plugins/bells/plugin.json"]);
    assert.deepEqual(await generateEvents({ plugins, check: true }), []);
    assert.deepEqual(JSON.parse(manifest("bells")), {
      id: "bells",
      keywords: ["emits", "events"],
      events: {
        emits: {
          "bells.rang": {
            "x-audience": "room",
            type: "object",
            properties: { at: { type: "string" } },
            required: ["at"],
          },
        },
        listens: { a: {} },
      },
    });
    assert.match(manifest("bells"), /^ {2}"keywords": \["emits", "events"\],$/m);
    assert.equal(manifest("plain"), before);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("a manifest without a place for events says what to write", async () => {
  await assert.rejects(withEmits(`{ "id": "a", "x": { "events": 1 } }`, {}), /has no "events": write/);
});
