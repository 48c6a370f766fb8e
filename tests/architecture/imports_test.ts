import assert from "node:assert/strict";
import { circles } from "./_cycles.ts";
import { layerOf, mayImport } from "./_layers.ts";
import { importsOf, modules, withoutComments } from "./_modules.ts";

Deno.test("imports point one way: every import is one that its layer may make", () => {
  const wrong: string[] = [];
  for (const module of modules()) {
    if (!layerOf(module.path)) wrong.push(`${module.path} belongs to no layer`);
    for (const { path, specifier, line } of module.imports) {
      if (path && !mayImport(module.path, path)) wrong.push(`${module.path}:${line} imports "${specifier}" (${path})`);
    }
  }
  assert.deepEqual(wrong, []);
});

Deno.test("there are no import cycles", () => {
  const graph = new Map(modules().map(({ path, imports }) => [path, imports.flatMap((one) => one.path ?? [])]));
  assert.deepEqual(circles(graph).map((circle) => circle.join(" -> ")), []);
});

Deno.test("every import of the checkout names a file that is there", () => {
  const known = new Set(modules().map((module) => module.path));
  const missing = modules().flatMap(({ path, imports }) =>
    imports.filter((one) =>
      one.path && /\.(ts|tsx|js)$/.test(one.path) && !known.has(one.path) && !one.path.startsWith("node_modules/")
    )
      .map((one) => `${path}:${one.line} imports "${one.specifier}"`)
  );
  assert.deepEqual(missing, []);
});

Deno.test("a private file of a folder is imported only from within it", () => {
  const wrong = modules().flatMap(({ path, imports }) =>
    imports.filter((one) => one.path && /\/_[a-z][^/]*$/.test(one.path) && !insideOf(path, one.path))
      .map((one) => `${path}:${one.line} imports "${one.specifier}"`)
  );
  assert.deepEqual(wrong, []);
});

/** A plugin's plugin.ts, which only registers, may reach into the folders beside it. */
function insideOf(path: string, target: string): boolean {
  const folder = target.slice(0, target.lastIndexOf("/") + 1);
  return path.startsWith(folder) ||
    /^plugins\/[^/]+\/plugin\.ts$/.test(path) && folder.startsWith(path.slice(0, -"plugin.ts".length));
}

Deno.test("the scanner sees every form of import, and none in comments and texts", () => {
  const text = `import a from "./a.ts";
import type { B } from "./b.ts";
import {
  c,
} from "./c.ts";
export * from "./d.ts";
export { e } from './e.ts';
import "./f.ts";
const g = await import("./g.ts");
// import "./no1.ts";
/* import "./no2.ts"; */
const text = \`import "./no3.ts";\`;
export const notAnImport = "./no4.ts";
`;
  const found = importsOf("host/x/y.ts", withoutComments(text));
  assert.deepEqual(
    found.map((one) => one.path),
    ["a", "b", "c", "d", "e", "f", "g"].map((name) => `host/x/${name}.ts`),
  );
  assert.deepEqual(found.map((one) => one.line), [1, 2, 5, 6, 7, 8, 9]);
  assert.equal(found[1]?.typeOnly, true);
});

Deno.test("the table refuses what it is there to refuse", () => {
  const forbidden: [from: string, to: string][] = [
    ["plugins/one/plugin.ts", "plugins/two/plugin.ts"],
    ["plugins/one/plugin.ts", "host/kernel/mod.ts"],
    ["plugins/one/methods/x.ts", "host/sdk/channel/mod.ts"],
    ["workflows/x.ts", "plugins/one/plugin.ts"],
    ["host/kernel/x.ts", "host/gateway/mod.ts"],
    ["host/bus/x.ts", "host/identity/mod.ts"],
    ["host/sdk/plugin.ts", "host/storage/mod.ts"],
    ["host/gateway/x.ts", "host/kernel/mod.ts"],
    ["host/rpc/x.ts", "host/bus/mod.ts"],
    ["plugins/one/ui/page.tsx", "plugins/one/plugin.ts"],
  ];
  for (const [from, to] of forbidden) {
    const own = from.split("/").slice(0, 2).join("/") === to.split("/").slice(0, 2).join("/");
    if (own) continue;
    assert.equal(mayImport(from, to), false, `${from} -> ${to}`);
  }
  assert.ok(mayImport("plugins/one/plugin.ts", "plugins/one/methods/x.ts"));
  assert.deepEqual(circles(new Map([["a", ["b"]], ["b", ["c"]], ["c", ["a"]], ["d", ["a"]]])), [["a", "b", "c", "a"]]);
});
