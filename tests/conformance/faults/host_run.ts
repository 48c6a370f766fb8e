/** What a start that is expected to end by itself came to. */
export interface HostRun {
  code: number;
  stdout: string;
  stderr: string;
}

/** Starts the product and waits until it ends by itself; after 60 s it is ended and the run fails. */
export async function runHostToItsEnd(args: string[], env: Record<string, string> = {}): Promise<HostRun> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--frozen", "host/main.ts", ...args],
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, 60_000);
  const { code, stdout, stderr } = await child.output();
  clearTimeout(timer);
  const decoder = new TextDecoder();
  const run = { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  if (late) throw new Error(`The host did not end by itself; it printed:\n${run.stdout}\n${run.stderr}`);
  return run;
}

/** A folder that is removed with the scope. */
export async function tempFolder(): Promise<AsyncDisposable & { path: string }> {
  const path = await Deno.makeTempDir({ prefix: "bulkhead-faults-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
