/** The audit log: who did what, how it is searched, read and taken away. */
export { AuditLog, migrateAudit } from "./audit_log.ts";
export { TicketedDownloads } from "./downloads.ts";
export { auditMethods, presentEntry } from "./methods.ts";
export type { AuditRecord } from "./query.ts";
