import { basename, dirname, resolve } from "node:path";
import { isCancel, password } from "@clack/prompts";
import type { Command } from "commander";
import { BackupError, KEY_PATH, readArchive, readHead, restoreBackup, S3Store, SCRIPTS } from "../../backup/mod.ts";
import { loadConfig, VERSION } from "../../config/mod.ts";
import { commandGroup, hostCommand, type HostOptions, withHost } from "../command.ts";
import { type CliContext, CliError } from "../context.ts";
import { dataFolder, type HostClient } from "../host_client.ts";
import { plain, printJson, printTable } from "../output.ts";

/** Longer than the host gives to any backup. */
const CALL_MS = 7 * 3_600_000;
const VARIABLE = "BULKHEAD_BACKUP_PASSPHRASE";

interface Listed {
  name: string;
  createdAt: string;
  sizeBytes: number;
  encrypted: boolean;
  key?: boolean;
  scheduled: boolean;
  places: ("folder" | "s3")[];
  problem?: string;
}

interface Checked {
  name: string;
  ok: boolean;
  parts?: number;
  contentBytes?: number;
  damaged: { path?: string; problem: string }[];
}

/** What stands before the name of a backup in the store. */
const S3 = "s3:";

/** `bulkhead backup create | list | verify | restore | upload | fetch | delete`. */
export function backupCommand(context: CliContext, done: (exitCode: number) => void): Command {
  return commandGroup("backup", "make, check and restore backups of everything", [
    createCommand(context),
    listCommand(context),
    verifyCommand(context, done),
    restoreCommand(context),
    uploadCommand(context),
    fetchCommand(context),
    deleteCommand(context),
  ]);
}

function createCommand(context: CliContext): Command {
  interface Options extends HostOptions {
    encrypt?: boolean;
    key?: boolean;
    compression: boolean;
  }
  return hostCommand("create", "make a backup of all databases and files; the host goes on meanwhile")
    .option("--encrypt", `encrypt it under a passphrase, which is asked for, or taken from ${VARIABLE} or stdin`)
    .option("--key", "take the key of the secrets along; only into an encrypted one")
    .option("--no-compression", "faster and larger")
    .action(({ encrypt, key, compression, ...options }: Options) =>
      withHost(context, options, async (host) => {
        const params = {
          ...(encrypt ? { passphrase: await passphraseOf(context, { twice: true }) } : {}),
          ...(key ? { key } : {}),
          ...(compression ? {} : { compression: "none" }),
        };
        const created = await followed(context, host, () =>
          host.call<{
            name: string;
            sizeBytes: number;
            contentBytes: number;
            parts: number;
            barrierMs: number;
            leftOut: { path: string; reason: string }[];
            places: string[];
            problem?: string;
          }>("host.backup.create", params, { timeoutMs: CALL_MS }));
        if (options.json) return printJson(context, created);
        const { name, sizeBytes, contentBytes, parts, barrierMs, leftOut, places, problem } = created;
        context.out(
          `${name} is made: ${size(sizeBytes)} for ${size(contentBytes)} in ${parts} files; ` +
            `writers were held for ${barrierMs.toFixed(1)} ms\n`,
        );
        if (places.includes("s3")) context.out("It is in the store as well\n");
        if (problem !== undefined) context.err(`It is in the folder only: ${plain(problem)}\n`);
        for (const { path, reason } of leftOut) context.out(`Note: ${plain(path)}: ${plain(reason)}\n`);
      })
    );
}

function listCommand(context: CliContext): Command {
  return hostCommand("list", "the backups in the host's folder, newest first").action((options: HostOptions) =>
    withHost(context, options, async (host) => {
      const found = await host.call<
        {
          folder: string;
          items: Listed[];
          nextAt?: string;
          lastFailure?: { message: string };
          s3?: { place: string; problem?: string };
        }
      >(
        "host.backup.list",
      );
      if (options.json) return printJson(context, found);
      printTable(context, found.items, {
        none: `There are no backups in ${plain(found.folder)}`,
        columns: {
          name: (backup) => backup.name,
          made: (backup) => backup.createdAt,
          size: (backup) => size(backup.sizeBytes),
          encrypted: (backup) => backup.encrypted ? "yes" : "no",
          key: (backup) => backup.key === undefined ? "?" : backup.key ? "yes" : "no",
          ...(found.s3 ? { where: (backup: Listed) => backup.places.join(", ") } : {}),
          problem: (backup) => backup.problem,
        },
      });
      if (found.s3) context.out(`s3 is ${plain(found.s3.place)}\n`);
      if (found.s3?.problem) context.out(`The store: ${plain(found.s3.problem)}\n`);
      if (found.nextAt) context.out(`The next one is made at ${found.nextAt}\n`);
      if (found.lastFailure) context.out(`The last scheduled one failed: ${plain(found.lastFailure.message)}\n`);
    })
  );
}

