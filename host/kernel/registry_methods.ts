import { z } from "zod";
import type { Clock } from "../observe/ports.ts";
import { ENGINE_VERSION, fits, registryUrl } from "../packages/mod.ts";
import type { Registries, RegistryInfo, RegistryPlugin } from "../packages/ports.ts";
import { hostMethod, type HostMethods } from "../rpc/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import { ADMINS } from "./methods/shapes.ts";
import { packageFailure } from "./package_failure.ts";
import { SAMPLE_REGISTRY } from "./methods/samples.ts";

export interface RegistryMethodsOptions {
  registries: Registries;
  clock: Clock;
  /** The version of a plugin that is on this host; undefined when it is not. */
  installed(id: string): string | undefined;
}

/** A search reads older indexes anew, but waits for them no longer than this. */
const FRESH_MS = 60_000;
const WAIT_MS = 2_000;
/** Versions shown of one plugin in a search. */
const MAX_VERSIONS = 50;

const url = z.string().min(1).max(2_000).describe("URL of the registry, with or without index.json");
const page = {
  limit: z.int().min(1).max(200).default(50),
  cursor: z.string().regex(/^\d{1,9}$/).optional().describe("nextCursor of the page before"),
};
const info = z.object({
  url: z.string().describe("Ends with a slash"),
  name: z.string(),
  publicKey: z.string().describe("Raw Ed25519 key in base64: it has to sign every later index"),
  fingerprint: z.string().describe("SHA-256 of the key, first 16 bytes in hex"),
  revision: z.int(),
  expires: z.iso.datetime(),
  plugins: z.int(),
  addedBy: z.string(),
  addedAt: z.iso.datetime(),
  checkedAt: z.iso.datetime().describe("When its index was read last"),
  problem: z.string().optional().describe("What is wrong with it now, beginning with the reason"),
});
const offer = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  registry: z.object({ url: z.string(), name: z.string() }),
  source: z.string().describe("For host.plugin.inspect"),
  versions: z.array(z.object({
    version: z.string(),
    engine: z.string(),
    fits: z.boolean().describe("It runs on this host"),
    size: z.int().describe("Bytes of the package"),
    publisher: z.string(),
  })).describe(`Newest first, at most ${MAX_VERSIONS}`),
  installed: z.string().optional().describe("The version on this host"),
});

