import type { TriggerInfo } from "../wire.ts";

/** A way to try a workflow now. */
export type TestWay =
  | { kind: "manual"; schema?: Record<string, unknown> }
  | { kind: "call"; method: string; schema?: Record<string, unknown> }
  /** `pattern` may stand for many types. */
  | { kind: "event"; pattern: string }
  /** Begins by itself: nothing to send. */
  | { kind: "hook"; path: string }
  | { kind: "schedule"; words: string; next?: string };

/** The ways to try a workflow, those first that need least. */
export function testWays(triggers: readonly TriggerInfo[]): TestWay[] {
  const ways = triggers.flatMap((trigger): TestWay[] => {
    const { kind, detail = "", input, next } = trigger;
    const schema = isObject(input) ? { schema: input } : {};
    switch (kind) {
      case "manual":
        return [{ kind, ...schema }];
      case "call":
        return [{ kind, method: detail, ...schema }];
      case "event":
        return [{ kind, pattern: detail }];
      case "hook":
        return [{ kind, path: detail }];
      case "cron":
      case "every":
        return [{ kind: "schedule", words: detail, ...(next ? { next } : {}) }];
      default:
        return [];
    }
  });
  return ways.sort((left, right) => ORDER.indexOf(left.kind) - ORDER.indexOf(right.kind));
}

const ORDER: TestWay["kind"][] = ["manual", "call", "event", "hook", "schedule"];

/** A way in a few words, for a choice among several. */
export function wayWords(way: TestWay): string {
  switch (way.kind) {
    case "manual":
      return "By hand";
    case "call":
      return "As a call";
    case "event":
      return `With an event ${way.pattern}`;
    case "hook":
      return `By its webhook /${way.path}`;
    case "schedule":
      return `On schedule: ${way.words}`;
  }
}

/** How deep an example goes before it ends. */
const MAX_DEPTH = 5;

/** Data that a JSON Schema allows, as far as its words go: a beginning for somebody who edits it. */
export function exampleOf(schema: unknown, depth = 0): unknown {
  if (!isObject(schema) || depth > MAX_DEPTH) return null;
  if ("const" in schema) return schema.const;
  if ("default" in schema) return schema.default;
  for (const list of [schema.examples, schema.enum]) if (Array.isArray(list) && list.length > 0) return list[0];
  for (const list of [schema.anyOf, schema.oneOf]) {
    if (Array.isArray(list) && list.length > 0) return exampleOf(list[0], depth + 1);
  }
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "object" || isObject(schema.properties)) return objectOf(schema, depth);
  if (type === "array") return depth >= MAX_DEPTH || !schema.items ? [] : [exampleOf(schema.items, depth + 1)];
  if (type === "string") return textOf(schema);
  if (type === "number" || type === "integer") return typeof schema.minimum === "number" ? schema.minimum : 0;
  return type === "boolean" ? false : null;
}

function objectOf(schema: Record<string, unknown>, depth: number): Record<string, unknown> {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : Object.keys(properties);
  return Object.fromEntries(
    Object.entries(properties).filter(([name]) => depth === 0 || required.includes(name))
      .map(([name, property]) => [name, exampleOf(property, depth + 1)]),
  );
}

function textOf({ format }: Record<string, unknown>): string {
  switch (format) {
    case "date-time":
      return new Date().toISOString();
    case "date":
      return new Date().toISOString().slice(0, 10);
    case "email":
      return "ada@example.com";
    case "uri":
    case "url":
      return "https://example.com";
    default:
      return "";
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
