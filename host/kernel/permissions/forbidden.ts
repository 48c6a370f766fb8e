import type { MethodDescriptor } from "../../sdk/channel/protocol.ts";
import { entryFor, isKind } from "./entry.ts";
import type { Asker, PermissionFacts } from "./facts.ts";

/**
 * What nobody's code but the product's own may ever change: plugins, grants, registries, people, tokens, secrets,
 * backups, sources of workflows and the system. Reading it may be granted.
 */
const NEVER_GRANTED = [
  "host.plugin.",
  "host.registry.",
  "host.user.",
  "host.token.",
  "host.session.",
  "host.secret.",
  "host.backup.",
  "host.push.",
  "host.workflow.source.",
  "host.workflow.grants.",
  "host.share.",
  "host.audit.",
  "host.system.",
];

/** May no third party call this, whatever it was granted? */
export function isForbidden(method: string, descriptor: Pick<MethodDescriptor, "risk" | "readOnly">): boolean {
  if (!method.startsWith("host.")) return false;
  if (descriptor.risk === "high") return true;
  return !descriptor.readOnly && NEVER_GRANTED.some((prefix) => method.startsWith(prefix));
}

/** Can an owner give this plugin that at all? Reading files, starting programs by itself and the like: never. */
export function isGrantable(about: { kind: string; target: string }, asker: Asker, facts: PermissionFacts): boolean {
  const { kind, target } = about;
  if (!isKind(kind) || "problem" in entryFor(kind, target, "")) return false;
  switch (kind) {
    case "process":
      return asker.bundled || target !== "*";
    case "publish":
      return target.startsWith(`${asker.id}.`);
    case "call":
      return asker.bundled || !isForbidden(target, facts.methods().find(({ name }) => name === target) ?? {});
    default:
      return true;
  }
}
