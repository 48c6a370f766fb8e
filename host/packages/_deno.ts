/** What one run of the deno program gave. */
export interface DenoOutput {
  code: number;
  stdout: string;
  stderr: string;
}

/** How many deno programs run beside each other; each uses about a core. */
const PARALLEL = Math.max(2, Math.min(4, navigator.hardwareConcurrency));
let running = 0;
const waiting: (() => void)[] = [];

/** Runs this same deno program with `args`, without colour and without questions. */
export async function runDeno(args: string[], options: { cwd?: string } = {}): Promise<DenoOutput> {
  while (running >= PARALLEL) await new Promise<void>((resolve) => waiting.push(resolve));
  running++;
  try {
    const output = await new Deno.Command(Deno.execPath(), {
      args,
      cwd: options.cwd ?? "/",
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", DENO_NO_PROMPT: "1" },
    }).output();
    const decoder = new TextDecoder();
    return { code: output.code, stdout: decoder.decode(output.stdout), stderr: decoder.decode(output.stderr) };
  } finally {
    running--;
    waiting.shift()?.();
  }
}
