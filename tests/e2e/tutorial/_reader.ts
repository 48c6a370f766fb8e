import assert from "node:assert/strict";
import { ensureUi } from "../../../scripts/build_ui.ts";
import { CHECKOUT, lacks, until } from "../../harness/mod.ts";
import { testBrowser } from "../browser.ts";
import { readsAs, type Step } from "./_tutorial.ts";

/** Ports that the tutorial names; each is another, free one here. */
const PORTS = ["8080", "8000"];

/** Somebody who does what a tutorial says, in an empty folder outside of the repository. */
export class Reader implements AsyncDisposable {
  readonly #dir: string;
  readonly #ports: Map<string, string>;
  readonly #env: Record<string, string>;
  readonly #running = new Map<string, { child: Deno.ChildProcess; over: Promise<unknown> }>();

  private constructor(dir: string, ports: Map<string, string>) {
    this.#dir = dir;
    this.#ports = ports;
    this.#env = {
      PATH: `${dir}/bin:${Deno.env.get("PATH")}`,
      BULKHEAD_PORT: ports.get("8080")!,
      // As on a terminal.
      BULKHEAD_LOG_FORMAT: "text",
      NO_COLOR: "1",
    };
  }

  static async start(): Promise<Reader> {
    const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-tutorial-" }));
    await Deno.mkdir(`${dir}/bin`);
    await Deno.mkdir(`${dir}/my-plugins`);
    // The alias with which the tutorial begins.
    const script = `#!/bin/sh\nexec "${Deno.execPath()}" run -A "${CHECKOUT}/host/cli/main.ts" "$@"\n`;
    await Deno.writeTextFile(`${dir}/bin/bulkhead`, script, { mode: 0o755 });
    return new Reader(dir, new Map(PORTS.map((port) => [port, freePort()])));
  }

  /** Does one step; throws with the line of the tutorial when it does not come out as shown. */
  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case "file":
        return await this.#write(step);
      case "run":
        return await this.#run(step);
      case "background":
        return await this.#startBackground(step);
      case "stop":
        return await this.#stop(step.name);
      case "page":
        if (!lacks("chromium")) await this.#look(step);
    }
  }

  async #write({ path, text, append }: Step & { kind: "file" }): Promise<void> {
    const target = `${this.#dir}/my-plugins/${path}`;
    await Deno.mkdir(target.slice(0, target.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(target, this.#here(text), { append });
  }

  async #run({ command, expected, exitCode, line }: Step & { kind: "run" }): Promise<void> {
    const { code, stdout } = await this.#bash(`${this.#here(command)} 2>&1`, "null").output();
    const output = this.#asShown(new TextDecoder().decode(stdout));
    if (code !== exitCode) assert.fail(`Line ${line}: "${command}" ended with ${code}, not ${exitCode}:\n${output}`);
    if (!readsAs(expected, output)) {
      // For the difference to be shown.
      assert.equal(output.trim(), expected, `Line ${line}: "${command}" printed something else than is shown`);
    }
  }

  async #startBackground({ name, command, expected, line }: Step & { kind: "background" }): Promise<void> {
    const child = this.#bash(`exec ${this.#here(command)}`, "piped").spawn();
    let out = "";
    let err = "";
    const ended = { code: undefined as number | undefined };
    const over = Promise.all([
      child.status.then(({ code }) => ended.code = code),
      collect(child.stdout, (text) => out += text),
      collect(child.stderr, (text) => err += text),
    ]);
    this.#running.set(name, { child, over });
    // Log lines go to stderr, and are not what a tutorial shows; Deno's own server says there that it listens.
    const isUp = () => [out, err].some((text) => readsAs(expected, this.#asShown(text)));
    await until(() => ended.code !== undefined || isUp(), {
      what: `line ${line}: "${command}" to print what is shown`,
      timeoutMs: 90_000,
    }).catch((error) => assert.fail(`${error.message}; it printed:\n${out}${err}`));
    if (ended.code !== undefined) assert.fail(`Line ${line}: "${command}" ended with ${ended.code}:\n${out}${err}`);
  }

  async #stop(name: string): Promise<void> {
    const running = this.#running.get(name);
    if (!running) throw new Error(`Nothing is running in the background as "${name}"`);
    this.#running.delete(name);
    running.child.kill("SIGINT");
    await running.over;
  }

  async #look({ url, shows }: Step & { kind: "page" }): Promise<void> {
    await ensureUi();
    const { origin, pathname } = new URL(this.#here(url));
    await using chromium = await testBrowser();
    const page = await chromium.page({ baseURL: origin });
    await page.request.post("/auth/dev", { data: { handle: "alice" }, headers: { origin } });
    await page.goto(pathname);
    await page.frameLocator("iframe").getByText(shows).waitFor();
    assert.deepEqual(page.faults, []);
  }

  #bash(command: string, stderr: "null" | "piped"): Deno.Command {
    return new Deno.Command("/bin/bash", {
      args: ["-c", command],
      cwd: `${this.#dir}/my-plugins`,
      env: this.#env,
      stdin: "null",
      stdout: "piped",
      stderr,
    });
  }

  /** What the tutorial says, with the ports that are free here. */
  #here(text: string): string {
    return [...this.#ports].reduce(
      (now, [shown, free]) => now.replaceAll(new RegExp(`\\b${shown}\\b`, "g"), free),
      text,
    );
  }

  /** And what was printed, with those that the tutorial names. */
  #asShown(text: string): string {
    return [...this.#ports].reduce(
      (now, [shown, free]) => now.replaceAll(`127.0.0.1:${free}`, `127.0.0.1:${shown}`),
      text,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const name of [...this.#running.keys()].reverse()) await this.#stop(name);
    await Deno.remove(this.#dir, { recursive: true });
  }
}

/** One of four digits, so that tables are as wide as they are shown. */
function freePort(): string {
  for (;;) {
    const port = 2_000 + Math.floor(Math.random() * 8_000);
    try {
      Deno.listen({ hostname: "127.0.0.1", port }).close();
      return String(port);
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
}

async function collect(stream: ReadableStream<Uint8Array>, take: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  for await (const bytes of stream) take(decoder.decode(bytes, { stream: true }));
}
