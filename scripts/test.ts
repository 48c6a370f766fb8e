/**
 * Runs all tests: `deno task test`. With arguments it passes them to `deno test`: `deno task test host/bus`.
 * What the machine lacks (Chromium, bubblewrap …) is skipped with a printed reason; BULKHEAD_REQUIRE=all makes
 * that an error. What failed is shown once more at the end, before one line `N passed, N failed, N skipped`.
 */

const ROOT = decodeURIComponent(new URL("../", import.meta.url).pathname);
/** An example in a comment that is run: one that cannot be is marked "ts ignore". */
const EXAMPLE = /^ *\* ```ts$/m;
/** Of what a run says as much is kept, for its closing line and what it tells of failures. */
const KEPT_CHARACTERS = 200_000;

interface Group {
  name: string;
  /** Arguments of `deno test`. */
  args: string[];
}

/**
 * Groups run one after the other. Types are checked before them, all at once: each run would check most of the sources anew,
 * which takes as long as many tests. Examples are no files, so their types are checked as they run.
 */
const groups = (): Group[] => [
  { name: "examples in docstrings", args: ["--doc", ...filesWithExamples()] },
  { name: "beside the sources", args: ["--no-check", "--parallel", "host", "plugins", "workflows", "ui", "scripts"] },
  { name: "architecture and harness", args: ["--no-check", "tests/architecture", "tests/harness"] },
  { name: "conformance", args: ["--no-check", "tests/conformance"] },
  { name: "journeys in a browser", args: ["--no-check", "tests/e2e"] },
];

/** Deno runs the examples of the files that it is given, not of what those export again. */
export function filesWithExamples(): string[] {
  const found: string[] = [];
  const folders = ["host", "ui"];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const { name, isDirectory } of Deno.readDirSync(ROOT + folder)) {
      const path = `${folder}/${name}`;
      if (isDirectory && name !== "dist") folders.push(path);
      else if (/(?<!_test)\.tsx?$/.test(name) && EXAMPLE.test(Deno.readTextFileSync(ROOT + path))) found.push(path);
    }
  }
  return found.sort();
}

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

interface Ran extends Tally {
  /** What it told of failures; empty without any. */
  failures: string;
}

/** Runs one `deno test`, passing its output through; reads the closing line. */
async function runTests(args: string[]): Promise<Ran> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--frozen", ...args],
    stdout: "piped",
    stderr: "inherit",
    env: { NO_COLOR: "1" },
  }).spawn();
  const decoder = new TextDecoder();
  let tail = "";
  for await (const chunk of child.stdout) {
    say(chunk);
    tail = (tail + decoder.decode(chunk, { stream: true })).slice(-KEPT_CHARACTERS);
  }
  const { code } = await child.status;
  const tally = readTally(tail, code);
  return { ...tally, failures: tally.failed > 0 ? readFailures(tail) : "" };
}

/** Writes all of it: a full pipe takes a part at a time. */
function say(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
}

/** Reads the last `ok | 3 passed | 0 failed | 1 ignored (2s)` of a `deno test`; a bad end without one is one failure. */
export function readTally(output: string, code: number): Tally {
  const line = output.split("\n").findLast((text) => /\| \d+ passed/.test(text));
  const count = (word: string) => Number(line?.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0);
  const tally = { passed: count("passed"), failed: count("failed"), skipped: count("ignored") };
  if (code !== 0 && tally.failed === 0) tally.failed = 1;
  return tally;
}

/** What a `deno test` tells of its failures; where it died before that, what it said last. */
export function readFailures(output: string): string {
  const start = output.lastIndexOf("\n ERRORS \n");
  if (start < 0) return output.slice(-2_000).trim();
  const end = output.lastIndexOf("\n FAILURES \n");
  return output.slice(start + "\n ERRORS \n".length, end < start ? undefined : end).trim();
}

async function main(args: string[]): Promise<number> {
  const total: Tally = { passed: 0, failed: 0, skipped: 0 };
  const failures: string[] = [];
  if (args.length === 0) {
    await prepare();
    console.log("\n== types");
    if (!await run("check", "--frozen", "--quiet", ".")) {
      total.failed++;
      failures.push('Types: see the lines below "== types"');
    }
  }
  for (const group of args.length > 0 ? [{ name: args.join(" "), args }] : groups()) {
    console.log(`\n== ${group.name}`);
    const startedAt = performance.now();
    const ran = await runTests(group.args);
    console.log(`== ${group.name}: ${Math.round((performance.now() - startedAt) / 1_000)} s`);
    total.passed += ran.passed;
    total.failed += ran.failed;
    total.skipped += ran.skipped;
    if (ran.failures) failures.push(ran.failures);
  }
  if (failures.length > 0) console.log(`\n== what failed\n\n${failures.join("\n\n")}`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed === 0 ? 0 : 1;
}

/** The browser journeys need the pages; built once here, so that no test waits for it. */
async function prepare(): Promise<void> {
  if (await run("run", "-A", "--frozen", "scripts/build_ui.ts")) return;
  throw new Error("Cannot build the cockpit's pages: see the lines above");
}

/** Runs Deno with its output passed through; answers whether it ended well. */
async function run(...args: string[]): Promise<boolean> {
  const command = new Deno.Command(Deno.execPath(), { args, stdout: "inherit", stderr: "inherit" });
  return (await command.spawn().status).success;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
