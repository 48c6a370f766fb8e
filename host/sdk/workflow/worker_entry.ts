import { openCompartmentPeer, type Peer } from "../channel/mod.ts";
import type { InitResult } from "../channel/protocol.ts";
import { RpcError } from "../errors.ts";
import { isWorkflow, type Workflow } from "./definition.ts";
import { patchGlobals } from "./patched_globals.ts";
import type { AdmitParams, ToScript } from "./protocol.ts";
import { patchConsole } from "./run_logger.ts";
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
        runtime = new ScriptRuntime(checked(definition), { log, send: (name, message) => void peer.notify(name, message) });
        return { methods: [], listens: [], hooks: [] } satisfies InitResult;
      case "script.describe":
        return started().describe();
      case "script.admit":
        return started().admit(params as AdmitParams);
      case "script.input":
        return started().input((params as { input?: unknown }).input);
      case "drain":
        // Runs stop where they are; the journal has all that is needed to go on.
        runtime?.close();
        return null;
    }
    throw new RpcError("method_not_found", `A workflow script does not answer "${method}"`);
  };
  peer.onNotification = (method, params) => {
    switch (method) {
      case "run.start":
        return started().start(params as ToScript["run.start"]);
      case "run.completed":
        return started().completed(params as ToScript["run.completed"]);
      case "run.go":
        return started().go(params as ToScript["run.go"]);
      case "run.drop":
        return started().drop(params as ToScript["run.drop"]);
    }
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

function checked(definition: unknown): Workflow {
  if (isWorkflow(definition)) return definition;
  throw new TypeError("The script has no workflow: expected export default workflow({ … }, async (context) => { … })");
}

/** A rejection that a script forgot to handle is logged; it must not end the compartment with all other runs in it. */
function catchForgotten(): () => void {
  const listener = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    const run = currentScope()?.run.id;
    outOfScope(() => console.warn(`A promise was rejected and nobody awaited it${run ? ` (run ${run})` : ""}:`, event.reason));
  };
  globalThis.addEventListener("unhandledrejection", listener);
  return () => globalThis.removeEventListener("unhandledrejection", listener);
}
