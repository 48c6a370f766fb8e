import type { PluginManifest } from "../../packages/ports.ts";
import schema from "../../../schemas/plugin.schema.json" with { type: "json" };
import { commandLine, parseCommandLine } from "./command_line.ts";

/** `permissions` of a manifest. */
export type Permissions = NonNullable<PluginManifest["permissions"]>;
export type PermissionKind = keyof Permissions;

/** One thing that is asked for or held. Kind and target together name it. */
export interface Entry {
  kind: PermissionKind;
  /** A host, a method, an event type, the name of a secret, a command with its arguments … */
  target: string;
  /** As it stands in a manifest, with its reason. */
  value: { reason: string } & Record<string, unknown>;
}

interface FieldSchema {
  type?: string;
  pattern?: string;
  enum?: string[];
  minLength?: number;
  maxLength?: number;
}
interface KindSchema {
  items: { required: string[]; properties: Record<string, FieldSchema> };
}

/** By kind the field that says what an entry is about, and what may stand there: read from the manifest's own schema. */
const FIELDS = new Map<string, { name: string; schema: FieldSchema }>(
  Object.entries(schema.properties.permissions.properties as unknown as Record<string, KindSchema>).map(
    ([kind, { items }]) => {
      const name = items.required.find((field) => field !== "reason")!;
      return [kind, { name, schema: items.properties[name]! }];
    },
  ),
);

export const KINDS = [...FIELDS.keys()] as PermissionKind[];

export function isKind(kind: string): kind is PermissionKind {
  return FIELDS.has(kind);
}

/** In the manifest's order; of two with one target the first counts. */
export function entriesOf(permissions: Permissions): Entry[] {
  const seen = new Set<string>();
  return Object.entries(permissions).flatMap(([kind, values]) =>
    (values as Entry["value"][]).flatMap((value) => {
      const entry = { kind: kind as PermissionKind, target: targetOf(kind, value), value };
      return seen.size === seen.add(keyOf(entry)).size ? [] : [entry];
    })
  );
}

/** What kind and target come to as one key of a map. */
export function keyOf({ kind, target }: { kind: string; target: string }): string {
  return `${kind} ${target}`;
}

export function targetOf(kind: string, value: Record<string, unknown>): string {
  const about = value[FIELDS.get(kind)?.name ?? ""];
  if (kind !== "process") return typeof about === "string" ? about : "";
  return commandLine({
    command: String(about),
    ...(Array.isArray(value.args) ? { args: value.args as string[] } : {}),
  });
}

/** Back to the form of a manifest. */
export function permissionsOf(entries: Iterable<Entry>): Permissions {
  const permissions: Record<string, Entry["value"][]> = {};
  for (const { kind, value } of entries) (permissions[kind] ??= []).push(value);
  return permissions as Permissions;
}

/** An entry made from what names it, or what is wrong with it, in words. */
export function entryFor(kind: string, target: string, reason: string): Entry | { problem: string } {
  const field = FIELDS.get(kind);
  if (!field) return { problem: `expected a kind of permission: ${KINDS.join(", ")}` };
  const parsed = kind === "process" ? parseCommandLine(target) : { command: target };
  if (!parsed || !fits(field.schema, parsed.command)) {
    const { enum: known } = field.schema;
    return {
      problem: `"${target}" is no ${field.name} that a plugin can be given${known ? `: ${known.join(", ")}` : ""}`,
    };
  }
  const value = { [field.name]: parsed.command, ...(parsed.args ? { args: parsed.args } : {}), reason };
  return { kind: kind as PermissionKind, target: targetOf(kind, value), value };
}

function fits(rule: FieldSchema, text: string): boolean {
  if (rule.enum) return rule.enum.includes(text);
  if (text.length < (rule.minLength ?? 0) || text.length > (rule.maxLength ?? 200)) return false;
  return rule.pattern === undefined || new RegExp(rule.pattern).test(text);
}
