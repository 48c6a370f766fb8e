import assert from "node:assert/strict";
import { parseManifest } from "../../host/packages/mod.ts";
import bundled from "../../schemas/generated/bundled.json" with { type: "json" };
import { files, modules, read } from "./_modules.ts";

/** Folders of plugins, by what is there: no list to keep. */
const plugins = [
  ...new Set(files("plugins").flatMap((path) => /^plugins\/([^/]+)\/plugin\.json$/.exec(path)?.[1] ?? [])),
];

/** What a plugin's folder may hold. */
const SHAPE = [
  /^(plugin\.json|openrpc\.json|(README|METHODS)\.md|plugin\.ts|[a-z0-9_]+_test\.ts)$/,
  /^methods\/_?[a-z0-9_]+(_test)?\.ts$/,
  /^events\/_?[a-z0-9_]+(_test)?\.ts$/,
  /^hooks\/_?[a-z0-9_]+(_test)?\.ts$/,
  /^domain\/([a-z0-9_]+\/)*_?[a-z0-9_]+(_test)?\.ts$/,
  // What goes on between calls, and what others take along.
  /^engine\/_?[a-z0-9_]+(_test)?\.ts$/,
  /^sdk\/[a-z0-9_]+\.(ts|sh)$/,
  /^store\/([a-z0-9_]+\/)*_?[a-z0-9_]+(_test)?\.ts$/,
  /^store\/migrations\/\d{4}_[a-z0-9_]+\.sql$/,
  /^ui\/([a-z0-9_]+\/)*[a-z0-9_.]+\.(ts|tsx|css|svg)$/,
];
const REQUIRED = ["plugin.json", "openrpc.json", "README.md", "plugin.ts"];

Deno.test("there are plugins, and the list of bundled ones names exactly them", () => {
  assert.ok(plugins.length >= 2);
  assert.deepEqual([...bundled].sort(), [...plugins].sort());
});

for (const id of plugins) {
  const inner = () => files(`plugins/${id}`).map((path) => path.slice(`plugins/${id}/`.length));
  const manifest = () => parseManifest(read(`plugins/${id}/plugin.json`), `plugins/${id}/plugin.json`);
  const openrpc = () =>
    JSON.parse(read(`plugins/${id}/openrpc.json`)) as { methods: { name: string; summary?: string }[] };

  Deno.test(`plugin ${id}: its folder has the shape that all have`, () => {
    assert.deepEqual(inner().filter((path) => !SHAPE.some((allowed) => allowed.test(path))), []);
    assert.deepEqual(REQUIRED.filter((path) => !inner().includes(path)), []);
  });

  Deno.test(`plugin ${id}: its manifest is valid and its reasons are sentences`, () => {
    const { permissions = {} } = manifest();
    const reasons = Object.values(permissions).flatMap((entries) =>
      entries.map((entry: { reason: string }) => entry.reason)
    );
    assert.deepEqual(reasons.filter((reason) => reason.split(" ").length < 3), []);
  });

  Deno.test(`plugin ${id}: each of its methods is a file of that name, and each such file a method`, () => {
    const expected = openrpc().methods.map((method) => method.name.slice(id.length + 1).replaceAll(".", "_"));
    const found = inner().flatMap((path) => /^methods\/([a-z][a-z0-9_]*)\.ts$/.exec(path)?.[1] ?? [])
      .filter((name) => !name.endsWith("_test"));
    assert.deepEqual(found.sort(), expected.sort());
  });

  Deno.test(`plugin ${id}: it publishes only what its manifest lists`, () => {
    const published = modules().filter((module) =>
      module.path.startsWith(`plugins/${id}/`) && !/_test\.ts$|\/ui\//.test(module.path)
    )
      .flatMap((module) => [...module.text.matchAll(/\btype: "([a-z0-9-]+\.[a-z_.]+)"/g)].map((match) => match[1]!));
    const listed = Object.keys(manifest().events?.emits ?? {});
    assert.deepEqual(published.filter((type) => type.startsWith(`${id}.`) && !listed.includes(type)), []);
  });

  Deno.test(`plugin ${id}: its SQL is in its store`, () => {
    const elsewhere = modules().filter((module) => module.path.startsWith(`plugins/${id}/`))
      .filter((module) => !/\/store\/|_test\.ts$|\/ui\//.test(module.path))
      .filter((module) => /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b [A-Za-z_*]/.test(module.text));
    assert.deepEqual(elsewhere.map((module) => module.path), []);
  });
}

Deno.test("no code of the host holds a plugin's name, but for examples in its messages", () => {
  const word = new RegExp(`["'\`./:](${plugins.join("|")})["'\`./:]`);
  // Keys are tried, and people sign in, at services of the net, some of which a plugin is named after.
  const services = /^host\/(secrets\/key_tests\/|config\/oidc\.ts$|identity\/oidc\/)/;
  const found = modules()
    .filter(({ path }) =>
      path.startsWith("host/") && !services.test(path) &&
      !/_test\.ts$|\/_test_|^host\/sdk\/testing\.ts$/.test(path)
    )
    .flatMap(({ path, text }) =>
      withoutTexts(text).split("\n").flatMap((line, index) =>
        word.test(line) && !/such as/.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : []
      )
    );
  assert.deepEqual(found, []);
});

/** Comments may give a plugin as an example. */
function withoutTexts(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, (part) => part.replace(/[^\n]/g, " ")).replace(/(^|\s)\/\/[^\n]*/g, " ");
}
