import assert from "node:assert/strict";
import { files, modules, read } from "./_modules.ts";

/** Files above this need a reason here. */
const MAX_LINES = 500;
const LONG_FILES: Record<string, string> = {};

Deno.test("no file is longer than 500 lines, and half of them are short", (t) => {
  const written = modules().filter(({ path }) => !path.startsWith("schemas/generated/"));
  const long = written.filter(({ path, lines }) => lines > MAX_LINES && !LONG_FILES[path]);
  assert.deepEqual(long.map(({ path, lines }) => `${path}: ${lines} lines`), []);
  const lengths = written.map(({ lines }) => lines).sort((a, b) => a - b);
  const median = lengths[Math.floor(lengths.length / 2)]!;
  console.log(`${t.name}: ${written.length} files, median ${median} lines, longest ${lengths.at(-1)}`);
  assert.ok(median <= 120, `the median is ${median} lines`);
});

Deno.test("files and folders are named in snake_case, and no folder is a drawer for anything", () => {
  const all = ["host", "plugins", "workflows", "schemas", "ui", "scripts", "tests"].flatMap((folder) => files(folder));
  const badFile = all.filter((path) =>
    /\.(ts|tsx|js)$/.test(path) && !/^_?[a-z0-9_]+(\.d|\.config)?\.(ts|tsx|js)$/.test(nameOf(path))
  );
  assert.deepEqual(badFile, []);
  assert.deepEqual(all.filter((path) => /(^|\/)(utils?|helpers?|common|misc|lib)(\/|\.ts$)/.test(path)), []);
});

Deno.test("what is left to do says why; no code is commented out or switched off in silence", () => {
  const found = modules().filter(({ path }) => !/^(tests\/architecture|schemas\/generated)\//.test(path)).flatMap((
    { path, text },
  ) =>
    text.split("\n").flatMap((line, index) => {
      const bare = /\b(TODO|FIXME|XXX|HACK)\b(?!\([a-z-]+\): \S+ \S+)/.test(line);
      const ignored = /^\s*(\S.* )?\/\/ deno-lint-ignore(?!.* -- \S)/.test(line) && !line.includes("`") ||
        /@ts-(ignore|nocheck)/.test(line) ||
        /@ts-expect-error\s*$/.test(line);
      return bare || ignored ? [`${path}:${index + 1} ${line.trim()}`] : [];
    })
  );
  assert.deepEqual(found, []);
});

Deno.test("nothing tells of where and by whom this was built", () => {
  const traces = /\/work\/|\/tmp\/(wt|kx|brief|land)|\bissue #?\d+ of\b/;
  const found = [...modules().map(({ path, text }) => ({ path, text })), ...texts()].filter(({ path }) =>
    !path.startsWith("tests/architecture/")
  )
    .flatMap(({ path, text }) =>
      text.split("\n").flatMap((line, index) => traces.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])
    );
  assert.deepEqual(found, []);
});

function texts(): { path: string; text: string }[] {
  return ["host", "plugins", "workflows", "ui", "tests"].flatMap((folder) => files(folder))
    .filter((path) => /\.(md|json|sql|css)$/.test(path)).map((path) => ({ path, text: read(path) }));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
