import { z } from "zod";
import type { Logger } from "../../observe/ports.ts";
import { type Program, ProgramError, type ProgramSpec, type Sandbox } from "../../sandbox/ports.ts";
import type { ProcessSpawned } from "../../sdk/channel/protocol.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { ServiceClient, ServiceMethods } from "../ports.ts";
import { allowsCommand } from "./command_grant.ts";
import { commandPath } from "./command_path.ts";
import { programEnvironment } from "./environment.ts";
import { type LaunchParts, launchService } from "./launch.ts";
import { parse, signalName, text, traceparent } from "./params.ts";
import { RunningPrograms } from "./running_programs.ts";

export interface ProcessServiceParts extends LaunchParts {
  sandbox: Pick<Sandbox, "runProgram" | "runService" | "level">;
  logger: Logger;
}

export interface ProcessService {
  methods: ServiceMethods;
  /** Ends all programs and resolves when they are gone. */
  close(): Promise<void>;
}

/** Memory that programs of a plugin with the smallest limit get. */
const MIN_MEMORY_MB = 512;
const MAX_PROCESSES = 64;
const CPU_SECONDS = 3_600;
const MAX_ARGUMENT_CHARS = 128 * 1024;
const spawn = z.object({
  command: text.min(1).max(200),
  args: z.array(text).max(1_000).default([]),
  env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/), text.max(32_768)).default({}),
  traceparent: traceparent.optional(),
  timeoutMs: z.int().min(0).max(86_400_000).default(0),
  stdin: z.int().optional(),
});
const one = z.object({ id: z.int() });
const kill = one.extend({ signal: signalName.default("SIGTERM") });

/** `process.*`: programs that a plugin may start, by the list of commands in its grant. */
export function processService(parts: ProcessServiceParts): ProcessService {
  const running = new RunningPrograms();
  const launched = launchService(parts);
  return {
    methods: {
      ...launched.methods,
      "process.spawn": ({ client, params }): ProcessSpawned => {
        const asked = parse(spawn, params);
        try {
          const program = start(asked, client, parts, running);
          return { id: running.add(client, program), ...connect(program, client, asked.stdin) };
        } catch (error) {
          // What was already sent to a program that does not start is let fall.
          if (asked.stdin !== undefined) client.acceptStream(asked.stdin).cancel("the program did not start");
          throw error;
        }
      },
      "process.wait": ({ client, params }) => running.wait(client, parse(one, params).id),
      "process.kill": ({ client, params }) => {
        const { id, signal } = parse(kill, params);
        return { sent: running.kill(client, id, signal) };
      },
    },
    async close() {
      await Promise.all([running.close(), launched.close()]);
    },
  };
}

type Asked = z.infer<typeof spawn>;

function start(
  asked: Asked,
  client: ServiceClient,
  { sandbox, dataDir, logger }: ProcessServiceParts,
  running: RunningPrograms,
): Program {
  const { command, args, env, timeoutMs } = asked;
  if (args.join("").length > MAX_ARGUMENT_CHARS) {
    throw new RpcError("too_large", `The arguments have more than ${MAX_ARGUMENT_CHARS} characters`, { path: "/args" });
  }
  const held = client.permissions();
  const { bundled } = client;
  const isAllowed = (held.process ?? []).some((grant) => allowsCommand(grant, { command, args, bundled }));
  client.permissionUsed("process", [command, ...args], { denied: !isAllowed });
  if (!isAllowed) throw notPermitted(client.id, [command, ...args]);
  running.checkRoom(client);
  const path = commandPath(command, dataDir);
  const own = Deno.realPathSync(`${dataDir}/plugins/${client.id}`);
  const { memoryMb, storageMb } = client.limits();
  const spec: ProgramSpec = {
    name: `${client.id}: ${command}`,
    path,
    args,
    env: {
      ...programEnvironment(env, { dataDir: own, secrets: (held.secrets ?? []).map(({ name }) => name) }),
      ...(asked.traceparent === undefined ? {} : { TRACEPARENT: asked.traceparent }),
    },
    dataDir: own,
    // A program cannot be held to single hosts as the plugin itself is.
    network: bundled && (held.net ?? []).length > 0,
    limits: {
      memoryMb: Math.max(MIN_MEMORY_MB, memoryMb),
      fileMb: storageMb,
      processes: MAX_PROCESSES,
      cpuSeconds: CPU_SECONDS,
      timeoutMs,
    },
  };
  try {
    const program = sandbox.runProgram(spec);
    program.ended.then(({ code, endedBy }) => {
      if (endedBy && endedBy !== "host") logger.warn(`${spec.name} was ended by its limit of ${endedBy}`, { code });
    });
    return program;
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    throw new RpcError("precondition_failed", error.message, { reason: "no_confinement", hint: "bulkhead doctor" });
  }
}

function notPermitted(id: string, line: string[]): RpcError {
  const shown = JSON.stringify(line.join(" ").slice(0, 200));
  return new RpcError("not_permitted", `"${id}" may not run ${shown}`, {
    hint: `plugin.json must list {"command": ${JSON.stringify(line[0])}} with fitting "args" under ` +
      "permissions.process, and an owner must grant it",
  });
}

/** Joins the program to streams of the channel: each end is held back when the other does not read. */
function connect(program: Program, client: ServiceClient, stdin: number | undefined): Omit<ProcessSpawned, "id"> {
  const out = client.openStream();
  const err = client.openStream();
  // A reader that gives up breaks the program's pipe, and a program that ends its input stops the writer.
  program.stdout.pipeTo(out.writable).catch(() => {});
  program.stderr.pipeTo(err.writable).catch(() => {});
  if (stdin === undefined) program.stdin.close().catch(() => {});
  else client.acceptStream(stdin).pipeTo(program.stdin).catch(() => {});
  return { stdout: out.id, stderr: err.id };
}
