/**
 * Runs all tests: `deno task test`. With arguments it passes them to `deno test`: `deno task test host/bus`.
 * What the machine lacks (Chromium, bubblewrap …) is skipped with a printed reason; BULKHEAD_REQUIRE=all makes
 * that an error. What failed is shown once more at the end, before one line `N passed, N failed, N skipped`.
 */

const ROOT = decodeURIComponent(new URL("../", import.meta.url).pathname);
/** An example in a comment that is run: one that cannot be is marked "ts ignore". */
const EXAMPLE = /^ *\* ```ts$/m;
/** Tests that wait more than they work run beside one another, each folder in a process of its own. */
const SIDE_BY_SIDE = Math.min(4, navigator.hardwareConcurrency);
/** Of what a run says as much is kept, for its closing line and what it tells of failures. */
const KEPT_CHARACTERS = 200_000;

interface Group {
  name: string;
  /** Arguments of `deno test`; of several, each is a run of its own, and they run side by side. */
  runs: string[][];
}

/** Groups run one after the other. */
const groups = (): Group[] => [
  { name: "examples in docstrings", runs: [["--doc", ...filesWithExamples()]] },
  { name: "beside the sources", runs: [["--parallel", "host", "plugins", "workflows", "ui", "scripts"]] },
  { name: "architecture and harness", runs: [["tests/architecture", "tests/harness"]] },
  { name: "conformance", runs: foldersOf("tests/conformance").map((folder) => [folder]) },
  { name: "journeys in a browser", runs: [["tests/e2e"]] },
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

/** The folders in a folder, all of whose tests lie in them. */
function foldersOf(folder: string): string[] {
  const entries = [...Deno.readDirSync(ROOT + folder)];
  const loose = entries.find(({ name }) => /_test\.tsx?$/.test(name));
  if (loose) throw new Error(`${folder}/${loose.name} is in none of the folders that are run: move it into one`);
  return entries.filter(({ isDirectory }) => isDirectory).map(({ name }) => `${folder}/${name}`).sort();
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

/** Runs one `deno test` and reads its closing line; its output goes through at once, or whole at its end. */
async function runTests(args: string[], { atEnd }: { atEnd: boolean }): Promise<Ran> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--frozen", ...args],
    stdout: "piped",
    stderr: atEnd ? "piped" : "inherit",
    env: { NO_COLOR: "1" },
  }).spawn();
  const held: Uint8Array[] = [];
  const decoder = new TextDecoder();
  let tail = "";
  const read = async (stream: ReadableStream<Uint8Array>, isOutput: boolean) => {
    for await (const chunk of stream) {
      if (atEnd) held.push(chunk);
      else say(chunk);
      if (isOutput) tail = (tail + decoder.decode(chunk, { stream: true })).slice(-KEPT_CHARACTERS);
    }
  };
  await Promise.all([read(child.stdout, true), ...(atEnd ? [read(child.stderr, false)] : [])]);
  const { code } = await child.status;
  for (const chunk of held) say(chunk);
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

/** Runs a group; as many at a time as the machine carries. */
async function runGroup({ runs }: Group): Promise<Ran[]> {
  const ran: Ran[] = [];
  const waiting = [...runs];
  const atEnd = runs.length > 1;
  const work = async () => {
    for (let args = waiting.shift(); args; args = waiting.shift()) ran.push(await runTests(args, { atEnd }));
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  return ran;
}

async function main(args: string[]): Promise<number> {
  if (args.length === 0) await prepare();
  const total: Tally = { passed: 0, failed: 0, skipped: 0 };
  const failures: string[] = [];
  for (const group of args.length > 0 ? [{ name: args.join(" "), runs: [args] }] : groups()) {
    console.log(`\n== ${group.name}`);
    const startedAt = performance.now();
    for (const ran of await runGroup(group)) {
      total.passed += ran.passed;
      total.failed += ran.failed;
      total.skipped += ran.skipped;
      if (ran.failures) failures.push(ran.failures);
    }
    console.log(`== ${group.name}: ${Math.round((performance.now() - startedAt) / 1_000)} s`);
  }
  if (failures.length > 0) console.log(`\n== what failed\n\n${failures.join("\n\n")}`);
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
