/** Secrets: encrypted at rest, given only to the plugins that were granted them, kept out of logs. */
export { openSecrets, type SecretsOptions } from "./open.ts";
export { SECRET_NAME } from "./secret.ts";
export type { KeyInfo, SealedChange, SealedValues, SecretInfo, SecretListener, Secrets, SecretUser } from "./secret.ts";
