import type { TransactionalLog } from "../bus/ports.ts";
import type { Pusher } from "../gateway/ports.ts";
import type { Directory } from "../identity/ports.ts";
import type { GrantBook, Kernel } from "../kernel/mod.ts";
import { BundleError, type Bundler } from "../packages/mod.ts";
import type { Tracing } from "../observe/ports.ts";
import type { Router } from "../rpc/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import type { Sandbox } from "../sandbox/ports.ts";
import type { MethodDescriptor } from "../sdk/channel/protocol.ts";
import { ScriptError, type WorkflowHost } from "../workflows/ports.ts";

export interface WorkflowHostParts {
  router: Router;
  grants: GrantBook;
  kernel: Kernel;
  log: TransactionalLog;
  bundler: Bundler;
  sandbox: Sandbox;
  pusher: Pusher;
  dataDir: string;
  validateResults: boolean;
  secret(name: string): string | undefined;
  redact<T>(value: T): T;
  directory: Pick<Directory, "get">;
  tracing?: Pick<Tracing, "record">;
}

/** Limits of a script's compartment. */
const LIMITS = {
  workers: 0,
  cpu: 1,
  memoryMb: 256,
  storageMb: 64,
  callMs: 600_000,
  startMs: 20_000,
  maxConcurrent: 4_096,
  eventsPerSecond: 5_000,
  logsPerMinute: 6_000,
};

/** Whoever listens to a plugin's events trusts that the plugin tells them: no script does in its place. */
function mustOwn(workflow: string, type: string, kernel: Pick<Kernel, "has">): void {
  const owner = type.split(".", 1)[0]!;
  if (!kernel.has(owner)) return;
  throw new RpcError(
    "not_permitted",
    `A script cannot publish "${type}": only the plugin "${owner}" tells "${owner}.*"`,
    {
      hint:
        `Begin the type with a word of your own, such as "${workflow}.", or call a method of ${owner} that publishes it`,
    },
  );
}

/** What the workflow engine knows of the rest of the host. */
export function workflowHost(parts: WorkflowHostParts): WorkflowHost {
  const { router, grants, kernel, log, bundler, sandbox, pusher } = parts;
  return {
    call({ workflow, uses, method, params, key, cause, traceparent, signal, role }) {
      grants.setWorkflow(workflow, uses);
      const through = `workflow:${workflow}`;
      return router.call({
        method,
        params,
        caller: { kind: "workflow", id: workflow, name: workflow, role, via: through },
        through,
        key: `${through}/${key}`,
        transport: "workflow",
        ...(cause ? { cause } : {}),
        ...(traceparent ? { traceparent } : {}),
        ...(signal ? { signal } : {}),
      });
    },
    whenAvailable: (plugin, signal) => kernel.whenAvailable(plugin, signal),
    async publish(workflow, { id, type, subject, data, cause, traceparent }) {
      mustOwn(workflow, type, kernel);
      const [result] = await log.publish([{
        id,
        source: `workflow:${workflow}`,
        type,
        time: new Date().toISOString(),
        data,
        actor: `workflow:${workflow}`,
        actorkind: "system",
        hops: cause ? cause.hops + 1 : 0,
        audience: "plugins",
        ...(subject === undefined ? {} : { subject }),
        ...(cause ? { causeid: cause.id } : {}),
        ...(traceparent ? { traceparent } : {}),
      }]);
      return result!;
    },
    ...(parts.tracing ? { traced: (name, options) => parts.tracing!.record(name, options) } : {}),
    redact: (value) => parts.redact(value),
    person: (id) => parts.directory.get(id),
    async bundle(scriptPath, text) {
      try {
        return await bundler.bundleScript(scriptPath, text);
      } catch (error) {
        if (error instanceof BundleError) throw new ScriptError(error.message, error.faults);
        throw error;
      }
    },
    async launch(script, handlers) {
      const dataDir = `${parts.dataDir}/workflows/${script.name}`;
      await Deno.mkdir(dataDir, { recursive: true });
      const id = `workflow:${script.name}`;
      return await sandbox.start({
        id,
        entry: script.bundlePath,
        dataDir,
        permissions: { net: script.net ?? [], sys: [] },
        limits: LIMITS,
        init: {
          kind: "workflow",
          id: script.name,
          version: script.hash,
          dataDir,
          settings: {},
          secrets: {},
          limits: { callMs: LIMITS.callMs, maxConcurrent: LIMITS.maxConcurrent, storageMb: LIMITS.storageMb },
          validateResults: parts.validateResults,
        },
      }, handlers);
    },
    secret: parts.secret,
    offer: (provider) => router.setProvider("workflow", { state: "ready", provider }),
    push: (type, data) => pusher.push(type, data),
    watched: (type) => pusher.wanted(type),
    // A plugin that is off, or has never run, is known by its document: it does not make scripts wrong.
    events: () => kernel.emittedEvents(),
    plugins: () => kernel.list().map(({ id }) => id),
    methods: () => [...pluginMethods(router), ...kernel.documentedMethods()],
  };
}

/** All methods but the host's own. */
function pluginMethods(router: Router): MethodDescriptor[] {
  const all = router.visible({ kind: "system", id: "host", name: "host", role: "owner" });
  return all.filter((method) => !/^(rpc|events|workflow)\./.test(method.name));
}
