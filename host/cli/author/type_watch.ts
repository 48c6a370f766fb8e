import { SourceWatch } from "../../boot/source_watch.ts";
import type { CliContext } from "../context.ts";
import type { AuthorFolder } from "./author_folder.ts";

/** Changes that come in one go are one change. */
const QUIET_MS = 200;

/** Type-checks a plugin whenever one of its sources is saved, and says what is wrong, or that nothing is any more. */
export class TypeWatch implements AsyncDisposable {
  readonly #author: AuthorFolder;
  readonly #context: Pick<CliContext, "out" | "err">;
  readonly #watch: SourceWatch;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #checking: Promise<void> = Promise.resolve();
  #faulty = false;

  constructor(author: AuthorFolder, context: Pick<CliContext, "out" | "err">) {
    this.#author = author;
    this.#context = context;
    this.#watch = new SourceWatch([author.path], (path) => {
      if (/\.(tsx?|json)$/.test(path)) this.#soon();
    });
    this.#soon();
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

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#timer);
    await this.#watch[Symbol.asyncDispose]();
    await this.#checking;
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
  return { success, output: withoutTail(new TextDecoder().decode(stderr)) };
}

/** The checker ends with a trace of itself, which tells an author nothing. */
function withoutTail(text: string): string {
  return text.split(/\n[ \t]*(?:error: Type checking failed|Stack backtrace:)/)[0]!.trim();
}
