import trust from "../../../../schemas/trust.json" with { type: "json" };
import type { CliContext } from "../../context.ts";
import { plain } from "../../output.ts";
import { sizeText } from "./packing.ts";

/** One permission, as far as it is shown. */
interface Permission {
  kind: string;
  target: string;
  reason: string;
  risk?: string;
  words?: string;
}

/** What `host.plugin.inspect` tells, as far as it is shown. */
export interface Inspected {
  source: string;
  manifest: { id: string; version: string; name: string; description?: string; provides?: Record<string, string> };
  publisher: string;
  publisherInfo?: { fingerprint: string; knownFrom: string[] };
  signature: string;
  tier: string;
  registry?: { url: string; name: string };
  permissions: Permission[];
  requires: { name: string; range: string; optional: boolean; problem?: string }[];
  hash: string;
  sizeBytes: number;
  grantHash: string;
  problems: { reason: string; message: string; hint?: string }[];
  changes?: {
    from: string;
    to: string;
    added: Permission[];
    removed: Permission[];
    limits: { name: string; from: number; to: number }[];
    needsConsent: boolean;
  };
}

/** Prints who made a package, what it asks for and what is against it. */
export function printInspected(context: CliContext, info: Inspected): void {
  const { manifest, registry, permissions, requires, problems, changes } = info;
  const lines = [
    `${manifest.name} (${manifest.id}) ${manifest.version}`,
    ...(manifest.description ? [`  ${manifest.description}`] : []),
    `  from     ${registry ? `${registry.name}, ` : ""}${info.source}`,
    `  signed   ${signerOf(info)}`,
    `  package  ${sizeText(info.sizeBytes)}, SHA-256 ${info.hash}`,
    ...requires.map(({ name, range, optional, problem }) =>
      `  needs    ${name} ${range}${optional ? ", if it is there" : ""}${problem ? `: ${problem}` : ""}`
    ),
    ...Object.entries(manifest.provides ?? {}).filter(([name]) => name !== manifest.id).map(([name, version]) =>
      `  answers  calls of ${name}.* where it is chosen for that (interface ${name} ${version})`
    ),
    ...(changes ? changesOf(changes) : asked("It asks for", permissions)),
    ...problems.flatMap(({ reason, message, hint }) => [
      `It cannot be installed: ${message} (${reason})`,
      ...(hint ? [`  ${hint}`] : []),
    ]),
  ];
  context.out(lines.map((line) => `${plain(line)}\n`).join(""));
}

/** True when something of what it gets deserves a second look. */
export function isRisky({ permissions, signature }: Inspected): boolean {
  return signature !== "valid" || permissions.some(({ risk }) => risk === "high");
}

function signerOf({ signature, publisher, publisherInfo, tier }: Inspected): string {
  const known = (trust.tiers as Record<string, { title: string; means: string }>)[tier];
  const means = known ? `${known.title}: ${known.means}` : tier;
  if (signature === "invalid") return "with a signature that is WRONG";
  if (!publisherInfo) return `by nobody. ${means}`;
  return `by ${publisher}, key ${publisherInfo.fingerprint}. ${means}`;
}

function changesOf({ from, to, added, removed, limits }: NonNullable<Inspected["changes"]>): string[] {
  return [
    `Installed is ${from}${from === to ? ", the same version" : ""}`,
    ...(added.length > 0 ? asked("It asks for more", added) : ["It asks for no more permissions"]),
    ...removed.map((one) => `  no longer: ${wordsOf(one)}`),
    ...limits.map((limit) => `  limit ${limit.name}: ${limit.to} instead of ${limit.from}`),
  ];
}

function asked(title: string, permissions: Permission[]): string[] {
  if (permissions.length === 0) return [`${title}: nothing`];
  const inOrder = [...permissions].sort((a, b) => Number(b.risk === "high") - Number(a.risk === "high"));
  return [
    `${title}:`,
    ...inOrder.map((one) => `  ${one.risk === "high" ? "RISK " : "     "}${wordsOf(one)} (${one.reason})`),
  ];
}

function wordsOf({ kind, target, words }: Permission): string {
  return words ?? `${kind} ${target}`;
}