/** `host.registry.list | add | remove | refresh | search`. */
export function registryMethods({ registries, clock, installed }: RegistryMethodsOptions): HostMethods {
  const names = () => new Map(registries.list().map(({ url, name }) => [url, name]));
  let askedAt = -Infinity;
  /** So that what was published a moment ago is found, while who types quickly asks nobody twice. */
  const freshen = async () => {
    if (clock.now() - askedAt < FRESH_MS) return;
    askedAt = clock.now();
    const stale = registries.list().some(({ checkedAt }) => askedAt - Date.parse(checkedAt) >= FRESH_MS);
    if (stale) await within(WAIT_MS, registries.refresh(), clock);
  };
  return {
    "host.registry.list": hostMethod({
      summary: "The registries of this host, each with its key and what is wrong with it",
      examples: [{ params: {}, result: { items: [SAMPLE_REGISTRY] } }],
      params: z.strictObject(page),
      result: z.object({ items: z.array(info), nextCursor: z.string().optional() }),
      roles: ADMINS,
      risk: "high",
      readOnly: true,
      handler: (where) => pageOf(registries.list(), where),
    }),
    "host.registry.add": hostMethod({
      summary: "Reads a registry's index, pins its key and lets plugins be installed from it",
      examples: [{ params: { url: "https://plugins.example.com/" }, result: SAMPLE_REGISTRY }],
      errors: ["conflict", "precondition_failed"],
      params: z.strictObject({ url }),
      result: info,
      roles: ADMINS,
      risk: "high",
      handler: ({ url }, call) => told(async () => await registries.add(url, call.caller.id)),
    }),
    "host.registry.remove": hostMethod({
      summary: "Forgets a registry; what was installed from it stays, without updates",
      examples: [{ params: { url: "https://plugins.example.com/" }, result: { url: "https://plugins.example.com/" } }],
      errors: ["not_found"],
      params: z.strictObject({ url }),
      result: z.object({ url: z.string() }),
      roles: ADMINS,
      risk: "high",
      handler: ({ url }) =>
        told(async () => {
          const { href } = registryUrl(url);
          if (await registries.remove(href)) return { url: href };
          throw new RpcError("not_found", `There is no registry "${href}"`, {
            path: "/url",
            hint: registries.list().map((one) => one.url).join(", ") || "None was added",
          });
        }),
    }),
    "host.registry.refresh": hostMethod({
      summary: "Reads every index anew; what went wrong stands in problem",
      examples: [{ params: {}, result: { items: [SAMPLE_REGISTRY] } }],
      params: z.strictObject({}),
      result: z.object({ items: z.array(info) }),
      roles: ADMINS,
      risk: "high",
      handler: async (): Promise<{ items: RegistryInfo[] }> => {
        askedAt = clock.now();
        await registries.refresh();
        return { items: registries.list() };
      },
    }),
    "host.registry.search": hostMethod({
      summary: "What the registries offer, best match first",
      examples: [{
        params: { query: "polls" },
        result: {
          items: [{
            id: "polls",
            name: "Polls",
            registry: { url: "https://plugins.example.com/", name: "Example plugins" },
            source: "polls@1.2.0",
            versions: [{ version: "1.2.0", engine: "^0.1.0", fits: true, size: 48_120, publisher: "Ada Example" }],
          }],
        },
      }],
      params: z.strictObject({
        query: z.string().max(200).default("").describe("Words in id, name or description; none finds all"),
        registry: url.optional().describe("Only this one"),
        ...page,
      }),
      result: z.object({ items: z.array(offer), nextCursor: z.string().optional() }),
      roles: ADMINS,
      risk: "high",
      readOnly: true,
      handler: ({ query, registry, ...where }) =>
        told(async () => {
          const only = registry === undefined ? undefined : registryUrl(registry).href;
          await freshen();
          const found = registries.search(query).filter((plugin) => only === undefined || plugin.registry === only);
          const { items, ...next } = pageOf(found, where);
          const known = names();
          return { items: items.map((plugin) => present(plugin, { names: known, installed })), ...next };
        }, "/registry"),
    }),
  };
}

function present(
  { id, name, description, registry, versions }: RegistryPlugin,
  options: { names: Map<string, string>; installed(id: string): string | undefined },
): z.input<typeof offer> {
  const installed = options.installed(id);
  return {
    id,
    name,
    ...(description === undefined ? {} : { description }),
    registry: { url: registry, name: options.names.get(registry) ?? registry },
    source: `${registry}#${id}`,
    versions: versions.slice(0, MAX_VERSIONS).map(({ version, engine, size, publisher }) => ({
      ...{ version, engine, size, publisher },
      fits: fits({ engine }, ENGINE_VERSION),
    })),
    ...(installed === undefined ? {} : { installed }),
  };
}

/** A cursor is the number of items that were given out before. */
function pageOf<T>(
  items: T[],
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): { items: T[]; nextCursor?: string } {
  const from = Number(cursor ?? 0);
  const to = from + limit;
  return { items: items.slice(from, to), ...(to < items.length ? { nextCursor: String(to) } : {}) };
}

async function told<T>(work: () => Promise<T>, path = "/url"): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw packageFailure(error, { path });
  }
}

async function within(ms: number, work: Promise<void>, clock: Clock): Promise<void> {
  let end = () => {};
  await Promise.race([work, new Promise<void>((resolve) => end = clock.timer(ms, resolve))]);
  end();
}
