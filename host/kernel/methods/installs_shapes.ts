import { z } from "zod";
import { brief, info, permission, pluginId } from "./shapes.ts";

const registry = z.object({ url: z.string(), name: z.string() });
const signature = z.enum(["valid", "unsigned", "invalid"]);
const publisher = z.object({
  name: z.string().describe("The name in its signature, or the fingerprint"),
  publicKey: z.string().describe("Raw Ed25519 key in base64"),
  fingerprint: z.string().describe("SHA-256 of the key, first 16 bytes in hex"),
  tier: z.string().describe("How far it is trusted, as schemas/trust.json says"),
  knownFrom: z.array(z.string()).describe("Plugins on this host that this key has signed"),
});

export const sourceText = z.string().min(1).max(2_000).describe(
  '"<registry URL>#<id>[@range]", "<id>[@range]" of a registry that was added, URL of a .tgz, or absolute path',
);
export const versionRange = z.string().min(1).max(100).describe("Range of versions, as in ^1.2");
export const grantHash = z.string().max(100).describe("What host.plugin.inspect answered: exactly that is agreed to");

/** `host.plugin.inspect`. */
export const inspectInfo = z.object({
  source: z.string().describe("For host.plugin.install, with grantHash"),
  manifest: z.looseObject({ id: pluginId, version: z.string(), name: z.string(), description: z.string().optional() }),
  publisher: z.string().describe("The name in its signature, or the fingerprint; empty when it is unsigned"),
  publisherInfo: publisher.optional(),
  signature,
  tier: z.string(),
  registry: registry.optional(),
  permissions: z.array(permission),
  limits: z.record(z.string(), z.number()),
  requires: z.array(z.object({
    name: z.string(),
    range: z.string(),
    optional: z.boolean(),
    provider: z.string().optional(),
    problem: z.string().optional(),
  })),
  hash: z.string().describe("SHA-256 of the package, in hex"),
  sizeBytes: z.int(),
  grantHash: z.string(),
  readme: z.string().optional(),
  problems: z.array(z.object({ reason: z.string(), message: z.string(), hint: z.string().optional() }))
    .describe("Why it cannot be installed now"),
  changes: z.object({
    from: z.string(),
    to: z.string(),
    added: z.array(permission),
    removed: z.array(permission),
    limits: z.array(z.object({ name: z.string(), from: z.number(), to: z.number() })),
    needsConsent: z.boolean().describe("It asks for more, or nobody vouches for it"),
  }).optional().describe("Against the version that is installed"),
});
export type InspectInfo = z.infer<typeof inspectInfo>;

/** What `host.plugin.get` tells of an installed package. */
export const packageInfo = z.object({
  source: z.string(),
  registry: registry.optional(),
  hash: z.string(),
  sizeBytes: z.int(),
  signature,
  publisher: publisher.optional(),
  installedAt: z.iso.datetime(),
  installedBy: z.string(),
  versions: z.array(z.object({
    version: z.string(),
    hash: z.string(),
    installedAt: z.iso.datetime(),
    active: z.boolean(),
    snapshotAt: z.iso.datetime().optional().describe("When its data was copied, as another version took over"),
    snapshotBytes: z.int().optional(),
  })).describe("Kept on this machine, what was used last first"),
  available: z.array(z.object({ version: z.string(), fits: z.boolean() })).optional(),
  update: info.shape.update,
  revoked: info.shape.revoked,
  undone: z.object({ version: z.string(), at: z.iso.datetime(), reason: z.string() }).optional()
    .describe("The version that was taken back last, since it failed"),
});
export type PackageInfo = z.infer<typeof packageInfo>;

/** What installing, updating and rolling back answer. */
export const installed = brief.extend({ version: z.string() });
export type InstallResult = z.infer<typeof installed>;
