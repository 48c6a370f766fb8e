/** Backups: online, consistent over all databases and files, verified, restored into an empty folder. */
export { BackupError, type BackupFault } from "./backup_error.ts";
export { Backups, type BackupsOptions, type Running } from "./backups.ts";
export { BackupFolder } from "./folder.ts";
export { backupMethods } from "./methods.ts";
export { createBackup, type Created, type CreateOptions } from "./create/create_backup.ts";
export { readArchive, readHead } from "./read/read_archive.ts";
export { restoreBackup, type RestoreOptions } from "./read/restore_backup.ts";
export { belongs, KEY_PATH, SCRIPTS } from "./paths.ts";
export { S3Store, type S3StoreOptions } from "./remote/s3_store.ts";
