import { CHECKOUT, type StaticRegistry, staticRegistry } from "../../harness/mod.ts";

/** What a command of the command line left. */
export interface CommandResult {
  code: number;
  out: string;
  err: string;
}

/** A stranger's folder outside of the repository, with the example plugins, a key and a registry that is served. */
export interface Workshop extends AsyncDisposable {
  /** Holds a folder for each plugin. */
  readonly dir: string;
  /** What `plugin publish` wrote, served on loopback. Begun by the first `publish`. */
  readonly registry: StaticRegistry;
  /** Runs `bulkhead …` in that folder, in a process of its own. */
  bulkhead(...args: string[]): Promise<CommandResult>;
  /** The same; throws with its output unless it ends with 0. Answers what it printed. */
  run(...args: string[]): Promise<string>;
  /** Copies an example there: `tests/fixtures/registry/<id>`. */
  copy(id: string): Promise<void>;
  /** Changes a file of a plugin. */
  edit(path: string, change: (text: string) => string): Promise<void>;
  /** Changes its manifest. */
  editManifest(id: string, change: (manifest: Manifest) => void): Promise<void>;
  /** Builds, signs and publishes it with `plugin publish`. Answers its source, for `host.plugin.inspect`. */
  publish(id: string): Promise<string>;
}

// deno-lint-ignore no-explicit-any -- any: a manifest as an author edits it
export type Manifest = Record<string, any>;

const KEY = "keys/web-team.key";

export async function workshop(): Promise<Workshop> {
  const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-workshop-" }));
  await Deno.mkdir(`${dir}/registry`);
  const registry = await staticRegistry({ folder: `${dir}/registry` });
  let keyed = false;
  const made: Workshop = {
    dir,
    registry,
    bulkhead: (...args) => bulkhead(args, dir),
    async run(...args) {
      const { code, out, err } = await bulkhead(args, dir);
      if (code !== 0) throw new Error(`bulkhead ${args.join(" ")} ended with ${code}:\n${out}${err}`);
      return out;
    },
    copy: (id) => copyFolder(`${CHECKOUT}/tests/fixtures/registry/${id}`, `${dir}/${id}`),
    async edit(path, change) {
      const before = await Deno.readTextFile(`${dir}/${path}`);
      const after = change(before);
      if (after === before) throw new Error(`The edit of "${path}" changes nothing`);
      await Deno.writeTextFile(`${dir}/${path}`, after);
    },
    editManifest: (id, change) =>
      made.edit(`${id}/plugin.json`, (text) => {
        const manifest = JSON.parse(text) as Manifest;
        change(manifest);
        return JSON.stringify(manifest, null, 2);
      }),
    async publish(id) {
      if (!keyed) await made.run("plugin", "keygen", "--out", KEY);
      keyed = true;
      const name = ["--name", "Web team", "--publisher", "The web team"];
      await made.run("plugin", "publish", id, "--registry", "registry", "--key", KEY, ...name);
      return `${registry.url}#${id}`;
    },
    async [Symbol.asyncDispose]() {
      await registry[Symbol.asyncDispose]();
      await Deno.remove(dir, { recursive: true });
    },
  };
  return made;
}

/** Runs the command line as a person does, from another folder. */
export async function bulkhead(args: string[], cwd: string): Promise<CommandResult> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", `${CHECKOUT}/host/cli/main.ts`, ...args],
    cwd,
    stdin: "null",
    env: { NO_COLOR: "1" },
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: decode(stdout), err: decode(stderr) };
}

/** Without what a command has left there. */
async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory, isFile } of Deno.readDir(from)) {
    if (name === "node_modules" || name === ".dev") continue;
    if (isDirectory) await copyFolder(`${from}/${name}`, `${to}/${name}`);
    else if (isFile) await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
}
