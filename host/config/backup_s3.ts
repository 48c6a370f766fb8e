import { badConfig } from "./exit_error.ts";
import { suggestion } from "./settings.ts";

/** An S3-compatible store to which backups go. */
export interface S3Settings {
  /** URL of the service, without the bucket. */
  endpoint: string;
  bucket: string;
  /** In front of each name; "" or ending with a slash. */
  prefix: string;
  region: string;
  /** The access key's id; the key itself is a secret. */
  keyId: string;
  /** Name of the secret that holds the access key. */
  secret: string;
}

const KEYS = ["endpoint", "bucket", "prefix", "region", "key-id", "secret"] as const;
const MAX_TEXT = 500;

/**
 * The table `backup.s3` of bulkhead.toml.
 *
 * ```toml
 * [backup.s3]
 * endpoint = "https://s3.eu-central-1.amazonaws.com"
 * bucket = "team-backups"
 * prefix = "bulkhead/"            # default none
 * region = "eu-central-1"         # default us-east-1
 * key-id = "AKIA…"
 * secret = "BACKUP_S3_KEY"        # the default; bulkhead secret set BACKUP_S3_KEY
 * ```
 */
export function readS3(table: unknown, where: string): S3Settings {
  if (typeof table !== "object" || table === null || Array.isArray(table) || table instanceof Date) {
    throw badConfig(`The key "backup.s3" in ${where} has to be a table`);
  }
  const given = new Map<string, string>();
  for (const [name, value] of Object.entries(table)) {
    const at = `"backup.s3.${name}" in ${where}`;
    const key = KEYS.find((known) => known === name.replaceAll("_", "-"));
    if (key === undefined) {
      throw badConfig(`Unknown key ${at}${suggestion(name, KEYS)}: accepted are ${KEYS.join(", ")}`);
    }
    if (typeof value !== "string" || value.length > MAX_TEXT || /\p{Cc}/u.test(value)) {
      throw badConfig(`Bad value ${JSON.stringify(String(value)).slice(0, 100)} for ${at}: expected a text`);
    }
    given.set(key, value);
  }
  const needed = (key: typeof KEYS[number], what: string, form: RegExp): string => {
    const value = given.get(key);
    if (value === undefined) throw badConfig(`"backup.s3.${key}" is missing in ${where}: expected ${what}`);
    if (form.test(value)) return value;
    throw badConfig(`Bad value "${value}" for "backup.s3.${key}" in ${where}: expected ${what}`);
  };
  const prefix = (given.get("prefix") ?? "").replace(/^\/+/, "");
  if (!/^[\w!.*'()/-]*$/.test(prefix) || prefix.split("/").some((part) => part === "." || part === "..")) {
    throw badConfig(
      `Bad value "${prefix}" for "backup.s3.prefix" in ${where}: expected letters, digits, - _ . and /, such as "bulkhead/"`,
    );
  }
  given.set("region", given.get("region") ?? "us-east-1");
  given.set("secret", given.get("secret") ?? "BACKUP_S3_KEY");
  return {
    endpoint: endpointOf(needed("endpoint", "the URL of the service", /./), where),
    bucket: needed("bucket", "the name of a bucket", /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
    prefix: prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/`,
    region: needed("region", 'the name of a region, such as "eu-central-1" or "auto"', /^[\w-]{1,50}$/),
    keyId: needed("key-id", "the id of an access key", /^[\x21-\x7e]{1,200}$/),
    secret: needed("secret", "the name of a secret, such as BACKUP_S3_KEY", /^[A-Z][A-Z0-9_]{0,99}$/),
  };
}

function endpointOf(text: string, where: string): string {
  const url = URL.parse(text);
  const wrong = !url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash;
  if (!wrong) return url.href.replace(/(?<!\/)\/+$/, "");
  throw badConfig(
    `Bad value "${text}" for "backup.s3.endpoint" in ${where}: expected the URL of the service, such as "https://s3.eu-central-1.amazonaws.com", without key or bucket`,
  );
}
