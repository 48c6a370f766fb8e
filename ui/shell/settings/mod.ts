/** Pages of those who run the place: a chunk of their own. */
export { SettingsPage } from "./settings_page.tsx";
export { SecretsPage } from "./secrets/secrets_page.tsx";
export { BackupsPage } from "./backups/backups_page.tsx";
export { AuditPage } from "./audit/audit_page.tsx";
export { UpdatesPage } from "./updates/updates_page.tsx";
