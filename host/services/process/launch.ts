import { z } from "zod";
import type { Clock, LogSink } from "../../observe/ports.ts";
import type { Sandbox, ServiceUse } from "../../sandbox/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { ServiceClient, ServiceMethods, ServiceRequest } from "../ports.ts";
import { commandIn, SAFE_PATH } from "./command_path.ts";
import { LaunchedPrograms } from "./launched.ts";
import { parse, signalName, text, traceparent } from "./params.ts";
import { probe, probeParams } from "./probe.ts";
import { SpecFolder } from "./spec_folder.ts";

export interface LaunchParts {
  sandbox: Pick<Sandbox, "runService" | "level">;
  /** The host's data folder; services have folders of their own below `services` in it. */
  dataDir: string;
  clock: Clock;
  /** Takes what services print. */
  sink: LogSink;
  /** The value of a secret, or undefined when nobody has set it. */
  secret(name: string): string | undefined;
  /** Takes secrets out of a text. */
  redact(text: string): string;
  /** The host's own environment. */
  env(name: string): string | undefined;
}

/** Characters of a whole environment, names included. */
export const MAX_ENVIRONMENT = 128 * 1024;
const MAX_ARGUMENTS = 128 * 1024;
/** The host's own settings, its secrets among them, are nobody's to inherit. */
const HOST_VARIABLE = /^BULKHEAD_/;
const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, "Expected the name of a variable");
const place = { name: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/), cwd: text.max(1_000).default(".") };
const launch = z.strictObject({
  ...place,
  exec: z.array(text).min(1).max(1_000),
  env: z.record(variable, text).default({}),
  traceparent: traceparent.optional(),
  envInherit: z.array(variable).max(200).default([]),
  envSecrets: z.record(variable, z.string().max(64)).default({}),
  source: z.string().regex(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_:-]+)*$/).max(150),
  json: z.boolean().default(true),
  fields: z.record(z.string(), z.string()).optional(),
  lines: z.array(text.min(1).max(500)).max(20).default([]),
  timeoutMs: z.int().min(0).max(7 * 86_400_000).default(0),
  limits: z.strictObject({
    memoryMb: z.int().min(1).optional(),
    openFiles: z.int().min(8).optional(),
    fileMb: z.int().min(1).optional(),
    cpuSeconds: z.int().min(1).optional(),
  }).default({}),
});
const find = z.strictObject({ ...place, command: text.min(1).max(1_000), envInherit: z.array(variable).default([]) });
// Once for all calls: zod compiles a schema when it is first used.
const one = z.object({ id: z.int() });
const signalling = one.extend({ signal: signalName, group: z.boolean().default(true) });
const several = z.object({ ids: z.array(z.int()).max(2_000) });
const since = z.object({ version: z.int() });

/** `process.launch` and what belongs to it: services of the machine, for plugins that may run every program. */
export function launchService(parts: LaunchParts): { methods: ServiceMethods; close(): Promise<void> } {
  const programs = new LaunchedPrograms();
  const specs = new SpecFolder(`${parts.dataDir}/services`);
  const guarded = <T>(work: (request: ServiceRequest) => T) => (request: ServiceRequest): T => {
    checkGrant(request.client);
    return work(request);
  };
  const found = (client: ServiceClient, params: unknown) => programs.find(client, parse(one, params).id);
  return {
    methods: {
      "process.launch": guarded(({ client, params }) => start(parse(launch, params), client, parts, programs)),
      "process.news": guarded(async ({ client, signal }) => ({ news: await programs.news(client, signal) })),
      "process.signal": guarded(({ client, params }) => {
        const { signal, group } = parse(signalling, params);
        const program = found(client, params);
        program?.kill(signal, { group });
        return { sent: program !== undefined };
      }),
      "process.usage": guarded(({ client, params }) => {
        const { ids } = parse(several, params);
        const uses = ids.map((
          id,
        ): [number, ServiceUse | undefined] => [id, programs.find(client, id)?.usage()]);
        return { items: uses.flatMap(([id, use]) => use ? [{ id, ...use }] : []) };
      }),
      "process.probe": guarded(({ params, signal }) => probe(parse(probeParams, params), signal)),
      "process.find": guarded(({ params }) => {
        const { command, envInherit, ...where } = parse(find, params);
        const { cwd } = placeOf(where, parts.dataDir);
        return { path: commandIn(command, { path: pathOf({}, envInherit, parts), cwd, dataDir: parts.dataDir }) };
      }),
      "process.specs": guarded(() => ({
        folder: specs.path,
        confined: parts.sandbox.level.bubblewrap,
        ...specs.read(),
      })),
      "process.specsChanged": guarded(({ params, signal }) => specs.changed(parse(since, params).version, signal)),
    },
    async close() {
      await specs.close();
      await programs.close();
    },
  };
}

/** Only who may run everything may run it outside of an enclosure of its own. */
function checkGrant(client: ServiceClient): void {
  const isAllowed = client.bundled && (client.permissions().process ?? []).some(({ command }) => command === "*");
  if (isAllowed) return;
  client.permissionUsed("process", "*", { denied: true });
  throw new RpcError("not_permitted", `"${client.id}" may not start services of this machine`, {
    hint: 'Only a plugin of the product with {"command": "*"} under permissions.process may, which equals full access',
  });
}

