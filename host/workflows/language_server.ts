import { encodeMessage, type LanguageMessage, readMessages } from "./language_wire.ts";

export interface LanguageServerOptions {
  /** Command line without the program: `deno` by default. */
  command?: string[];
  /** Answers what the server asks, such as its settings; by default null. */
  answer?(method: string, params: unknown): unknown;
  /** Of one request in milliseconds; default 10,000. After it the server counts as broken and is ended. */
  timeoutMs?: number;
}

/** What is handed on of the host's environment: where Deno finds what is cached. */
const ENVIRONMENT = ["HOME", "PATH", "DENO_DIR", "XDG_CACHE_HOME", "TMPDIR"];
/** Nothing listens there: the server looks nothing up in registries, whatever a script names. */
const NOWHERE = "http://127.0.0.1:9";
/** Megabytes of JavaScript objects at most; a server that needs more ends and is started again. */
const MAX_HEAP_MB = 768;

/** The server ended, did not answer in time, or answered with an error. */
export class LanguageServerError extends Error {
  override readonly name = "LanguageServerError";
  /** `code` is that of an answer. */
  constructor(message: string, readonly code?: number) {
    super(message);
  }
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
  timer: ReturnType<typeof setTimeout>;
}

/** `deno lsp` as a child of this process, which ends with it. It reads scripts and executes nothing of them. */
export class LanguageServer {
  /** Resolves when the process has ended, with the reason. */
  readonly ended: Promise<string>;
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #over: string | undefined;

  constructor(private readonly options: LanguageServerOptions = {}) {
    const [program, ...args] = [...leash(), ...options.command ?? [Deno.execPath(), "lsp", "--quiet"]];
    this.#child = new Deno.Command(program!, {
      args,
      cwd: "/",
      clearEnv: true,
      env: environment(),
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    this.#writer = this.#child.stdin.getWriter();
    this.ended = this.#follow();
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** Rejects with {@linkcode LanguageServerError}. */
  request<T>(method: string, params: unknown, { timeoutMs = this.options.timeoutMs ?? 10_000 } = {}): Promise<T> {
    if (this.#over !== undefined) return Promise.reject(new LanguageServerError(this.#over));
    const id = ++this.#lastId;
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => this.#stop(`it did not answer ${method} within ${timeoutMs} ms`), timeoutMs);
      this.#waiting.set(id, { resolve: (result) => resolve(result as T), reject, timer });
      this.#send({ id, method, params });
    });
  }

  notify(method: string, params: unknown): void {
    if (this.#over === undefined) this.#send({ method, params });
  }

  /** Ends the process and resolves when it has ended. */
  async stop(): Promise<void> {
    this.#stop("it was stopped");
    await this.ended;
  }

  async #follow(): Promise<string> {
    const reading = this.#read();
    const { code, signal } = await this.#child.status;
    await reading;
    await this.#writer.close().catch(() => {});
    this.#break(signal ? `it was ended by ${signal}` : `it ended with code ${code}`);
    return this.#over!;
  }

  async #read(): Promise<void> {
    try {
      for await (const message of readMessages(this.#child.stdout)) this.#receive(message);
    } catch (error) {
      this.#stop((error as Error).message);
    }
  }

  #receive({ id, method, params, result, error }: LanguageMessage): void {
    if (method !== undefined) {
      if (id !== undefined) this.#send({ id, result: this.options.answer?.(method, params) ?? null });
      return;
    }
    const waiting = this.#waiting.get(id as number);
    if (!waiting) return;
    this.#waiting.delete(id as number);
    clearTimeout(waiting.timer);
    if (error) waiting.reject(new LanguageServerError(error.message, error.code));
    else waiting.resolve(result ?? null);
  }

  #send(message: LanguageMessage): void {
    this.#writer.write(encodeMessage(message)).catch((error) => this.#stop((error as Error).message));
  }

  #stop(reason: string): void {
    this.#break(reason);
    try {
      this.#child.kill("SIGKILL");
    } catch { /* it has ended */ }
  }

  #break(reason: string): void {
    this.#over ??= reason;
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new LanguageServerError(this.#over));
    }
    this.#waiting.clear();
  }
}

/** Ends the child with the host, also when the host is killed; without it the server looks for its parent itself. */
function leash(): string[] {
  const program = "/usr/bin/setpriv";
  try {
    return Deno.build.os === "linux" && Deno.statSync(program).isFile ? [program, "--pdeathsig", "KILL"] : [];
  } catch {
    return [];
  }
}

function environment(): Record<string, string> {
  const kept = ENVIRONMENT.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  return {
    ...Object.fromEntries(kept),
    NO_COLOR: "1",
    DENO_NO_UPDATE_CHECK: "1",
    DENO_V8_FLAGS: `--max-old-space-size=${MAX_HEAP_MB}`,
    MALLOC_ARENA_MAX: "2",
    HTTP_PROXY: NOWHERE,
    HTTPS_PROXY: NOWHERE,
  };
}