function verifyCommand(context: CliContext, done: (exitCode: number) => void): Command {
  return hostCommand("verify", "read all of a backup and say what of it is damaged; exit code 1 when something is")
    .argument("<backup>", "a name from the list, or the path of a file: then no host is needed")
    .action(async (backup: string, options: HostOptions) => {
      const checked = backup.includes("/")
        ? await verifyFile(context, resolve(backup))
        : await withHost(context, options, async (host) =>
          await followed(context, host, () =>
            host.call<Checked>("host.backup.verify", { name: backup, ...given(context) }, { timeoutMs: CALL_MS })));
      if (!checked.ok) done(1);
      if (options.json) return printJson(context, checked);
      if (checked.ok) {
        return context.out(
          `${plain(checked.name)} is sound: ${checked.parts} files, ${size(checked.contentBytes ?? 0)}\n`,
        );
      }
      for (const { path, problem } of checked.damaged) {
        context.out(`${path === undefined ? "" : `${plain(path)}: `}${plain(problem)}\n`);
      }
    });
}

async function verifyFile(context: CliContext, archive: string): Promise<Checked> {
  return await inWords(async () => {
    try {
      const { encrypted } = await readHead(archive);
      const { manifest, damaged } = await readArchive(archive, {}, {
        ...(encrypted ? { passphrase: await passphraseOf(context) } : {}),
        progress: percent(context),
      });
      const contentBytes = manifest.parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      return { name: archive, ok: damaged.length === 0, parts: manifest.parts.length, contentBytes, damaged };
    } catch (error) {
      if (!(error instanceof BackupError) || (error.fault !== "damaged" && error.fault !== "unsafe")) throw error;
      return { name: archive, ok: false, damaged: [{ problem: error.message }] };
    }
  });
}

function restoreCommand(context: CliContext): Command {
  interface Options {
    to: string;
    data?: string;
    json?: boolean;
  }
  return hostCommand("restore", "put a backup into a new or empty data folder; no host is needed")
    .argument("<backup>", "the path of a file, a name from <data>/backups, or s3:<name> for one in the store")
    .requiredOption("--to <folder>", "the new data folder: not there yet, or empty")
    .action(async (backup: string, options: Options) => {
      const target = resolve(options.to);
      const manifest = await inWords(async () => {
        await using local = await archiveOf(context, backup, { data: options.data, beside: target });
        const { archive } = local;
        const { encrypted } = await readHead(archive);
        return await restoreBackup({
          ...{ archive, target, host: VERSION },
          ...(encrypted ? { passphrase: await passphraseOf(context) } : {}),
          progress: percent(context),
        });
      });
      const scripts = manifest.parts.some(({ path }) => path.startsWith(`${SCRIPTS}/`));
      const { head, parts } = manifest;
      if (options.json) {
        return printJson(context, {
          target,
          createdAt: head.createdAt,
          host: head.host,
          key: head.key,
          parts: parts.length,
        });
      }
      context.out(`${parts.length} files are restored to ${target}, as they were at ${head.createdAt}\n`);
      if (!head.key) {
        context.out(
          `The key of the secrets is not in this backup: put it to ${target}/${KEY_PATH} (mode 600), or into ` +
            "BULKHEAD_SECRETS_KEY, before the start\n",
        );
      }
      context.out(`Start it: bulkhead start --data ${target}${scripts ? ` --workflows ${target}/${SCRIPTS}` : ""}\n`);
    });
}

/** The file itself; one in the store is fetched for the time that it is used. */
async function archiveOf(
  context: CliContext,
  backup: string,
  { data, beside }: { data: string | undefined; beside: string },
): Promise<{ archive: string } & AsyncDisposable> {
  const given = (archive: string) => ({ archive, [Symbol.asyncDispose]: () => Promise.resolve() });
  if (!backup.startsWith(S3)) {
    return given(backup.includes("/") ? resolve(backup) : `${dataFolder(context, data)}/backups/${backup}`);
  }
  const archive = `${beside}.fetched-${crypto.randomUUID().slice(0, 8)}`;
  await Deno.mkdir(dirname(archive), { recursive: true });
  await (await storeOf(context, data)).download(backup.slice(S3.length), archive, percent(context));
  return { archive, [Symbol.asyncDispose]: () => Deno.remove(archive) };
}