type Asked = z.infer<typeof launch>;

async function start(asked: Asked, client: ServiceClient, parts: LaunchParts, programs: LaunchedPrograms) {
  const { name, exec, lines, source, json, fields, timeoutMs, limits } = asked;
  const [command, ...args] = exec as [string, ...string[]];
  client.permissionUsed("process", exec);
  programs.checkRoom(client);
  if (args.join("").length > MAX_ARGUMENTS) {
    throw new RpcError("too_large", `The arguments have more than ${MAX_ARGUMENTS} characters`, { path: "/exec" });
  }
  const { cwd, own } = placeOf(asked, parts.dataDir);
  const env = environment(asked, own, parts);
  const path = commandIn(command, { path: env.PATH!, cwd, dataDir: parts.dataDir });
  checkFolder(cwd);
  const program = spawn(() => parts.sandbox.runService({ path, args, env, cwd, own: [own], limits }), name);
  const { id, ended } = programs.add(client, program, {
    lines,
    log: {
      ...{ sink: parts.sink, clock: parts.clock, redact: parts.redact, source: `${client.id}.${source}`, json },
      ...(fields ? { fields } : {}),
    },
  });
  if (timeoutMs > 0) {
    const cancel = parts.clock.timer(timeoutMs, () => program.end("timeout"));
    ended.then(cancel);
  }
  const main = await Promise.race([program.started, ended.then(() => undefined)]);
  return { id, ...(main ? { pid: main.pid, startTicks: main.startTime } : {}) };
}

function spawn<T>(run: () => T, name: string): T {
  try {
    return run();
  } catch (error) {
    throw new RpcError("precondition_failed", `"${name}" cannot be launched: ${(error as Error).message}`, {
      reason: "not_launched",
    });
  }
}

/** A service's own folder, which is its HOME, and where it works: that folder, or one below it, or one outside. */
function placeOf({ name, cwd }: { name: string; cwd: string }, dataDir: string): { cwd: string; own: string } {
  const data = Deno.realPathSync(dataDir);
  const own = `${data}/services/${name}`;
  Deno.mkdirSync(own, { recursive: true, mode: 0o700 });
  const path = cwd.startsWith("/") ? cwd : `${own}/${cwd}`;
  let real: string;
  try {
    real = Deno.realPathSync(path);
  } catch {
    throw noFolder(cwd, path);
  }
  if (`${real}/`.startsWith(`${data}/`) && !`${real}/`.startsWith(`${own}/`)) {
    throw new RpcError("not_permitted", `The folder "${cwd}" lies in the host's data folder`, {
      reason: "no_folder",
      path: "/cwd",
      hint: `Of it a service sees only its own folder, ${own}: put what it needs there`,
    });
  }
  return { cwd: real, own };
}

function checkFolder(cwd: string): void {
  try {
    if (Deno.statSync(cwd).isDirectory) return;
  } catch {
    // told below
  }
  throw noFolder(cwd, cwd);
}

function noFolder(cwd: string, path: string): RpcError {
  return new RpcError("not_found", `The working directory "${cwd}" is not there`, {
    reason: "no_folder",
    path: "/cwd",
    hint: `Looked for ${path}: make it, or name another in cwd`,
  });
}

/** A clean environment: a path, a home, a language, and what was named. */
function environment(asked: Asked, own: string, parts: LaunchParts): Record<string, string> {
  const { traceparent } = asked;
  const env: Record<string, string> = {
    HOME: own,
    LANG: "C.UTF-8",
    ...(traceparent === undefined ? {} : { TRACEPARENT: traceparent }),
  };
  for (const name of asked.envInherit) {
    if (HOST_VARIABLE.test(name)) {
      throw new RpcError("not_permitted", `The variable "${name}" is the host's own and is not handed on`, {
        path: "/env_inherit",
        hint: "Take it out of env_inherit; a secret is handed over by env_from_secret",
      });
    }
    const value = parts.env(name);
    if (value !== undefined) env[name] = value;
  }
  Object.assign(env, asked.env);
  env.PATH = pathOf(asked.env, asked.envInherit, parts);
  for (const [name, secret] of Object.entries(asked.envSecrets)) {
    const value = parts.secret(secret);
    if (value === undefined) {
      throw new RpcError("precondition_failed", `The secret "${secret}" for ${name} is not set`, {
        reason: "secret_missing",
        hint: `Set it: bulkhead secret set ${secret}`,
      });
    }
    env[name] = value;
  }
  const size = Object.entries(env).reduce((sum, [name, value]) => sum + name.length + value.length + 2, 0);
  if (size > MAX_ENVIRONMENT) {
    throw new RpcError(
      "too_large",
      `The environment has ${size} characters, at most ${MAX_ENVIRONMENT} can be handed over`,
      {
        path: "/env",
        hint: "Put long values into a file in the service's folder and name the file in a variable",
      },
    );
  }
  return env;
}

function pathOf(env: Record<string, string>, inherit: string[], parts: LaunchParts): string {
  return env.PATH ?? (inherit.includes("PATH") ? parts.env("PATH") : undefined) ?? SAFE_PATH;
}
