/** Who may import what: the import table of the architecture, as data. */
export interface Layer {
  name: string;
  /** Paths that belong to it. The first layer that fits counts. */
  from: RegExp;
  /** Paths of the checkout that it may import, besides its own folder where `own` is set. */
  may: RegExp[];
  /** What counts as its own folder: the first group of `from`. */
  own?: boolean;
}

const SCHEMAS = /^schemas\//;
/** Both ends of the channel use these, so they lie in the SDK. */
const CHANNEL = /^host\/sdk\/(errors\.ts|closed_params\.ts|channel\/.*)$/;
/** Interfaces of any part of the host. */
const PORTS = /^host\/([a-z]+|services\/[a-z]+)\/ports\.ts$/;
/** The doors of parts of the host. */
const doors = (...parts: string[]) => new RegExp(`^host/(${parts.join("|")})/mod\\.ts$`);
/** Each kernel service has a door of its own. */
const SERVICES = "services/[a-z]+";

export const LAYERS: Layer[] = [
  {
    name: "tests and scripts",
    from: /(^tests\/|^scripts\/|_test\.tsx?$|\/_test_\w+\.tsx?$|^host\/[a-z]+\/_test\/)/,
    may: [/./],
  },
  { name: "generated types", from: /^schemas\//, may: [SCHEMAS, /^host\/sdk\/workflow\/plugin_client\.ts$/] },
  { name: "the SDK", from: /^host\/sdk\//, may: [SCHEMAS, /^host\/sdk\//, /^node_modules\/zod\//] },
  { name: "storage", from: /^(host\/storage)\//, own: true, may: [SCHEMAS, CHANNEL, PORTS] },
  { name: "config", from: /^(host\/config)\//, own: true, may: [SCHEMAS, CHANNEL, PORTS, /^deno\.json$/] },
  {
    name: "observe",
    from: /^(host\/observe)\//,
    own: true,
    may: [SCHEMAS, CHANNEL, PORTS, doors("storage", "config")],
  },
  {
    name: "bus, backup, identity, secrets, sandbox, packages, services",
    from: /^(host\/(?:bus|backup|identity|secrets|sandbox|packages|services))\//,
    own: true,
    may: [SCHEMAS, CHANNEL, PORTS, doors("storage", "observe", "config")],
  },
  {
    name: "upgrade",
    from: /^(host\/upgrade)\//,
    own: true,
    may: [SCHEMAS, CHANNEL, PORTS, doors("storage", "observe", "config", "packages", "backup")],
  },
  { name: "rpc", from: /^(host\/rpc)\//, own: true, may: [SCHEMAS, CHANNEL, PORTS, doors("observe")] },
  {
    name: "kernel",
    from: /^(host\/kernel)\//,
    own: true,
    may: [
      SCHEMAS,
      CHANNEL,
      PORTS,
      doors("storage", "observe", "config", "bus", "identity", "secrets", "sandbox", "packages", SERVICES, "rpc"),
    ],
  },
  {
    name: "workflows",
    from: /^(host\/workflows)\//,
    own: true,
    may: [SCHEMAS, CHANNEL, PORTS, doors("storage"), /^host\/sdk\//],
  },
  {
    name: "gateway",
    from: /^(host\/gateway)\//,
    own: true,
    may: [SCHEMAS, CHANNEL, PORTS, doors("rpc", "observe", "identity", SERVICES)],
  },
  {
    name: "command line",
    from: /^(host\/cli)\//,
    own: true,
    may: [
      SCHEMAS,
      CHANNEL,
      PORTS,
      doors(
        ...["config", "identity", "observe", "sandbox", "kernel", "storage", "packages", "rpc", "workflows"],
        ...["backup", "upgrade"],
      ),
      /^host\/boot\//,
      /^host\/main\.ts$/,
    ],
  },
  {
    name: "composition root",
    from: /^host\/((main|launch)\.ts$|boot\/)/,
    may: [/^host\/(?!sdk\/(plugin|workflow|testing))/, SCHEMAS],
  },
  {
    name: "a plugin's pages",
    from: /^(plugins\/[a-z0-9-]+\/ui)\//,
    own: true,
    may: [/^ui\/(sdk|kit)\//, SCHEMAS, /^plugins\/[a-z0-9-]+\/domain\//],
  },
  {
    name: "a plugin",
    from: /^(plugins\/[a-z0-9-]+)\//,
    own: true,
    may: [/^host\/sdk\/(plugin|testing)\.ts$/, /^schemas\/generated\//],
  },
  {
    name: "a script",
    from: /^workflows\//,
    may: [/^host\/sdk\/workflow\.ts$/, /^schemas\/generated\//, /^workflows\//],
  },
  // It is copied into the pages of plugins from anywhere, so it needs nothing but itself.
  { name: "the SDK for pages of third parties", from: /^(ui\/sdk\/page)\//, own: true, may: [] },
  { name: "the SDK for pages", from: /^ui\/sdk\//, may: [SCHEMAS, /^ui\//, /^host\/sdk\//] },
  { name: "the cockpit", from: /^ui\//, may: [SCHEMAS, /^ui\//, CHANNEL, /^plugins\/[a-z0-9-]+\/ui\//] },
];

/** The layer to which a path belongs. */
export function layerOf(path: string): Layer | undefined {
  return LAYERS.find((layer) => layer.from.test(path));
}

/** May a module at `from` import the one at `to`? */
export function mayImport(from: string, to: string): boolean {
  const layer = layerOf(from);
  if (!layer) return false;
  const own = layer.own ? layer.from.exec(from)?.[1] : undefined;
  if (own && to.startsWith(`${own}/`)) return true;
  return layer.may.some((allowed) => allowed.test(to));
}
