/** Shorter values are no secrets, and would hide half of what a history says. */
const MIN_LENGTH = 6;

/** Replaces the values of secrets in anything that is JSON. */
export type Redact = <T>(value: T) => T;

/** Nothing to hide. */
const keep: Redact = (value) => value;

/**
 * A function that writes `[secret NAME]` for each value of a secret, wherever it stands in a text, so that it is kept
 * out of the journal, the logs and the errors of a run even where a script or a plugin puts it there.
 *
 * @example
 * ```ts
 * import { redactor } from "./redact.ts";
 *
 * const redact = redactor({ API_KEY: "s3cr3t-value" });
 * const text = redact({ header: "Bearer s3cr3t-value" }).header;
 * if (text !== "Bearer [secret API_KEY]") throw new Error(text);
 * ```
 */
export function redactor(secrets: Readonly<Record<string, string>> | undefined): Redact {
  const hidden = Object.entries(secrets ?? {}).filter(([, value]) => value.length >= MIN_LENGTH)
    // A secret that holds another one goes first.
    .sort(([, a], [, b]) => b.length - a.length);
  if (hidden.length === 0) return keep;
  const text = (value: string) => {
    let shown = value;
    for (const [name, secret] of hidden) {
      if (shown.includes(secret)) shown = shown.replaceAll(secret, `[secret ${name}]`);
    }
    return shown;
  };
  const walk = (value: unknown): unknown => {
    if (typeof value === "string") return text(value);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(walk);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [text(key), walk(item)]));
  };
  return walk as Redact;
}
