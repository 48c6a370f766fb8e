import { entriesOf, keyOf, type Permissions } from "./entry.ts";
import { type Asker, factsOnce, type PermissionFacts } from "./facts.ts";
import { isGrantable } from "./forbidden.ts";
import { type Risk, riskOf } from "./risk.ts";
import { wordsOf } from "./words.ts";

/** One thing that a plugin asks for or was given, as a person reads it. */
export interface PermissionInfo {
  /** Field of the manifest's `permissions`: `net`, `call`, `publish` … */
  kind: string;
  /** What it is about: a host, a method, an event type, the name of a secret, a command line. */
  target: string;
  /** The author's own words. */
  reason: string;
  /** It works without as well: of a secret. */
  optional?: boolean;
  /** Does it hold that now? */
  granted: boolean;
  risk: Risk;
  /** What it comes to: `Connect to api.example.com`. */
  words: string;
  /** False for one that an owner gave beyond what the manifest asks for. */
  declared: boolean;
  /** False for what nobody can give to this plugin. */
  grantable: boolean;
  /** Who decided last, and when (ISO 8601). */
  grantedBy?: string;
  grantedAt?: string;
  /** In the last 30 days. */
  uses?: number;
  lastUsedAt?: string;
}

/** What a manifest asks for, in its order, in words and with its risk; `held` are the keys of what is granted. */
export function describePermissions(
  asked: Permissions,
  asker: Asker,
  options: { facts: PermissionFacts; held: ReadonlySet<string> },
): PermissionInfo[] {
  const { held } = options;
  const facts = factsOnce(options.facts);
  return entriesOf(asked).map(({ kind, target, value }) => {
    const about = { kind, target };
    const grantable = isGrantable(about, asker, facts);
    return {
      ...about,
      reason: value.reason ?? "",
      ...("optional" in value && value.optional === true ? { optional: true } : {}),
      granted: grantable && held.has(keyOf(about)),
      risk: riskOf(about, asker, facts),
      words: wordsOf(about, asker, facts),
      declared: true,
      grantable,
    };
  });
}
