import type { ProcessEnded, ProcessSpawned, ProcessSpawnParams } from "../channel/protocol.ts";
import { RpcError } from "../errors.ts";
import type { Log } from "./context.ts";
import type { HostLink } from "./host_link.ts";
import { HostServices } from "./machine_services.ts";
import type {
  MachineServices,
  Processes,
  ProgramEnd,
  RunningProgram,
  RunOptions,
  RunResult,
  SpawnOptions,
} from "./process_types.ts";

/** `run` without a word about it. */
const RUN_TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 1024 * 1024;

/** `ctx.process`: programs that the host starts for this plugin. */
export class HostProcesses implements Processes {
  private readonly signal: AbortSignal;
  private readonly traceparent: string | undefined;

  /** `serving`: the signal of the call being served, with which `run` ends, and its trace, which programs go on with. */
  constructor(
    private readonly link: HostLink,
    private readonly log: Log,
    serving: { signal: AbortSignal; traceparent: string | undefined },
  ) {
    this.signal = serving.signal;
    this.traceparent = serving.traceparent;
  }

  get services(): MachineServices {
    return new HostServices(this.link, this.signal, this.traceparent);
  }

  async run(command: string, args: string[] = [], options: RunOptions = {}): Promise<RunResult> {
    const { stdin, timeoutMs = RUN_TIMEOUT_MS, maxOutputBytes = MAX_OUTPUT_BYTES, log, env } = options;
    const signal = options.signal ? AbortSignal.any([this.signal, options.signal]) : this.signal;
    signal.throwIfAborted();
    const program = await this.#start(command, args, { timeoutMs, env, input: stdin !== undefined });
    const abort = () => void program.kill("SIGKILL").catch(() => {});
    signal.addEventListener("abort", abort, { once: true });
    try {
      if (stdin !== undefined) void feed(program.stdin, stdin);
      const lines = log ? (text: string) => this.#print(command, text) : undefined;
      const [out, err, end] = await Promise.all([
        collect(program.stdout, maxOutputBytes, lines),
        collect(program.stderr, maxOutputBytes, lines),
        program.ended,
      ]);
      signal.throwIfAborted();
      return { ...end, stdout: out.text, stderr: err.text, truncated: out.truncated || err.truncated };
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }

  async spawn(command: string, args: string[] = [], options: SpawnOptions = {}): Promise<RunningProgram> {
    const { timeoutMs = 0, env, log } = options;
    const program = await this.#start(command, args, { timeoutMs, env, input: true });
    if (!log) return program;
    const print = (text: string) => this.#print(command, text);
    return {
      ...program,
      stdout: program.stdout.pipeThrough(tap(print)),
      stderr: program.stderr.pipeThrough(tap(print)),
    };
  }

  async #start(
    command: string,
    args: string[],
    options: { timeoutMs: number; env?: Record<string, string>; input: boolean },
  ): Promise<RunningProgram> {
    const { link } = this;
    const params: ProcessSpawnParams = { command, args, timeoutMs: options.timeoutMs };
    if (options.env) params.env = options.env;
    if (this.traceparent !== undefined) params.traceparent = this.traceparent;
    const input = options.input ? link.openStream() : undefined;
    if (input) params.stdin = input.id;
    let spawned: ProcessSpawned;
    try {
      spawned = await link.request<ProcessSpawned>("process.spawn", params);
    } catch (error) {
      input?.writable.abort(error).catch(() => {});
      throw error;
    }
    const { id } = spawned;
    const ended = link.request<ProcessEnded>("process.wait", { id }) as Promise<ProgramEnd>;
    // Whoever does not wait for the end is not to be ended by it.
    ended.catch(() => {});
    return {
      stdin: input?.writable ?? new WritableStream(),
      stdout: link.acceptStream(spawned.stdout),
      stderr: link.acceptStream(spawned.stderr),
      ended,
      kill: async (signal = "SIGTERM") => {
        await link.request("process.kill", { id, signal });
      },
    };
  }

  #print(command: string, line: string): void {
    this.log.child(command.replace(/^.*\//, "").replace(/[^\w-]/g, "_")).info(line);
  }
}

/** A program that does not read its input, or ends before it has, is none of the writer's concern. */
async function feed(stdin: WritableStream<Uint8Array>, content: string | Uint8Array): Promise<void> {
  const writer = stdin.getWriter();
  try {
    await writer.write(typeof content === "string" ? new TextEncoder().encode(content) : content);
    await writer.close();
  } catch {
    // it has ended
  }
}

/** The beginning of what a stream brings, as text; what comes beyond is read and let fall. */
async function collect(
  stream: ReadableStream<Uint8Array>,
  maxBytes: number,
  print?: (line: string) => void,
): Promise<{ text: string; truncated: boolean }> {
  const kept: Uint8Array[] = [];
  let bytes = 0;
  let truncated = false;
  const source = print ? stream.pipeThrough(tap(print)) : stream;
  try {
    for await (const chunk of source) {
      const room = maxBytes - bytes;
      if (chunk.length > room) truncated = true;
      if (room <= 0) continue;
      kept.push(chunk.subarray(0, room));
      bytes += Math.min(room, chunk.length);
    }
  } catch (error) {
    if (error instanceof RpcError) throw error;
    truncated = true; // the stream broke off with the program
  }
  return { text: new TextDecoder().decode(await new Blob(kept as BlobPart[]).arrayBuffer()), truncated };
}

/** Lets a stream through and hands its lines on. */
function tap(print: (line: string) => void): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  let line = "";
  return new TransformStream({
    transform(chunk, controller) {
      const lines = (line + decoder.decode(chunk, { stream: true })).split("\n");
      line = lines.pop()!.slice(-8_192);
      for (const whole of lines) if (whole !== "") print(whole);
      controller.enqueue(chunk);
    },
    flush() {
      if (line !== "") print(line);
    },
  });
}
