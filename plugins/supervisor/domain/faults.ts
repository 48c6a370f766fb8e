import { z } from "zod";
import { Spec } from "./spec.ts";
import { lineOf } from "./toml_lines.ts";

/** What is wrong with a spec, where, and what to do. */
export const Fault = z.object({
  file: z.string().describe("Name of the file; empty for one that was registered"),
  line: z.int().describe("From 1; 0 when the file as a whole is at fault"),
  path: z.string().describe("JSON pointer into the spec"),
  service: z.string().optional(),
  message: z.string(),
});
export type Fault = z.infer<typeof Fault>;

/** A spec, or what is wrong with it: each fault with its place. */
export type Checked = { spec: Spec; faults: [] } | { spec?: undefined; faults: Omit<Fault, "file" | "line">[] };

/** Checks what a TOML file or a call holds. */
export function checkSpec(given: unknown): Checked {
  const parsed = Spec.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.flatMap((issue) => faultsOf(issue, given));
    // What was only misspelt is not missing as well.
    const misspelt = new Set(faults.flatMap(({ path, meant }) => meant ? [path.replace(/[^/]*$/, meant)] : []));
    return {
      faults: faults.filter(({ path, missing }) => !missing || !misspelt.has(path))
        .map(({ path, message }) => ({ path, message })),
    };
  }
  const faults = actionFaults(parsed.data);
  return faults.length > 0 ? { faults } : { spec: parsed.data, faults: [] };
}

/** The same for the text of a TOML file, with lines. */
export function checkFile(
  file: { file: string; text: string; value?: unknown; fault?: { line: number; message: string } },
): { spec?: Spec; given?: unknown; faults: Fault[] } {
  const { file: name, text, value, fault } = file;
  if (fault) return { faults: [{ file: name, line: fault.line, path: "", message: fault.message }] };
  const { spec, faults } = checkSpec(value);
  return {
    ...(spec ? { spec, given: value } : {}),
    faults: faults.map((one) => ({ ...one, file: name, line: lineOf(text, pathOf(one.path)) })),
  };
}

interface Found {
  path: string;
  message: string;
  /** The key that an unknown one was meant to be. */
  meant?: string;
  missing?: true;
}

function faultsOf(issue: z.core.$ZodIssue, given: unknown): Found[] {
  const { path } = issue;
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(path);
    return issue.keys.map((key) => {
      const meant = nearest(key, known);
      const hint = meant
        ? `: did you mean "${meant}"?`
        : known.length > 0
        ? `: expected one of ${known.join(", ")}`
        : "";
      return {
        ...{ path: pointer([...path, key]), message: `${named([...path, key])} is not known${hint}` },
        ...(meant ? { meant } : {}),
      };
    });
  }
  if (issue.code === "invalid_key") {
    return [{ path: pointer(path), message: `${named(path)}: ${issue.issues[0]?.message ?? issue.message}` }];
  }
  const found = path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], given);
  if (found === undefined && path.length > 0 && !(issue.code === "custom")) {
    const key = path.filter((one) => typeof one === "string").slice(-2).join(".");
    const message = `${named(path)} is missing${MISSING[key] ?? ""}`;
    return [{ path: pointer(path), message, missing: true }];
  }
  if (path.length === 0) {
    return [{ path: "", message: "expected a table [service], and [[action]] for what it can do" }];
  }
  return [{ path: pointer(path), message: `${named(path)}: ${lower(issue.message)}` }];
}

const MISSING: Record<string, string> = {
  service: ": expected a table [service] with name and exec",
  "service.name": ': expected name = "books"',
  "service.exec": ': expected a command and its arguments: exec = ["node", "main.js"]',
  "action.name": ': expected name = "backup"',
  "action.exec": ': expected a command and its arguments: exec = ["node", "main.js"]',
  "after.service": ': expected the name of a service: after = [{ service = "db" }]',
};

/** Names of actions are known once each, and what they need is there and leads to no circle. */
function actionFaults({ action }: Spec): Omit<Fault, "file" | "line">[] {
  const faults: Omit<Fault, "file" | "line">[] = [];
  const byName = new Map(action.map((one) => [one.name, one]));
  for (const [index, { name, needs }] of action.entries()) {
    const at = `/action/${index}`;
    if (action.findIndex((other) => other.name === name) < index) {
      faults.push({ path: `${at}/name`, message: `the action "${name}" is there twice: give one another name` });
    }
    const missing = needs.find((need) => !byName.has(need));
    if (missing !== undefined) {
      const known = [...byName.keys()].join(", ");
      faults.push({
        path: `${at}/needs`,
        message: `the action "${name}" needs "${missing}", which is none of ${known}`,
      });
    }
    const seen = new Set<string>();
    const waiting = [...needs];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (next === name) {
        faults.push({
          path: `${at}/needs`,
          message: `the action "${name}" needs itself in the end: take one need out`,
        });
        break;
      }
      if (seen.has(next)) continue;
      seen.add(next);
      waiting.push(...byName.get(next)?.needs ?? []);
    }
  }
  return faults;
}

/** Keys that a table of the spec may have. */
function keysAt(path: readonly PropertyKey[]): string[] {
  let schema: unknown = Spec;
  for (const key of path) {
    schema = unwrapped(schema);
    if (schema instanceof z.ZodArray) schema = schema.element;
    else if (schema instanceof z.ZodObject) schema = schema.shape[key as string];
    else return [];
  }
  schema = unwrapped(schema);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function unwrapped(schema: unknown): unknown {
  while (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    schema = schema.unwrap();
  }
  return schema;
}

/** The known key that this one was probably meant to be. */
function nearest(key: string, known: string[]): string | undefined {
  return known.map((name) => ({ name, distance: distanceOf(key, name) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(name.length / 3)))
    .sort((a, b) => a.distance - b.distance)[0]?.name;
}

/** Letters to add, take out, change or swap. */
function distanceOf(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      }
      rows[i]!.push(best);
    }
  }
  return rows[a.length]![b.length]!;
}

function named(path: readonly PropertyKey[]): string {
  return `"${path.map(String).join(".")}"`;
}

function pointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function pathOf(pointer: string): string[] {
  return pointer.split("/").slice(1).map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function lower(message: string): string {
  return message.replace(/^Invalid input: /, "").replace(/^Too (big|small): /, "")
    .replace("expected int, received number", "expected a whole number");
}
