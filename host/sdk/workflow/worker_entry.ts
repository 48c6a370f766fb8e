import { openCompartmentPeer, type Peer } from "../channel/mod.ts";
import type { InitResult } from "../channel/protocol.ts";
import { RpcError } from "../errors.ts";
import { isWorkflow, type Workflow } from "./definition.ts";
import { patchGlobals } from "./patched_globals.ts";
import type { AdmitParams, InputParams, SettledParams } from "./protocol.ts";
import { type LogOut, patchConsole } from "./run_logger.ts";
import { currentScope, outOfScope } from "./run_scope.ts";
import { ScriptRuntime } from "./script_runtime.ts";

/** Serves a script over the compartment's channel; the last line of every script's bundle. */
export function serveScript(definition: unknown): void {
  serveOn(openCompartmentPeer(), definition);
}

/** Serves a script over a channel. Answers a function that undoes what it did to this realm's globals. */
export function serveOn(peer: Peer, definition: unknown): () => void {
  const log = (records: unknown[]) => void peer.notify("log", { records });
  const undo = [patchGlobals(), patchConsole(log), catchForgotten()];
  let runtime: ScriptRuntime | undefined;

  peer.onRequest = (method, params) => {
    switch (method) {
      case "init":
        runtime = new ScriptRuntime(checked(definition), new RunMessages(peer, log));
        return { methods: [], listens: [], hooks: [] } satisfies InitResult;
      case "script.describe":
        return started().describe();
      case "script.admit":
        return started().admit(params as AdmitParams);
      case "script.input":
        return started().input(params as InputParams);
      case "script.settled":
        return started().settled(params as SettledParams);
      case "drain":
        // Runs stop where they are; the journal has all that is needed to go on.
        runtime?.close();
        return null;
    }
    if (method.startsWith("run.") && started().tell(method, params)) return null;
    throw new RpcError("method_not_found", `A workflow script does not answer "${method}"`);
  };
  return () => {
    runtime?.close();
    for (const restore of undo.reverse()) restore();
  };

  function started(): ScriptRuntime {
    if (!runtime) throw new RpcError("precondition_failed", "This came before init", { reason: "not_initialized" });
    return runtime;
  }
}

/** Messages about runs, in order; what the channel has no room for waits here, for a lost one would stop its run. */
class RunMessages {
  readonly #backlog: [string, unknown][] = [];
  #flushing: Promise<void> | undefined;

  constructor(private readonly peer: Peer, readonly log: LogOut) {}

  readonly drained = async (): Promise<void> => {
    await this.#flushing;
  };

  readonly send = (method: string, params: unknown): void => {
    if (this.#backlog.length === 0 && this.peer.notify(method, params)) return;
    if (this.#backlog.push([method, params]) === 1) this.#flushing = this.#flush();
  };

  async #flush(): Promise<void> {
    let ended = false;
    this.peer.closed.then(() => ended = true);
    while (this.#backlog.length > 0 && !ended) {
      await Promise.race([this.peer.drained(), this.peer.closed]);
      while (this.#backlog.length > 0 && this.peer.notify(...this.#backlog[0]!)) this.#backlog.shift();
    }
  }
}

function checked(definition: unknown): Workflow {
  if (isWorkflow(definition)) return definition;
  const expected = "export default workflow({ … }, async (context) => { … })";
  throw new RpcError("precondition_failed", `The script has no workflow: expected ${expected}`);
}

/** A rejection that a script forgot to handle is logged; it must not end the compartment with all other runs in it. */
function catchForgotten(): () => void {
  const listener = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    const run = currentScope()?.run.id;
    outOfScope(() =>
      console.warn(`A promise was rejected and nobody awaited it${run ? ` (run ${run})` : ""}:`, event.reason)
    );
  };
  globalThis.addEventListener("unhandledrejection", listener);
  return () => globalThis.removeEventListener("unhandledrejection", listener);
}
