/** What one run of the deno program gave. */
export interface DenoOutput {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs this same deno program, without colour and without questions. Nothing of a script is executed by it. */
export async function runDeno(args: string[]): Promise<DenoOutput> {
  const output = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: "/",
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", DENO_NO_PROMPT: "1" },
  }).output();
  const decoder = new TextDecoder();
  return { code: output.code, stdout: decoder.decode(output.stdout), stderr: decoder.decode(output.stderr) };
}
