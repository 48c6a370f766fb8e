/**
 * Runs all tests: `deno task test`. With arguments it passes them to `deno test`: `deno task test host/bus`.
 * What the machine lacks (Chromium, bubblewrap …) is skipped with a printed reason; BULKHEAD_REQUIRE=all makes
 * that an error. Ends with one line `N passed, N failed, N skipped`.
 */

/** An example in a comment that is run: one that cannot be is marked "ts ignore". */
const EXAMPLE = /^ *\* ```ts$/m;

/** Tests in one group run together; groups run one after the other. */
const GROUPS: { name: string; args: string[] }[] = [
  { name: "examples in docstrings", args: ["--doc", ...filesWithExamples()] },
  { name: "beside the sources", args: ["--parallel", "host", "plugins", "workflows", "ui", "scripts"] },
  { name: "architecture and harness", args: ["tests/architecture", "tests/harness"] },
  { name: "conformance", args: ["tests/conformance"] },
  { name: "journeys in a browser", args: ["tests/e2e"] },
];

/** Deno runs the examples of the files that it is given, not of what those export again. */
export function filesWithExamples(): string[] {
  const root = decodeURIComponent(new URL("../", import.meta.url).pathname);
  const found: string[] = [];
  const folders = ["host", "ui"];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const { name, isDirectory } of Deno.readDirSync(root + folder)) {
      const path = `${folder}/${name}`;
      if (isDirectory && name !== "dist") folders.push(path);
      else if (/(?<!_test)\.tsx?$/.test(name) && EXAMPLE.test(Deno.readTextFileSync(root + path))) found.push(path);
    }
  }
  return found.sort();
}

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs one `deno test`, passing its output through; reads the closing line. */
async function runGroup(args: string[]): Promise<Tally> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--frozen", ...args],
    stdout: "piped",
    stderr: "inherit",
    env: { NO_COLOR: "1" },
  }).spawn();
  const decoder = new TextDecoder();
  let tail = "";
  for await (const chunk of child.stdout) {
    Deno.stdout.writeSync(chunk);
    tail = (tail + decoder.decode(chunk, { stream: true })).slice(-4_000);
  }
  const { code } = await child.status;
  return readTally(tail, code);
}

/** Reads the last `ok | 3 passed | 0 failed | 1 ignored (2s)` of a `deno test`; a bad end without one is one failure. */
export function readTally(output: string, code: number): Tally {
  const line = output.split("\n").findLast((text) => /\| \d+ passed/.test(text));
  const count = (word: string) => Number(line?.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0);
  const tally = { passed: count("passed"), failed: count("failed"), skipped: count("ignored") };
  if (code !== 0 && tally.failed === 0) tally.failed = 1;
  return tally;
}

async function main(args: string[]): Promise<number> {
  const groups = args.length > 0 ? [{ name: args.join(" "), args }] : GROUPS;
  if (args.length === 0) await prepare();
  const total: Tally = { passed: 0, failed: 0, skipped: 0 };
  for (const group of groups) {
    console.log(`\n== ${group.name}`);
    const startedAt = performance.now();
    const tally = await runGroup(group.args);
    console.log(`== ${group.name}: ${Math.round((performance.now() - startedAt) / 1_000)} s`);
    total.passed += tally.passed;
    total.failed += tally.failed;
    total.skipped += tally.skipped;
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed === 0 ? 0 : 1;
}

/** The browser journeys need the pages; built once here, so that no test waits for it. */
async function prepare(): Promise<void> {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--frozen", "scripts/build_ui.ts"],
    stdout: "inherit",
    stderr: "inherit",
  }).spawn().status;
  if (code !== 0) throw new Error("Cannot build the cockpit's pages: see the lines above");
}

if (import.meta.main) Deno.exit(await main(Deno.args));
