import * as semver from "semver";
import { runCli } from "../../../host/cli/program.ts";
import { VERSION } from "../../../host/config/mod.ts";
import { createKeyFile } from "../../../host/packages/mod.ts";
import type { UpgradeState } from "../../../host/upgrade/ports.ts";
import { packRelease, publishRelease, releaseFiles, StateFile } from "../../../host/upgrade/mod.ts";
import { openDatabase } from "../../../host/storage/mod.ts";
import { CHECKOUT, processesOf, until } from "../../harness/mod.ts";

/** A minute is not enough where two cores do everything at once. */
const LONG_MS = 180_000;

/** The version of the checkout, and newer ones. */
export const V1 = VERSION;
export const V2 = semver.inc(VERSION, "minor")!;
export const V3 = semver.inc(V2, "minor")!;

/** Changes the text of one file of a release. */
export type Edit = (files: Map<string, Uint8Array>) => void;

/** Puts code into the host of a release, for its real start and not for its trial: after everything was opened. */
export const onRealStart = (code: string): Edit => (files) => {
  replace(files, "host/main.ts", "  await kernel.start();\n", `  await kernel.start();\n  if (!trial) { ${code} }\n`);
};

/** A migration that only this release has. */
export const withMigration: Edit = (files) => {
  const folder = "host/kernel/migrations/";
  const last = [...files.keys()].filter((path) => path.startsWith(folder)).sort().at(-1)!;
  const number = String(Number(last.slice(folder.length, folder.length + 4)) + 1).padStart(4, "0");
  files.set(`${folder}${number}_upgraded.sql`, bytes("CREATE TABLE upgraded (v TEXT) STRICT;\n"));
};

export function replace(files: Map<string, Uint8Array>, path: string, was: string, is: string): void {
  const text = new TextDecoder().decode(files.get(path));
  if (!text.includes(was)) throw new Error(`"${path}" does not hold what the test changes`);
  files.set(path, bytes(text.replace(was, is)));
}

const bytes = (text: string) => new TextEncoder().encode(text);

export interface ProductOptions {
  /** More flags. */
  args?: string[];
  /** The plugins of the product, which go with its version; default none. */
  plugins?: boolean;
  /** The releases bring the built pages of the checkout, which have to be there. */
  pages?: boolean;
  /** Runs this checkout, whose pinned keys it trusts; default the present one, and a key of its own in the settings. */
  checkout?: string;
}

