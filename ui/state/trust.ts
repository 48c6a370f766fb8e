import trust from "../../schemas/trust.json" with { type: "json" };
import type { PublisherInfo, SignatureState } from "./wire.ts";

/** How far a package is trusted, as a person reads it. */
export interface TrustLook {
  title: string;
  means: string;
  tone: "ok" | "warn" | "bad";
}

const TIERS = trust.tiers as Record<string, TrustLook & { updatesAlone: boolean }>;

/** Title, meaning and tone of a tier; a package whose signature is wrong has none, whatever its tier. */
export function trustLook(tier: string, signature: SignatureState): TrustLook {
  if (signature === "invalid") {
    return {
      title: "Signature does not fit",
      means: "Somebody changed the package after it was signed, or signed it with another key. It is never installed",
      tone: "bad",
    };
  }
  const known = TIERS[tier];
  if (known) return { title: known.title, means: known.means, tone: known.tone };
  return { title: tier || "Unknown", means: "This cockpit does not know this level of trust", tone: "warn" };
}

/** Was this key seen before, and where? */
export function keyHistory({ knownFrom }: Pick<PublisherInfo, "knownFrom">): string {
  if (knownFrom.length === 0) return "Never seen on this server";
  const names = knownFrom.slice(0, 3).join(", ");
  const rest = knownFrom.length - 3;
  return `Has signed ${names}${rest > 0 ? ` and ${rest} more` : ""} here`;
}

/** A fingerprint in groups of four, to compare by eye. */
export function fingerprintGroups(fingerprint: string): string {
  return fingerprint.replace(/(.{4})(?=.)/g, "$1 ");
}
