type Schema = boolean | Record<string, unknown>;

/** How deep a schema is followed before it is `unknown`. */
const MAX_DEPTH = 24;

/**
 * The TypeScript type of a JSON Schema (draft 2020-12, as zod writes it): the keywords that shape a value. What only
 * narrows (patterns, ranges) is left out. References within the schema are followed; a recursive one becomes `unknown`
 * where it begins again.
 */
export function typeOfSchema(schema: Schema): string {
  return typeAt(schema, { root: schema, open: new Set(), depth: 0, indent: "" });
}

interface At {
  root: Schema;
  /** References that are being followed. */
  open: Set<string>;
  depth: number;
  indent: string;
}

function typeAt(schema: Schema, at: At): string {
  if (typeof schema === "boolean") return schema ? "unknown" : "never";
  if (at.depth > MAX_DEPTH) return "unknown";
  const inner = { ...at, depth: at.depth + 1 };
  if (typeof schema.$ref === "string") return followed(schema.$ref, inner);
  if ("const" in schema) return JSON.stringify(schema.const) ?? "unknown";
  if (Array.isArray(schema.enum)) return union(schema.enum.map((value) => JSON.stringify(value) ?? "unknown"));
  for (const keyword of ["anyOf", "oneOf"]) {
    const options = schema[keyword];
    if (Array.isArray(options)) return union(options.map((option) => typeAt(option as Schema, inner)));
  }
  if (Array.isArray(schema.allOf)) {
    return schema.allOf.map((part) => parenthesised(typeAt(part as Schema, inner))).join(" & ") || "unknown";
  }
  if (Array.isArray(schema.type)) {
    return union(schema.type.map((type) => typeAt({ ...schema, type }, inner)));
  }
  switch (schema.type) {
    case "string":
    case "boolean":
    case "null":
      return schema.type;
    case "number":
    case "integer":
      return "number";
    case "array":
      return arrayType(schema, inner);
    case "object":
      return objectType(schema, inner);
  }
  return schema.properties === undefined ? "unknown" : objectType(schema, inner);
}

function followed(ref: string, at: At): string {
  if (!ref.startsWith("#") || at.open.has(ref)) return "unknown";
  let target: unknown = at.root;
  for (const key of ref.slice(1).split("/").slice(1)) {
    const name = decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~");
    target = typeof target === "object" && target !== null ? (target as Record<string, unknown>)[name] : undefined;
  }
  if (target === undefined) return "unknown";
  return typeAt(target as Schema, { ...at, open: new Set(at.open).add(ref) });
}

function arrayType(schema: Record<string, unknown>, at: At): string {
  if (Array.isArray(schema.prefixItems)) {
    const items = schema.prefixItems.map((item) => typeAt(item as Schema, at));
    const rest = schema.items === undefined || schema.items === false
      ? []
      : [`...${parenthesised(typeAt(schema.items as Schema, at))}[]`];
    return `[${[...items, ...rest].join(", ")}]`;
  }
  return `${parenthesised(schema.items === undefined ? "unknown" : typeAt(schema.items as Schema, at))}[]`;
}

function objectType(schema: Record<string, unknown>, at: At): string {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  const required = new Set((schema.required ?? []) as string[]);
  const indent = `${at.indent}  `;
  const lines = properties.map(([name, property]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
    const doc = typeof property === "object" && typeof property.description === "string"
      ? docComment(property.description, indent)
      : "";
    return `${doc}${indent}${key}${required.has(name) ? "" : "?"}: ${typeAt(property, { ...at, indent })};\n`;
  });
  const extra = schema.additionalProperties;
  const open = extra === true || typeof extra === "object";
  if (lines.length === 0) {
    return typeof extra === "object" ? `Record<string, ${typeAt(extra as Schema, at)}>` : "Record<string, unknown>";
  }
  // An index signature must fit the named properties too, so it is as wide as they are.
  if (open) lines.push(`${indent}[key: string]: unknown;\n`);
  return `{\n${lines.join("")}${at.indent}}`;
}

function union(types: string[]): string {
  const distinct = [...new Set(types)];
  if (distinct.includes("unknown")) return "unknown";
  return distinct.map((type) => (type.includes(" & ") ? `(${type})` : type)).join(" | ") || "never";
}

function parenthesised(type: string): string {
  return /[|&]/.test(type) && !/^[{("[]/.test(type) || /\| |& /.test(outside(type)) ? `(${type})` : type;
}

/** What of a type stands outside of braces, brackets and quotes. */
function outside(type: string): string {
  let depth = 0;
  let text = "";
  for (const [token] of type.matchAll(/"(?:[^"\\]|\\[\s\S])*(?:"|\\?$)|[\s\S]/g)) {
    if ("{[(<".includes(token)) depth++;
    else if ("}])>".includes(token)) depth--;
    else if (depth === 0 && token.length === 1) text += token;
  }
  return text;
}

/** A `/** … *\/` line; nothing in the text can end it. */
export function docComment(text: string, indent: string): string {
  return `${indent}/** ${text.replaceAll("*/", "* /").replaceAll(/\s+/g, " ").trim()} */\n`;
}
