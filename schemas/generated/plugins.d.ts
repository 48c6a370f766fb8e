// Generated from the method definitions of the bundled plugins by scripts/generate.ts. Do not edit.

// deno-lint-ignore no-empty-interface
export interface Plugins {}
