import { confirm } from "@clack/prompts";

/** What a command works with; tests hand in their own. */
export interface CliContext {
  env: Record<string, string | undefined>;
  /** Writes to stdout, as it is. */
  out(text: string): void;
  /** Writes to stderr, as it is. */
  err(text: string): void;
  /** All of stdin; for values that must not stand on the command line. */
  readStdin(): Promise<string>;
  /** Is somebody there who can be asked? */
  interactive: boolean;
  /** Asks a question that is answered by yes or no; whoever takes it back says no. Only where it is interactive. */
  confirm(question: string): Promise<boolean>;
  /** Ends a command that goes on until it is stopped. In a process nothing sets it off: Ctrl-C ends the process. */
  signal: AbortSignal;
}

/** A failure in words, without a stack: exit code 1, or 2 when the command line was at fault. */
export class CliError extends Error {
  override readonly name = "CliError";
  constructor(message: string, readonly exitCode: 1 | 2 = 1, options?: ErrorOptions) {
    super(message, options);
  }
}

/** The context of a real process. */
export function processContext(): CliContext {
  const encoder = new TextEncoder();
  return {
    env: Deno.env.toObject(),
    out: (text) => writeAll(Deno.stdout, encoder.encode(text)),
    err: (text) => writeAll(Deno.stderr, encoder.encode(text)),
    readStdin: () => new Response(Deno.stdin.readable).text(),
    interactive: Deno.stdin.isTerminal() && Deno.stderr.isTerminal(),
    confirm: async (message) => (await confirm({ message, initialValue: false })) === true,
    signal: new AbortController().signal,
  };
}

function writeAll(stream: { writeSync(bytes: Uint8Array): number }, bytes: Uint8Array): void {
  try {
    for (let rest = bytes; rest.byteLength > 0;) rest = rest.subarray(stream.writeSync(rest));
  } catch (error) {
    // The reader has gone (`| head`): nobody wants the rest.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
    Deno.exit(0);
  }
}
