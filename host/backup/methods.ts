import { z } from "zod";
import { hostMethod, type HostMethods } from "../rpc/ports.ts";
import type { DownloadOffers } from "../identity/ports.ts";
import type { CallRequest } from "../rpc/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import { BackupError } from "./backup_error.ts";
import type { Backups } from "./backups.ts";
import { COMPRESSIONS } from "./format.ts";
import { BACKUP_NAME } from "./names.ts";

/** A large archive on a slow disk. */
const CALL_MS = 6 * 3_600_000;
const ADMINS = ["owner", "admin"] as const;

const Name = z.string().regex(BACKUP_NAME, "expected the name of a backup, as host.backup.list gives it");
const Passphrase = z.string().min(8, "a passphrase has at least 8 characters").max(1_000).meta({ writeOnly: true });
const Given = z.string().min(1).max(1_000).meta({ writeOnly: true }).optional().describe(
  "Of an encrypted backup; default the configured one",
);
const Places = z.array(z.enum(["folder", "s3"])).describe("Where it lies");
const LeftOut = z.array(z.object({ path: z.string(), reason: z.string() }));
const Running = z.object({
  kind: z.enum(["create", "verify", "restore", "upload", "fetch"]),
  name: z.string(),
  done: z.number().describe("Bytes"),
  total: z.number().describe("Bytes; 0 while that is not known"),
});
const SAMPLE = "bulkhead-20260301T030000Z.tar.zst";
/** Of what was left out, or is damaged, only so many are listed. */
const MAX_TOLD = 100;

