import { compilePatterns } from "../../bus/mod.ts";
import type { MethodDescriptor } from "../../sdk/channel/protocol.ts";

/** What has to be known of the rest of the host to say what a permission comes to. */
export interface PermissionFacts {
  /** Methods of the host, of plugins that run, and of those that are only known by their documents. */
  methods(): readonly MethodDescriptor[];
  /** Event types and patterns whose events go to the members of a room only. */
  privateTypes(): readonly string[];
}

/** The same facts for a whole list of permissions: each is asked for once, and only when it is needed. */
export function factsOnce(facts: PermissionFacts): PermissionFacts {
  let methods: readonly MethodDescriptor[] | undefined;
  let privateTypes: readonly string[] | undefined;
  return {
    methods: () => methods ??= facts.methods(),
    privateTypes: () => privateTypes ??= facts.privateTypes(),
  };
}

/** The plugin that asks. */
export interface Asker {
  id: string;
  bundled: boolean;
}

/** Methods that a pattern of a `call` permission matches; the plugin's own are not meant. */
export function methodsMatching(pattern: string, facts: PermissionFacts, asker: Asker): MethodDescriptor[] {
  const matches = compilePatterns([pattern]);
  return facts.methods().filter(({ name }) => matches(name) && !name.startsWith(`${asker.id}.`));
}

/** Is there a type that both patterns match? */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [one.split("."), other.split(".")];
  const meet = (i: number, j: number): boolean => {
    const [left, right] = [a[i], b[j]];
    if (left === undefined && right === undefined) return true;
    if (left === "**" || right === "**") return true;
    if (left === undefined || right === undefined) return false;
    if (left !== "*" && right !== "*" && left !== right) return false;
    if (meet(i + 1, j + 1)) return true;
    // As the last segment, one star stands for one or more.
    return (left === "*" && i === a.length - 1 && j + 1 < b.length) ||
      (right === "*" && j === b.length - 1 && i + 1 < a.length);
  };
  return meet(0, 0);
}