/** The product as people start it, with a source of releases, in folders of its own. */
export async function product(options: ProductOptions = {}) {
  const { checkout = CHECKOUT } = options;
  const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-upgrade-" }));
  const [data, source] = [`${dir}/data`, `${dir}/source`];
  for (const folder of [data, source, `${dir}/plugins`, `${dir}/workflows`, `${data}/plugins/demo`]) {
    await Deno.mkdir(folder, { recursive: true });
  }
  await Deno.writeTextFile(`${data}/plugins/demo/note.txt`, "a plugin's own file");
  const key = await createKeyFile(`${dir}/key.pem`);
  await Deno.writeTextFile(
    `${data}/bulkhead.toml`,
    `[upgrade]\nsource = "${source}"\npackages = "cache"\nwatch-seconds = 5\n` +
      (options.checkout === undefined ? `key = "${key.publicKey}"\n` : "") +
      "ready-seconds = 150\n",
  );
  const known = await releaseFiles(CHECKOUT, { uncommitted: true });
  // The pages are none of this, and may not be built.
  if (!options.pages) known.set("ui/dist/index.html", bytes("<!doctype html>"));
  const files = new StateFile(data);
  let child: Deno.ChildProcess | undefined;
  let output = "";
  let reading: Promise<unknown> = Promise.resolve();
  const readyLines = () => output.split("\n").filter((line) => line.startsWith('{"event":"ready"')).length;
  const cli = async (...args: string[]) => {
    const run = { code: 0, out: "", err: "" };
    run.code = await runCli(args, {
      env: { BULKHEAD_DATA: data, PATH: Deno.env.get("PATH") },
      out: (text) => void (run.out += text),
      err: (text) => void (run.err += text),
      readStdin: () => Promise.resolve(""),
      interactive: false,
      confirm: () => Promise.resolve(false),
      signal: new AbortController().signal,
    });
    return run;
  };
  const call = async <T = Record<string, unknown>>(method: string, params: unknown = {}): Promise<T> => {
    const { code, out, err } = await cli("call", method, JSON.stringify(params));
    if (code !== 0) throw new Error(err);
    return JSON.parse(out);
  };
  const self = {
    dir,
    data,
    source,
    key,
    publish(version: string, ...edits: Edit[]) {
      const all = new Map(known);
      replace(all, "deno.json", `"version": "${V1}"`, `"version": "${version}"`);
      for (const edit of edits) edit(all);
      publishRelease({ folder: source, keys: [key] }, packRelease(all));
    },
    /** Starts it and waits until something serves. */
    async start() {
      const before = readyLines();
      child = new Deno.Command(Deno.execPath(), {
        cwd: checkout,
        args: [
          ...["run", "-A", "--frozen", "host/launch.ts", "--log-format", "json"],
          ...options.args ?? ["--port", "0"],
          ...(options.plugins ? [] : ["--plugins", `${dir}/plugins`]),
          ...["--data", data, "--workflows", `${dir}/workflows`],
        ],
        env: { NO_COLOR: "1" },
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
      }).spawn();
      const take = async (stream: ReadableStream<Uint8Array>) => {
        const decoder = new TextDecoder();
        for await (const chunk of stream) output += decoder.decode(chunk);
      };
      reading = Promise.all([take(child.stdout), take(child.stderr)]);
      await self.readyLine(before + 1);
      return child.pid;
    },
    /** Waits for so many ready lines in all. */
    readyLine: (count: number) =>
      until(() => readyLines() >= count, { timeoutMs: LONG_MS, what: `ready line ${count}` })
        .catch((error) => {
          throw new Error(`${error.message}\n${output.slice(-5_000)}`);
        }),
    readyLines,
    output: () => output,
    cli,
    call,
    state: (): UpgradeState => files.read() ?? { format: 1 },
    stateFile: files,
    reaches: (what: string, condition: (state: UpgradeState) => unknown) =>
      until(() => condition(self.state()), { timeoutMs: LONG_MS, what }).catch((error) => {
        throw new Error(`${error.message}\n${JSON.stringify(self.state())}\n${output.slice(-5_000)}`);
      }),
    version: async () => (await call<{ version: string }>("host.system.info")).version,
    secrets: async () =>
      (await call<{ items: { name: string; set?: boolean }[] }>("host.secret.list")).items.map(({ name }) => name)
        .sort(),
    /** Is a table there? Looked at from outside. */
    hasTable(name: string) {
      const db = openDatabase(`${data}/host.db`, { readOnly: true });
      try {
        return db.get("SELECT 1 FROM sqlite_schema WHERE name = ?", name) !== undefined;
      } finally {
        db.close();
      }
    },
    /** As a power cut would end it: launcher, hosts, all that belongs to this data, at once. */
    async killAll() {
      for (const pid of processesOf(data)) kill(pid);
      await child?.status;
      for (const pid of processesOf(data)) kill(pid);
      await reading;
      child = undefined;
    },
    /** As systemd would; answers the exit code. */
    async stop() {
      child!.kill("SIGTERM");
      const { code } = await child!.status;
      await reading;
      child = undefined;
      return code;
    },
    async [Symbol.asyncDispose]() {
      if (child) await self.killAll();
      await Deno.remove(dir, { recursive: true });
    },
  };
  return self;
}

function kill(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch { /* it has ended */ }
}