/** The store that bulkhead.toml names, reached without a host: that may be what was lost. */
async function storeOf(context: CliContext, data: string | undefined): Promise<S3Store> {
  const dataDir = dataFolder(context, data);
  const { s3 } = loadConfig(["--data", dataDir], context.env).backup;
  if (!s3) {
    throw new CliError(
      `There is no [backup.s3] in ${dataDir}/bulkhead.toml: write it, or name its folder with --data`,
      2,
    );
  }
  const variable = `BULKHEAD_SECRET_${s3.secret}`;
  const secret = context.env[variable] ?? (context.interactive ? await ask(`Access key ${s3.keyId}`) : undefined);
  if (!secret) throw new CliError(`The access key is needed: set ${variable}`, 2);
  return new S3Store({ settings: s3, secret: () => secret });
}

function uploadCommand(context: CliContext): Command {
  return hostCommand("upload", "send a backup of the host's folder to the store of [backup.s3]").argument("<name>")
    .action(
      (name: string, options: HostOptions) =>
        withHost(context, options, async (host) => {
          const sent = await followed(context, host, () =>
            host.call<{ name: string }>("host.backup.upload", { name }, { timeoutMs: CALL_MS }));
          if (options.json) {
            printJson(context, sent);
          } else context.out(`${sent.name} is in the store\n`);
        }),
    );
}

function fetchCommand(context: CliContext): Command {
  return hostCommand("fetch", "bring a backup from the store of [backup.s3] into a folder; no host is needed")
    .argument("<name>")
    .requiredOption("--to <folder>", "where the file goes")
    .action(async (name: string, options: { to: string; data?: string; json?: boolean }) => {
      const path = `${resolve(options.to)}/${name.startsWith(S3) ? name.slice(S3.length) : name}`;
      await inWords(async () => {
        const store = await storeOf(context, options.data);
        await Deno.mkdir(dirname(path), { recursive: true });
        await store.download(basename(path), path, percent(context));
      });
      if (options.json) printJson(context, { path });
      else context.out(`It is ${plain(path)}\n`);
    });
}

function deleteCommand(context: CliContext): Command {
  return hostCommand("delete", "remove a backup for good, wherever it lies").argument("<name>").option(
    "--from <place>",
    "only from there: folder or s3",
  ).action((name: string, { from, ...options }: HostOptions & { from?: string }) =>
    withHost(context, options, async (host) => {
      const deleted = await host.call<{ name: string }>("host.backup.delete", { name, ...(from ? { from } : {}) });
      if (options.json) printJson(context, deleted);
      else context.out(`${deleted.name} is removed\n`);
    })
  );
}

/** Shows how far the host is while `work` waits for it. */
async function followed<T>(context: CliContext, host: HostClient, work: () => Promise<T>): Promise<T> {
  if (!context.interactive) return await work();
  const show = percent(context);
  using _ = await host.listen(["host.backup.changed"], (_, data) => {
    const { running } = data as { running?: { done: number; total: number } };
    if (running) show(running.done, running.total);
  });
  return await work();
}

/** A line on the terminal that is written over and over, and away at the end. */
function percent(context: CliContext): (done: number, total: number) => void {
  let shown = -1;
  return (done, total) => {
    if (!context.interactive || total === 0) return;
    const now = Math.min(100, Math.floor(done / total * 100));
    if (now === shown) return;
    shown = now;
    context.err(now === 100 ? "\r       \r" : `\r${String(now).padStart(3)} %`);
  };
}

/** What the host is given beside a name; without it the host takes the configured one. */
function given(context: CliContext): { passphrase?: string } {
  const passphrase = context.env[VARIABLE];
  return passphrase ? { passphrase } : {};
}

/** From the environment, from whoever sits there, or from stdin; never from the command line, which others can see. */
async function passphraseOf(context: CliContext, { twice = false } = {}): Promise<string> {
  const variable = context.env[VARIABLE];
  if (variable) return variable;
  if (!context.interactive) {
    const text = (await context.readStdin()).split(/\r?\n/)[0]!;
    if (text !== "") return text;
    throw new CliError(`The backup needs a passphrase: set ${VARIABLE}, or write it to stdin`, 2);
  }
  const first = await ask("Passphrase of the backup");
  if (twice && await ask("The same once more") !== first) throw new CliError("The two are not the same");
  return first;
}

async function ask(message: string): Promise<string> {
  const value = await password({ message });
  if (isCancel(value) || !value) throw new CliError("Nothing was done");
  return value;
}

async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BackupError) throw new CliError(error.message, 1, { cause: error });
    throw error;
  }
}

function size(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
