import type { S3Settings } from "../../config/mod.ts";
import { BackupError } from "../backup_error.ts";

export interface ExplainOptions {
  /** `list`, `upload`, `download` or `delete`. */
  what: string;
  settings: S3Settings;
  place: string;
  name?: string | undefined;
}

/** What went wrong with a store in words that say what to do. */
export function explain(error: unknown, { what, settings, place, name }: ExplainOptions): BackupError {
  const { bucket, endpoint, keyId, region, secret } = settings;
  const answer = answerOf(error);
  const fail = (text: string) => new BackupError("store", text, { cause: error });
  if (!answer) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(
      `The store at ${endpoint} cannot be reached, tried several times (${reason}): see whether the machine reaches it and "backup.s3.endpoint" is right`,
    );
  }
  // Of a HEAD there is no body, and so no code.
  const { status, code } = answer;
  const told = `${status}${code === "Unknown" ? "" : ` ${code}`}`;
  switch (code) {
    case "InvalidAccessKeyId":
      return fail(`The store at ${endpoint} knows no access key "${keyId}" (${told}): see "backup.s3.key-id"`);
    case "SignatureDoesNotMatch":
      return fail(`The store at ${endpoint} says that the key is wrong (${told}): bulkhead secret set ${secret}`);
    case "RequestTimeTooSkewed":
      return fail(`The clock of this machine is too far from that of the store (${told}): set it right`);
    case "AuthorizationHeaderMalformed":
      return fail(`The store takes no request for the region "${region}" (${told}): see "backup.s3.region"`);
    case "NoSuchBucket":
      return fail(`There is no bucket "${bucket}" at ${endpoint} (${told}): make it, or see "backup.s3.bucket"`);
  }
  if (status === 404) {
    if (name !== undefined) return new BackupError("not_found", `There is no backup "${name}" at ${place}`);
    return fail(`There is no bucket "${bucket}" at ${endpoint} (${told}): make it, or see "backup.s3.bucket"`);
  }
  if (status === 401 || status === 403) {
    return fail(
      `The access key "${keyId}" may not ${what} at ${place} (${told}): give it list, read, write and delete there, or see the secret ${secret}`,
    );
  }
  if (status === 507 || code === "QuotaExceeded") {
    return fail(`The store at ${endpoint} is full (${told}): make room there`);
  }
  return fail(`The store at ${endpoint} did not ${what} (${told})${status >= 500 ? ", tried several times" : ""}`);
}

/** The answer of the store that is behind an error; undefined when there was none. */
export function answerOf(error: unknown): { status: number; code: string } | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { status, serviceCode, body } = at as { status?: unknown; serviceCode?: string; body?: string };
    if (typeof status !== "number") continue;
    // The library looks for the code only in answers of one content type.
    return { status, code: /<Code>(\w{1,60})<\/Code>/.exec(body ?? "")?.[1] ?? serviceCode ?? "Unknown" };
  }
  return undefined;
}
