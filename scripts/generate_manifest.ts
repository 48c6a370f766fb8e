/**
 * Makes `schemas/generated/manifest.ts` from `schemas/plugin.schema.json`, so that the manifest's TypeScript type
 * is written down once. `deno task generate` calls it; with `--check` it only says whether the file is fresh.
 */
interface Schema {
  type?: string;
  description?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  $ref?: string;
  $defs?: Record<string, Schema>;
  default?: unknown;
}

const SOURCE = new URL("../schemas/plugin.schema.json", import.meta.url);
const TARGET = new URL("../schemas/generated/manifest.ts", import.meta.url);

/** TypeScript text of one schema node; `indent` is that of the line on which it begins. */
function typeText(schema: Schema, root: Schema, indent: string): string {
  if (schema.$ref) return typeText(root.$defs?.[schema.$ref.replace("#/$defs/", "")] ?? {}, root, indent);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.anyOf) return schema.anyOf.map((one) => typeText(one, root, indent)).join(" | ");
  switch (schema.type) {
    case "string":
    case "boolean":
      return schema.type;
    case "integer":
    case "number":
      return "number";
    case "array": {
      const item = typeText(schema.items ?? {}, root, indent);
      return item.includes("|") ? `(${item})[]` : `${item}[]`;
    }
    case "object":
      return objectText(schema, root, indent);
    default:
      return "unknown";
  }
}

function objectText(schema: Schema, root: Schema, indent: string): string {
  if (!schema.properties) {
    const value = typeof schema.additionalProperties === "object"
      ? typeText(schema.additionalProperties, root, indent)
      : "unknown";
    return `Record<string, ${value}>`;
  }
  const inner = indent + "  ";
  const lines = Object.entries(schema.properties).flatMap(([name, property]) => {
    const fallback = property.default === undefined
      ? ""
      : `${property.description ? "; d" : "D"}efault ${JSON.stringify(property.default)}`;
    const comment = (property.description ?? "") + fallback;
    const key = /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
    const optional = schema.required?.includes(name) ? "" : "?";
    return [
      ...(comment ? [`${inner}/** ${comment}. */`] : []),
      `${inner}${key}${optional}: ${typeText(property, root, inner)};`,
    ];
  });
  return `{\n${lines.join("\n")}\n${indent}}`;
}

/** The text of `schemas/generated/manifest.ts` for this schema. */
export function manifestModule(schema: Schema & { title?: string }): string {
  return `// Made by scripts/generate_manifest.ts from schemas/plugin.schema.json. Do not edit.\n\n` +
    `/** ${schema.description} */\nexport interface ${schema.title} ${typeText(schema, schema, "")}\n`;
}

/** Writes the module, or with `check` answers false when what is there is stale. */
export async function generateManifest(options: { check?: boolean } = {}): Promise<boolean> {
  const text = manifestModule(JSON.parse(await Deno.readTextFile(SOURCE)));
  const present = await Deno.readTextFile(TARGET).catch(() => "");
  if (present === text) return true;
  if (!options.check) await Deno.writeTextFile(TARGET, text);
  return !options.check;
}

if (import.meta.main) {
  if (!await generateManifest({ check: Deno.args.includes("--check") })) {
    console.error("schemas/generated/manifest.ts is stale; run: deno task generate");
    Deno.exit(1);
  }
}
