/**
 * Makes `events.emits` of each plugin's `plugin.json` from `domain/events.ts`, where a plugin has one: `EVENTS` holds the zod
 * schema of each type, `AUDIENCE` who it is for when that is not everybody who may listen. `deno task generate` calls it; with
 * `--check` it only says which manifests are stale.
 */
import { z } from "zod";

const PLUGINS = new URL("../plugins/", import.meta.url);

/** What a plugin's `domain/events.ts` exports. */
interface EventModule {
  EVENTS: Record<string, z.ZodType>;
  /** `room`: each event goes to the people of a room only, or of one; a grant to listen is marked for that. */
  AUDIENCE?: string;
}

/** JSON Schemas by the types of events. */
export function emitsOf({ EVENTS, AUDIENCE }: EventModule): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(EVENTS).map(([type, schema]) => {
      const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input" });
      return [type, { ...AUDIENCE === undefined ? {} : { "x-audience": AUDIENCE }, ...rest }];
    }),
  );
}

/** The text of a manifest with other `events.emits`; all else stays as it is written. Throws when it has none. */
export async function withEmits(text: string, emits: Record<string, unknown>): Promise<string> {
  const { from, to } = spanOf(text, ["events", "emits"]);
  return await formatted(text.slice(0, from) + JSON.stringify(emits, null, 2) + text.slice(to));
}

/** Where the value below these keys stands in a text of JSON. */
function spanOf(text: string, keys: string[]): { from: number; to: number } {
  const [key, ...rest] = keys;
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
  let depth = 0, found = -1;
  for (let token; (token = tokens.exec(text));) {
    const [what] = token;
    if (found >= 0 && depth === 1 && (what === "," || what === "}")) {
      const value = { from: found, to: found + text.slice(found, token.index).trimEnd().length };
      if (rest.length === 0) return value;
      const inner = spanOf(text.slice(value.from, value.to), rest);
      return { from: value.from + inner.from, to: value.from + inner.to };
    }
    if (what === "{" || what === "[") depth++;
    else if (what === "}" || what === "]") depth--;
    else if (depth === 1 && found < 0 && what === JSON.stringify(key) && /^\s*:/.test(text.slice(tokens.lastIndex))) {
      found = tokens.lastIndex + /^\s*:\s*/.exec(text.slice(tokens.lastIndex))![0].length;
    }
  }
  throw new Error(`The manifest has no "${key}": write "events": { "emits": {} } into it once`);
}

async function formatted(json: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--quiet", "--ext", "json", "-"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(json));
  await writer.close();
  const { success, stdout } = await child.output();
  if (!success) throw new Error("deno fmt did not take the manifest");
  return new TextDecoder().decode(stdout);
}

/** Writes what is stale, or with `check` leaves it. Answers the stale manifests. */
export async function generateEvents(options: { check?: boolean; plugins?: URL } = {}): Promise<string[]> {
  const plugins = options.plugins ?? PLUGINS;
  const stale: string[] = [];
  const names = [...Deno.readDirSync(plugins)].filter((entry) => entry.isDirectory).map((entry) => entry.name).sort();
  for (const name of names) {
    const source = new URL(`${name}/domain/events.ts`, plugins);
    const target = new URL(`${name}/plugin.json`, plugins);
    const module = await eventsModule(source);
    if (!module) continue;
    const text = await Deno.readTextFile(target);
    const emits = emitsOf(module);
    // Compared as data: how it is laid out is the formatter's.
    if (JSON.stringify(JSON.parse(text).events?.emits) === JSON.stringify(emits)) continue;
    stale.push(`plugins/${name}/plugin.json`);
    if (!options.check) await Deno.writeTextFile(target, await withEmits(text, emits));
  }
  return stale;
}

/** Undefined for a plugin that does not declare its events this way. */
async function eventsModule(source: URL): Promise<EventModule | undefined> {
  const isThere = await Deno.stat(source).then(({ isFile }) => isFile, () => false);
  if (!isThere) return undefined;
  const module = await import(source.href) as Partial<EventModule>;
  return module.EVENTS ? module as EventModule : undefined;
}
