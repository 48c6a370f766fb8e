import { isPrivateHost } from "../../sandbox/mod.ts";
import { type Asker, methodsMatching, overlap, type PermissionFacts } from "./facts.ts";

export type Risk = "low" | "high";

/** System information by which one machine can be told from all others. */
const IDENTIFYING = new Set(["hostname", "networkInterfaces"]);

/** By kind: does this target deserve to be shown red? A kind that is not named here is low. */
const HIGH: Record<string, (target: string, asker: Asker, facts: PermissionFacts) => boolean> = {
  net: (host) => host.includes("*") || isPrivateHost(host),
  sys: (name) => IDENTIFYING.has(name),
  process: () => true,
  subscribe: (type, asker, facts) => carriesPrivate(type, asker, facts),
  call: (method, asker, facts) =>
    method.startsWith("*") || methodsMatching(method, facts, asker).some(({ risk }) => risk === "high"),
  // What nobody can be granted and a plugin tried all the same.
  read: () => true,
  write: () => true,
  env: () => true,
  run: () => true,
  ffi: () => true,
  import: () => true,
};

export function riskOf({ kind, target }: { kind: string; target: string }, asker: Asker, facts: PermissionFacts): Risk {
  return HIGH[kind]?.(target, asker, facts) ? "high" : "low";
}

/** Does it match a type that goes to the members of a room, or everything? Its own types are no secret to it. */
export function carriesPrivate(type: string, asker: Asker, facts: PermissionFacts): boolean {
  if (type.startsWith("*")) return true;
  return facts.privateTypes().some((known) => !known.startsWith(`${asker.id}.`) && overlap(known, type));
}
