import { type FileTree, type TestHost, testHost, type TestHostOptions } from "../../harness/mod.ts";

/** A permission as it stands in a manifest. */
export interface Command {
  command: string;
  args?: string[];
}

const SOURCE = `import { definePlugin, method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
const any = { params: z.record(z.string(), z.unknown()), result: z.unknown() };
const outcome = (promise) => promise.then((value) => ({ value: value ?? null }),
  (error) => ({ reason: error.data?.reason ?? String(error), message: error.message, hint: error.data?.hint }));
const kept = new Map();
const text = async (stream) => {
  let all = "";
  for await (const chunk of stream) all += new TextDecoder().decode(chunk);
  return all;
};
export default definePlugin({
  methods: {
    "run": method({ summary: "Runs", ...any, handler: (p, ctx) => outcome(ctx.process.run(p.command, p.args ?? [], p.options ?? {})) }),
    "start": method({ summary: "Starts", ...any, handler: (p, ctx) => outcome((async () => {
      kept.set(p.name ?? "it", await ctx.process.spawn(p.command, p.args ?? [], p.options ?? {}));
    })()) }),
    "write": method({ summary: "Writes", ...any, handler: (p) => outcome((async () => {
      const writer = kept.get(p.name ?? "it").stdin.getWriter();
      await writer.write(new TextEncoder().encode(p.text));
      if (p.close) await writer.close(); else writer.releaseLock();
    })()) }),
    "line": method({ summary: "Reads one piece of output", ...any, handler: async (p) => {
      const reader = kept.get(p.name ?? "it").stdout.getReader();
      const { value } = await reader.read();
      reader.releaseLock();
      return new TextDecoder().decode(value);
    } }),
    "rest": method({ summary: "Reads all", ...any, handler: (p) => text(kept.get(p.name ?? "it").stdout) }),
    "drop": method({ summary: "Reads no more", ...any, handler: async (p) => {
      const { stdout, stderr } = kept.get(p.name ?? "it");
      await Promise.all([stdout.cancel(), stderr.cancel()]);
    } }),
    "kill": method({ summary: "Signals", ...any, handler: (p) => outcome(kept.get(p.name ?? "it").kill(p.signal)) }),
    "wait": method({ summary: "Waits", ...any, handler: (p) => outcome(kept.get(p.name ?? "it").ended) }),
    "read": method({ summary: "Reads a file", ...any, handler: (p) => outcome(Deno.readTextFile(p.path)) }),
    "save": method({ summary: "Writes a file", ...any, handler: (p) => outcome(Deno.writeTextFile(p.path, p.text, { mode: 0o755 })) }),
  },
});
`;

export interface Outcome<T = unknown> {
  value?: T;
  reason?: string;
  message?: string;
  hint?: string;
}
export interface Ran {
  code: number;
  signal: string | null;
  stdout: string;
  stderr: string;
  truncated: boolean;
  endedBy?: string;
}

export interface Runner extends AsyncDisposable {
  host: TestHost;
  /** The plugin's data folder. */
  folder: string;
  run(command: string, args?: string[], options?: Record<string, unknown>): Promise<Outcome<Ran>>;
  /** Runs a line in a shell; it must come to its end. */
  sh(line: string, options?: Record<string, unknown>): Promise<Ran>;
  /** Calls one of the plugin's methods. */
  does<T = Outcome>(method: string, params?: Record<string, unknown>): Promise<T>;
}

/** The plugin's folder. */
export function runnerFiles(
  commands: Command[],
  options: { permissions?: Record<string, unknown>; limits?: Record<string, number> } = {},
): FileTree {
  const manifest = {
    id: "runner",
    version: "0.1.0",
    engine: "^1",
    name: "Runner",
    entry: "plugin.ts",
    limits: options.limits ?? {},
    permissions: {
      ...options.permissions,
      process: commands.map((command) => ({ ...command, reason: "Test" })),
    },
  };
  return { "plugin.json": JSON.stringify(manifest), "plugin.ts": SOURCE };
}

/** A host with one plugin that runs what it is told, as far as it is granted. */
export async function openRunner(
  commands: Command[],
  options: { permissions?: Record<string, unknown>; host?: TestHostOptions; limits?: Record<string, number> } = {},
): Promise<Runner> {
  const host = await testHost({ pluginFiles: { runner: runnerFiles(commands, options) }, ...options.host });
  const does = <T = Outcome>(method: string, params: Record<string, unknown> = {}) =>
    host.call<T>(`runner.${method}`, params);
  const run: Runner["run"] = (command, args = [], how = {}) =>
    does<Outcome<Ran>>("run", { command, args, options: how });
  return {
    host,
    folder: `${host.dataDir}/plugins/runner`,
    run,
    async sh(line, how) {
      const { value, message } = await run("sh", ["-c", line], how);
      if (!value) throw new Error(message);
      return value;
    },
    does,
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}
