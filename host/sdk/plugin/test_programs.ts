import type { ProcessEnded, ProcessSpawned, ProcessSpawnParams } from "../channel/protocol.ts";
import { RpcError } from "../errors.ts";
import type { HostLink } from "./host_link.ts";

/** What a program does, for a test: it gets its arguments and all of its input. */
export type TestProgram = (
  args: string[],
  call: { stdin: string; env: Record<string, string> },
) => TestProgramResult | Promise<TestProgramResult>;

/** What it leaves. */
export interface TestProgramResult {
  /** Default 0. */
  code?: number;
  /** Default empty. */
  stdout?: string;
  /** Default empty. */
  stderr?: string;
}

/** The host's programs for a plugin under test: functions in their place, over the same streams. */
export class TestPrograms {
  readonly #ends = new Map<number, Promise<ProcessEnded>>();
  readonly #killed = new Map<number, (signal: string) => void>();
  #nextId = 1;

  constructor(
    private readonly programs: Record<string, TestProgram>,
    private readonly link: Pick<HostLink, "openStream" | "acceptStream">,
  ) {}

  async answer(method: string, params: unknown): Promise<unknown> {
    const { id, signal } = params as { id: number; signal?: string };
    if (method === "process.spawn") return this.#spawn(params as ProcessSpawnParams);
    if (method === "process.kill") {
      this.#killed.get(id)?.(signal ?? "SIGTERM");
      return { sent: this.#killed.has(id) };
    }
    return await this.#ends.get(id);
  }

  #spawn({ command, args, env = {}, stdin }: ProcessSpawnParams): ProcessSpawned {
    const program = this.programs[command];
    if (!program) {
      throw new RpcError("not_permitted", `This plugin may not run "${command}"`, {
        hint:
          "plugin.json must list the command under permissions.process and an owner must grant it; a test says what " +
          `it does: testPlugin(definition, { programs: { "${command}": (args) => ({ stdout: … }) } })`,
      });
    }
    const id = this.#nextId++;
    const [out, err] = [this.link.openStream(), this.link.openStream()];
    const killed = new Promise<ProcessEnded>((resolve) =>
      this.#killed.set(id, (signal) => resolve({ code: 137, signal }))
    );
    const input = stdin === undefined ? Promise.resolve("") : new Response(this.link.acceptStream(stdin)).text();
    const done = input.then((text) => program(args, { stdin: text, env })).then(async (result) => {
      await Promise.all([write(out.writable, result.stdout), write(err.writable, result.stderr)]);
      return { code: result.code ?? 0, signal: null };
    });
    const ended = Promise.race([done, killed]).finally(() => this.#killed.delete(id));
    killed.then(() => Promise.all([write(out.writable), write(err.writable)])).catch(() => {});
    this.#ends.set(id, ended);
    return { id, stdout: out.id, stderr: err.id };
  }
}

async function write(stream: WritableStream<Uint8Array>, text = ""): Promise<void> {
  const writer = stream.getWriter();
  try {
    if (text !== "") await writer.write(new TextEncoder().encode(text));
    await writer.close();
  } catch {
    // nobody reads
  }
}
