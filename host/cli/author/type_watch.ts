import type { CliContext } from "../context.ts";
import type { AuthorFolder } from "./author_folder.ts";

/** Changes that come in one go are one change. */
const QUIET_MS = 200;

/** Type-checks a plugin whenever one of its sources is saved, and says what is wrong, or that nothing is any more. */
export class TypeWatch implements Disposable {
  readonly #author: AuthorFolder;
  readonly #context: Pick<CliContext, "out" | "err">;
  #watcher: Deno.FsWatcher | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #checking: Promise<void> = Promise.resolve();
  #faulty = false;

  constructor(author: AuthorFolder, context: Pick<CliContext, "out" | "err">) {
    this.#author = author;
    this.#context = context;
  }

  start(): void {
    const { path } = this.#author;
    this.#watcher = Deno.watchFs(path);
    this.#soon();
    void this.#watch(this.#watcher);
  }

  async #watch(watcher: Deno.FsWatcher): Promise<void> {
    for await (const { kind, paths } of watcher) {
      if (kind === "access") continue;
      const below = paths.map((path) => path.slice(this.#author.path.length + 1));
      if (below.some((path) => /\.(tsx?|json)$/.test(path) && !/^(\.|node_modules\/)/.test(path))) this.#soon();
    }
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#checking = this.#checking.then(() => this.#check()), QUIET_MS);
  }

  async #check(): Promise<void> {
    const { success, output } = await checkTypes(this.#author);
    if (!success) this.#context.err(`\n${output}\n`);
    else if (this.#faulty) this.#context.out("Types: all well again\n");
    this.#faulty = !success;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#watcher?.close();
  }
}

/** Runs the type checker over all sources of a plugin. */
export async function checkTypes({ path, config }: Pick<AuthorFolder, "path" | "config">) {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["check", "--quiet", "--config", config, "--no-lock", path],
    cwd: path,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
    env: { NO_COLOR: "1" },
  }).output();
  return { success, output: new TextDecoder().decode(stderr).trim() };
}
