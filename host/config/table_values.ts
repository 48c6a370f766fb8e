/** What the tables of bulkhead.toml are made of: each reads one value, or throws ExitError that says where it stands and what would fit. */
import { badConfig } from "./exit_error.ts";
import { suggestion } from "./settings.ts";

/** The entries of a table by their names with dashes; an unknown one is refused. */
export function keysOf(
  table: unknown,
  { path, where, accepted }: { path: string; where: string; accepted: readonly string[] },
): Record<string, unknown> {
  const entries = Object.entries(tableOf(table, `"${path}" in ${where}`));
  for (const [name] of entries) {
    if (accepted.includes(name.replaceAll("_", "-"))) continue;
    throw badConfig(
      `Unknown key "${path}.${name}" in ${where}${suggestion(name, accepted)}: accepted are ${accepted.join(", ")}`,
    );
  }
  return Object.fromEntries(entries.map(([name, value]) => [name.replaceAll("_", "-"), value]));
}

export function tableOf(value: unknown, at: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)) {
    return value as Record<string, unknown>;
  }
  throw badConfig(`The key ${at} has to be a table`);
}

export function bad(value: unknown, at: string, expected: string): Error {
  return badConfig(`Bad value ${JSON.stringify(value)} for ${at}: expected ${expected}`);
}

export function text(value: unknown, at: string): string {
  // deno-lint-ignore no-control-regex -- they are what is refused
  if (typeof value === "string" && /^[^\x00-\x1f\x7f]{1,200}$/.test(value)) return value;
  throw bad(value, at, "text of 1 to 200 characters");
}

export function oneOf<T extends string>(names: readonly T[]): (value: unknown, at: string) => T {
  return (value, at) => {
    const found = names.find((name) => name === value);
    if (found !== undefined) return found;
    throw bad(value, at, `one of ${names.join(", ")}`);
  };
}

export function listOf<T>(read: (value: unknown, at: string) => T): (value: unknown, at: string) => T[] {
  return (value, at) => {
    if (Array.isArray(value) && value.length > 0) return value.map((entry) => read(entry, at));
    throw bad(value, at, "a list with at least one entry");
  };
}
