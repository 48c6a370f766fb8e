/** How the host is told what to do: flags, environment, file, defaults; and the lock on the data folder. */
export { type Config, loadConfig } from "./load.ts";
export { ExitError } from "./exit_error.ts";
export { type DataLock, lockDataDir } from "./data_folder.ts";
export { AUTH_MODES, type AuthMode, type BusConfig, type LogFormat } from "./values.ts";
export { type BackupSettings } from "./backup.ts";
export { type S3Settings } from "./backup_s3.ts";
export { type UpgradeSettings } from "./upgrade.ts";
export { type OidcProviderSettings, type OidcSettings } from "./oidc.ts";
export { MAPPED_ROLES, type MappedRole, type RoleMapping } from "./role_mapping.ts";
export { type RateConfig, type RateSettings } from "./rates.ts";
export { profileIncludes, PROFILES } from "./profiles.ts";
export { PRODUCT, VERSION } from "./version.ts";
