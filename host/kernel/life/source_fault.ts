import type { BundleError } from "../../packages/ports.ts";

/** Where a plugin's source is faulty, from its own folder on: where that lies on this machine is nobody's business. */
export function sourceFault(error: BundleError, plugin: { id: string; folder: string }): string {
  const [first] = error.faults;
  if (!first) return error.message;
  const base = plugin.folder.slice(0, -plugin.id.length);
  return `${first.file.replace(base, "")}:${first.line}:${first.column} ${first.message}`;
}
