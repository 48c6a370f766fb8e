import { nodeOf } from "../../state/events/flow_picture.ts";

/** `plugin:chat` as people say it. */
export function namesOf(id: string): string {
  const { kind, name } = nodeOf(id);
  if (kind === "plugin") return `the plugin ${name}`;
  return kind === "workflow" ? `the workflow ${name}` : name;
}

/** Where a source or a consumer is at home; undefined for the host. */
export function homeOf(id: string): string | undefined {
  const { kind, name } = nodeOf(id);
  if (kind === "plugin") return `/plugins/${name}`;
  return kind === "workflow" ? `/workflows/${encodeURIComponent(name)}` : undefined;
}
