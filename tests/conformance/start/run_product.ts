import { CHECKOUT } from "../../harness/mod.ts";

/** What a start that did not last said. */
export interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/** A start of `host/main.ts`, or of another program below `host`, with these arguments. */
export function spawnProduct(args: string[], env: Record<string, string> = {}, program = "main.ts"): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    cwd: CHECKOUT,
    args: ["run", "-A", "--frozen", `host/${program}`, ...args],
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Runs it to its end. */
export async function runProduct(args: string[], env: Record<string, string> = {}): Promise<Run> {
  const { code, stdout, stderr } = await spawnProduct(args, env).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** A new folder that goes when the block ends. */
export async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-start-" }));
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
