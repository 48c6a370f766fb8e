/** The workflow engine: scripts of a folder, their durable runs, and `host.workflow.*`. */
export { createWorkflows, type WorkflowsOptions } from "./engine.ts";
export { clientTypes, type EventSchemas, pluginTypes } from "./plugin_types.ts";
export { ScriptError } from "./ports.ts";
export type { Diagnostic, RunState, WorkflowHost, Workflows } from "./ports.ts";
