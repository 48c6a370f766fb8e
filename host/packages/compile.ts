import { runDeno } from "./_deno.ts";
import type { BundleForm } from "./bundle_cache.ts";
import type { Stage } from "./stage.ts";

/** A compiled bundle, or what the compiler printed. */
export type Compiled = { code: string; form: BundleForm } | { fault: string };

/**
 * Compiles a stage's wrapper into one classic script where that is possible (a module that awaits at its top level
 * stays an ES module). A Worker evaluates a script without Deno's own parser, whose tree of a bundle with zod stays in
 * memory for good: measured 7 MB of private memory less per compartment, and a quicker start. `flags` go to the compiler.
 */
export async function compile(stage: Pick<Stage, "root" | "wrapper">, flags: string[] = []): Promise<Compiled> {
  const script = await compileFile(stage.root, stage.wrapper, { format: "iife", flags });
  if (!("fault" in script)) return { code: asScript(script.code), form: "script" };
  if (!/top-level await/i.test(script.fault)) return script;
  const module = await compileFile(stage.root, stage.wrapper, { format: "esm", flags });
  return "fault" in module ? module : { code: module.code, form: "module" };
}

/** Compiles one file of the stage at `root` by its deno.json; `flags` go to `deno bundle`. */
export async function compileFile(
  root: string,
  entry: string,
  { format, flags = [] }: { format: "iife" | "esm"; flags?: string[] },
): Promise<{ code: string } | { fault: string }> {
  const output = `${root}/${crypto.randomUUID()}.bundle.js`;
  const args = ["bundle", "--quiet", "--format", format, ...flags, "--config", `${root}/deno.json`, "--output", output];
  const { code, stderr } = await runDeno([...args, entry], { cwd: root });
  return code === 0 ? { code: await Deno.readTextFile(output) } : { fault: stderr };
}

/** How the compiler reaches `node:` modules; it writes an import even into a script, where it is not allowed. */
const REQUIRE =
  /^[ \t]*import \{ createRequire as (\w+) \} from "node:module";\s*var __require = \1\(import\.meta\.url\);/m;

/**
 * The first line names the `node:` modules that the script needs, as `// needs node:sqlite`: whoever evaluates it
 * imports them first and hands them over as `__builtins`. Going through `process` would load all of Node's globals.
 */
function asScript(code: string): string {
  const needs = new Set([...code.matchAll(/__require\("(?:node:)?([\w/]+)"\)/g)].map((match) => `node:${match[1]}`));
  const script = code.replace(REQUIRE, 'var __require = (name) => __builtins["node:" + name.replace(/^node:/, "")];');
  return `// needs ${[...needs].sort().join(" ")}\n"use strict";\n${script}`;
}
