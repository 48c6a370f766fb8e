import type { MethodDescriptor, Role } from "../sdk/channel/protocol.ts";
import type { MethodProvider } from "./ports.ts";
import { type Check, compileCheck } from "./schema_check.ts";

/** Who may call a method that names no roles. */
export const DEFAULT_ROLES: readonly Role[] = ["owner", "admin", "member"];

/** One method as the router keeps it: everything that can be worked out once is. */
export interface Method {
  readonly name: string;
  readonly prefix: string;
  readonly descriptor: MethodDescriptor;
  readonly provider: MethodProvider;
  readonly roles: ReadonlySet<string>;
  /** Only admins and owners may call it: its reads are audited too. */
  readonly administrative: boolean;
  /** Nothing of it is audited: what it carries is. */
  readonly relays: boolean;
  readonly check: Check;
}

/** Compiles what a provider offers; methods outside its prefix are left out. */
export function compileMethods(provider: MethodProvider): Method[] {
  const methods: Method[] = [];
  for (const descriptor of provider.methods()) {
    if (!descriptor.name.startsWith(`${provider.prefix}.`)) continue;
    const roles: ReadonlySet<string> = new Set(descriptor.roles ?? DEFAULT_ROLES);
    methods.push({
      name: descriptor.name,
      prefix: provider.prefix,
      descriptor,
      provider,
      roles,
      administrative: ![...roles].some((role) => role !== "owner" && role !== "admin"),
      relays: provider.relays?.(descriptor) ?? false,
      check: compileCheck(descriptor.params),
    });
  }
  return methods;
}