/** `host.backup.*`. */
export function backupMethods(backups: Backups, downloads: DownloadOffers): HostMethods {
  return {
    "host.backup.create": hostMethod({
      summary: "Makes a backup of all databases and files while the host goes on",
      description:
        "All databases are held still for a moment of milliseconds; what is in the backup is of that moment. It goes on " +
        "when the caller goes away. With wait: false it answers at once; host.backup.list says how far it is.",
      examples: [{ params: {}, result: { name: "bulkhead-20260301T090000Z.tar.zst" } }],
      errors: ["precondition_failed", "conflict"],
      params: z.strictObject({
        passphrase: Passphrase.optional().describe("Encrypts it; default the configured one"),
        key: z.boolean().optional().describe("Takes the key of the secrets along; needs a passphrase"),
        compression: z.enum(COMPRESSIONS).optional(),
        wait: z.boolean().default(true),
      }),
      result: z.object({
        name: z.string().optional(),
        sizeBytes: z.number().optional(),
        contentBytes: z.number().optional(),
        parts: z.number().optional(),
        barrierMs: z.number().optional(),
        leftOut: LeftOut.optional(),
        places: Places.optional(),
        problem: z.string().optional().describe("Why it did not get to the store; it is in the folder all the same"),
      }),
      roles: [...ADMINS],
      risk: "high",
      callMs: CALL_MS,
      handler: ({ wait, ...wanted }, call) =>
        told(async () => {
          const busy = backups.running !== undefined;
          const making = backups.create({ ...wanted, ...progressOf(call) });
          if (wait) {
            return await making.then(({ leftOut, ...rest }) => ({ ...rest, leftOut: leftOut.slice(0, MAX_TOLD) }));
          }
          const { running } = backups;
          // Whatever refuses it at once is told; what happens later stands in the log.
          if (busy || !running) await making;
          making.catch(() => {});
          return { name: running!.name };
        }),
    }),

    "host.backup.list": hostMethod({
      summary: "Lists the backups in their folder, newest first, what is being done, and when the next one is made",
      examples: [{
        params: {},
        result: {
          folder: "/srv/bulkhead/backups",
          items: [{
            name: "bulkhead-20260301T030000Z.tar.zst",
            createdAt: "2026-03-01T03:00:00.000Z",
            sizeBytes: 48_113_664,
            encrypted: true,
            scheduled: true,
            places: ["folder", "s3"],
          }],
        },
      }],
      params: z.strictObject({}),
      result: z.object({
        folder: z.string(),
        items: z.array(z.object({
          name: z.string(),
          createdAt: z.string(),
          sizeBytes: z.number(),
          encrypted: z.boolean(),
          scheduled: z.boolean(),
          host: z.string().optional().describe("Version that made it"),
          key: z.boolean().optional().describe("Is the key of the secrets in it?"),
          problem: z.string().optional().describe("Why it cannot be read"),
          places: Places,
        })),
        s3: z.object({ place: z.string(), problem: z.string().optional() }).optional().describe(
          "The store elsewhere, where one is configured",
        ),
        running: Running.optional(),
        nextAt: z.string().optional(),
        lastFailure: z.object({ at: z.string(), message: z.string() }).optional(),
      }),
      roles: [...ADMINS],
      readOnly: true,
      handler: () =>
        told(async () => ({
          folder: backups.folder.path,
          items: (await backups.list()).map(({ head, ...item }) => ({
            ...item,
            ...(head ? { host: head.host, key: head.key } : {}),
          })),
          ...(backups.remote
            ? {
              s3: {
                place: backups.remote.place,
                ...(backups.remote.problem === undefined ? {} : { problem: backups.remote.problem }),
              },
            }
            : {}),
          ...(backups.running ? { running: backups.running } : {}),
          ...(backups.nextAt === undefined ? {} : { nextAt: new Date(backups.nextAt).toISOString() }),
          ...(backups.lastFailure
            ? { lastFailure: { ...backups.lastFailure, at: new Date(backups.lastFailure.at).toISOString() } }
            : {}),
        })),
    }),

    "host.backup.upload": hostMethod({
      summary: "Sends a backup of the folder to the store of [backup.s3], as every new one is",
      examples: [{ params: { name: SAMPLE }, result: { name: SAMPLE } }],
      errors: ["not_found", "precondition_failed", "conflict"],
      params: z.strictObject({ name: Name }),
      result: z.object({ name: z.string() }),
      roles: [...ADMINS],
      risk: "high",
      callMs: CALL_MS,
      handler: ({ name }, call) =>
        told(async () => {
          await backups.upload(name, progressOf(call).progress);
          return { name };
        }),
    }),

    "host.backup.fetch": hostMethod({
      summary: "Brings a backup from the store of [backup.s3] into the folder; one that is there stays as it is",
      examples: [{ params: { name: SAMPLE }, result: { name: SAMPLE } }],
      errors: ["not_found", "precondition_failed", "conflict"],
      params: z.strictObject({ name: Name }),
      result: z.object({ name: z.string() }),
      roles: [...ADMINS],
      risk: "high",
      callMs: CALL_MS,
      handler: ({ name }, call) =>
        told(async () => {
          await backups.fetch(name, progressOf(call).progress);
          return { name };
        }),
    }),

    "host.backup.verify": hostMethod({
      summary: "Reads all of a backup and says what of it is damaged",
      description: "One that is only in the store is fetched into the folder first.",
      examples: [{
        params: { name: "bulkhead-20260301T030000Z.tar.zst" },
        result: { name: "bulkhead-20260301T030000Z.tar.zst", ok: true, damaged: [] },
      }],
      errors: ["not_found", "precondition_failed", "conflict"],
      params: z.strictObject({ name: Name, passphrase: Given }),
      result: z.object({
        name: z.string(),
        ok: z.boolean(),
        parts: z.number().optional(),
        contentBytes: z.number().optional(),
        damaged: z.array(z.object({ path: z.string().optional(), problem: z.string() })),
      }),
      roles: [...ADMINS],
      risk: "high",
      readOnly: true,
      callMs: CALL_MS,
      handler: ({ name, passphrase }, call) =>
        told(async () => {
          await backups.bring(name, progressOf(call).progress);
          try {
            const { manifest, damaged } = await backups.verify(name, {
              ...(passphrase === undefined ? {} : { passphrase }),
              ...progressOf(call),
            });
            return {
              name,
              ok: damaged.length === 0,
              parts: manifest.parts.length,
              contentBytes: manifest.parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
              damaged: damaged.slice(0, MAX_TOLD),
            };
          } catch (error) {
            // To find that out is what was asked.
            if (!(error instanceof BackupError) || (error.fault !== "damaged" && error.fault !== "unsafe")) throw error;
            return { name, ok: false, damaged: [{ problem: error.message }] };
          }
        }),
    }),

    "host.backup.restore": hostMethod({
      summary: "Puts a backup into a new or empty folder of the host's machine; this host goes on with its own data",
      description:
        "To take it into use start a host with that folder: bulkhead start --data <target>. One that is only in the " +
        "store is fetched into the folder first.",
      examples: [{
        params: { name: "bulkhead-20260301T030000Z.tar.zst", target: "/srv/bulkhead-restored" },
        result: { target: "/srv/bulkhead-restored", parts: 14, createdAt: "2026-03-01T03:00:00.000Z", key: false },
      }],
      errors: ["not_found", "precondition_failed", "conflict"],
      params: z.strictObject({
        name: Name,
        target: z.string().regex(/^\//, "expected an absolute path").max(1_000),
        passphrase: Given,
      }),
      result: z.object({ target: z.string(), parts: z.number(), createdAt: z.string(), key: z.boolean() }),
      roles: ["owner"],
      risk: "high",
      mcp: false,
      callMs: CALL_MS,
      handler: ({ name, target, passphrase }, call) =>
        told(async () => {
          await backups.bring(name, progressOf(call).progress);
          const { manifest, target: put } = await backups.restore(name, {
            target,
            ...(passphrase === undefined ? {} : { passphrase }),
            ...progressOf(call),
          });
          const { parts, head } = manifest;
          return { target: put, parts: parts.length, createdAt: head.createdAt, key: head.key };
        }),
    }),

    "host.backup.download": hostMethod({
      summary: "Offers a backup as one file, to be fetched within a minute by who asked",
      description: "`path` is fetched once, with GET and the same session or token.",
      examples: [{
        params: { name: "bulkhead-20260301T030000Z.tar.zst" },
        result: {
          path: "/downloads/Jm4…",
          name: "bulkhead-20260301T030000Z.tar.zst",
          expiresAt: "2026-03-01T09:01:00.000Z",
        },
      }],
      errors: ["not_found"],
      params: z.strictObject({ name: Name }),
      result: z.object({ path: z.string(), name: z.string(), expiresAt: z.string() }),
      roles: ["owner"],
      risk: "high",
      readOnly: true,
      mcp: false,
      handler: ({ name }, { caller }) =>
        told(() => {
          const archive = backups.folder.find(name);
          const open = () => Deno.openSync(archive).readable;
          const { path, expiresAt } = downloads.offer(caller, { name, type: "application/octet-stream", open });
          return { path, name, expiresAt: new Date(expiresAt).toISOString() };
        }),
    }),

    "host.backup.delete": hostMethod({
      summary: "Removes a backup for good",
      examples: [{
        params: { name: "bulkhead-20260301T030000Z.tar.zst" },
        result: { name: "bulkhead-20260301T030000Z.tar.zst" },
      }],
      errors: ["not_found", "conflict"],
      params: z.strictObject({
        name: Name,
        from: z.enum(["folder", "s3"]).optional().describe("Only from there; default wherever it lies"),
      }),
      result: z.object({ name: z.string() }),
      roles: [...ADMINS],
      risk: "high",
      handler: ({ name, from }) =>
        told(async () => {
          await backups.remove(name, from);
          return { name };
        }),
    }),
  };
}

function progressOf({ onProgress }: CallRequest): { progress?(done: number, total: number): void } {
  return onProgress ? { progress: (progress, total) => onProgress({ progress, total }) } : {};
}

/** Faults of backups as errors of calls. */
async function told<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    const kind = error.fault === "not_found"
      ? "not_found"
      : error.fault === "busy"
      ? "conflict"
      : "precondition_failed";
    throw new RpcError(kind, error.message, kind === "precondition_failed" ? { reason: error.fault } : {});
  }
}
