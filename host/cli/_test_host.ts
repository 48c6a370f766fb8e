import { createGateway, type Gateway } from "../gateway/mod.ts";
import { createMetrics, logMethods, openObserve, systemClock } from "../observe/mod.ts";
import { CallCounters, createRouter, hostProvider } from "../rpc/mod.ts";
import { openIdentity } from "../identity/mod.ts";
import { openSecrets } from "../secrets/mod.ts";
import { createWriter, openDatabase } from "../storage/mod.ts";
import type { CliContext } from "./context.ts";
import { runCli } from "./program.ts";

/** What one command line did. */
export interface CliRun {
  code: number;
  out: string;
  err: string;
}

/** What a command line gets beside its arguments. */
export interface CliRunOptions {
  stdin?: string;
  /** Somebody is there, who gives this answer to every question. */
  answer?: boolean;
  /** Called with what was printed so far; answering true ends a command that would go on for ever. */
  until?: (out: string) => boolean;
}

/** A host without plugins, for the commands to speak to: gateway, router, people, secrets and logs are the real ones. */
export interface TestHost extends AsyncDisposable {
  dataDir: string;
  gateway: Gateway;
  /** Runs a command line against this host. */
  cli(args: string[], options?: CliRunOptions): Promise<CliRun>;
  /** Writes a line into the host's log. */
  log(message: string): void;
}

export async function startTestHost(): Promise<TestHost> {
  const dataDir = await Deno.makeTempDir({ prefix: "bulkhead-cli-" });
  const clock = systemClock();
  const observe = openObserve({ dataDir, format: "none", clock });
  const logger = observe.logger("host");
  const db = openDatabase(`${dataDir}/host.db`);
  const writer = createWriter(db);
  const gateway = await createGateway({
    host: "127.0.0.1",
    port: 0,
    dataDir,
    uiDir: `${dataDir}/ui`,
    mode: "local",
    version: "1.2.3",
    logger,
  });
  const identity = await openIdentity({
    db,
    writer,
    mode: "local",
    clock,
    publicUrl: () => gateway.url,
    demo: true,
    logger,
  });
  const secrets = openSecrets({ db, writer, dataDir, env: {} });
  const router = createRouter({
    grants: { mayCall: () => true },
    audit: identity.audit,
    metrics: new CallCounters(),
    logger,
    validateResults: true,
    version: "1.2.3",
  });
  const methods = { ...identity.methods, ...secrets.methods, ...logMethods({ observe, clock }) };
  router.setProvider("host", { state: "ready", provider: hostProvider("host", methods) });
  const metrics = createMetrics();
  gateway.open({
    router,
    authenticator: identity.authenticator,
    authRoutes: identity.authRoutes,
    revocations: identity,
    log: { read: () => Promise.resolve([]), head: () => 0, oldest: () => 1, watch: () => () => {} },
    audience: { allows: () => false },
    rooms: { set: () => Promise.resolve(), has: () => false, members: () => [] },
    hooks: { deliver: () => Promise.resolve({ status: 404 }) },
    plugins: () => ({ demo: "ready", other: "disabled" }),
    ready: () => true,
    metrics: () => metrics.text(),
    owner: () => identity.owner(),
  });
  logger.info("A first line", { answer: 42 });
  logger.warn("A second line");
  return {
    dataDir,
    gateway,
    cli: (args, options) => runWith({ BULKHEAD_DATA: dataDir, PATH: Deno.env.get("PATH") }, args, options),
    log: (message) => logger.info(message),
    async [Symbol.asyncDispose]() {
      await gateway.close();
      await identity.close();
      await writer.close();
      db.close();
      await observe.close();
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

/** Runs a command line with nothing around it but this environment. */
export async function runWith(
  env: Record<string, string | undefined>,
  args: string[],
  { stdin = "", until = () => false, answer }: CliRunOptions = {},
): Promise<CliRun> {
  const run: CliRun = { code: 0, out: "", err: "" };
  const stop = new AbortController();
  const context: CliContext = {
    env,
    out: (text) => {
      run.out += text;
      if (until(run.out)) stop.abort();
    },
    err: (text) => void (run.err += text),
    readStdin: () => Promise.resolve(stdin),
    interactive: answer !== undefined,
    confirm: (question) => {
      run.err += `${question}\n`;
      return Promise.resolve(answer ?? false);
    },
    signal: stop.signal,
  };
  run.code = await runCli(args, context);
  return run;
}
