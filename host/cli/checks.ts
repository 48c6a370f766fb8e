import { statfsSync } from "node:fs";
import { BUBBLEWRAP, BUBBLEWRAP_REMEDY, type EnclosureProbe } from "../sandbox/mod.ts";

/** What `doctor` found of one thing. */
export interface Finding {
  name: string;
  /** `warn`: it works with less; `fail`: it does not work. */
  state: "ok" | "warn" | "fail";
  /** What was found, and what it means when it is not well. */
  detail: string;
  /** The command that helps. */
  remedy?: string;
}

/** The version of Deno that the escape suite passes on. */
export const TESTED_DENO = "2.9.6";

/** Free space below which the host is in danger of a full disk. */
const LOW_DISK_BYTES = 1024 ** 3;

export function checkDeno(version: string): Finding {
  if (version === TESTED_DENO) return { name: "deno", state: "ok", detail: version };
  const remedy = `npm install --global deno@${TESTED_DENO}`;
  if (isOlder(version, TESTED_DENO)) {
    return { name: "deno", state: "fail", detail: `${version} is too old: ${TESTED_DENO} is needed`, remedy };
  }
  const detail = `${version} is newer than ${TESTED_DENO}, with which the sandbox was tested`;
  return { name: "deno", state: "warn", detail, remedy };
}

function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split(/[.+-]/).slice(0, 3).map(Number));
  for (let index = 0; index < 3; index++) {
    const difference = (a![index] ?? 0) - (b![index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** A program that the host or its tests use; `probe` are arguments with which it has to succeed. */
export interface ProgramCheck {
  name: string;
  commands: string[];
  probe: string[];
  /** Exit codes with which it has succeeded; default 0 alone. */
  codes?: number[];
  missing: string;
  remedy: string;
}

export const PROGRAMS: ProgramCheck[] = [
  {
    name: "setpriv",
    commands: ["setpriv"],
    probe: ["--pdeathsig", "KILL", "true"],
    missing: "a hung plugin could outlive a host that was killed",
    remedy: "apt-get install -y util-linux",
  },
  {
    name: "prlimit",
    commands: ["prlimit"],
    probe: ["--data=2000000000", "true"],
    missing: "memory and file size have no limit of the system behind the host's own watch",
    remedy: "apt-get install -y util-linux",
  },
  {
    name: "chromium",
    commands: ["chromium", "chromium-browser"],
    probe: ["--version"],
    missing: "only the tests in a browser need it; they are skipped",
    remedy: "apt-get install -y chromium",
  },
  {
    name: "cadaver",
    commands: ["cadaver"],
    probe: ["--version"],
    // It tells its version, and ends like that.
    codes: [0, 255],
    missing: "only tests of WebDAV need it; they are skipped",
    remedy: "apt-get install -y cadaver",
  },
  {
    name: "rclone",
    commands: ["rclone"],
    probe: ["version"],
    missing: "only tests of WebDAV need it; they are skipped",
    remedy: "apt-get install -y rclone",
  },
];

/** Is it there, and does it work here? Never more than a warning: the host does without. */
export async function checkProgram(check: ProgramCheck, path: string | undefined): Promise<Finding> {
  const found = check.commands.map((command) => findProgram(command, path)).find((file) => file !== undefined);
  const { name, missing, remedy } = check;
  if (found === undefined) return { name, state: "warn", detail: `not found: ${missing}`, remedy };
  const reason = await probe(found, check);
  if (reason === undefined) return { name, state: "ok", detail: found };
  return { name, state: "warn", detail: `${found} does not work here (${reason}): ${missing}`, remedy };
}

/** Do compartments run enclosed here? `probe` is what came of trying it. */
export function checkEnclosure(probe: EnclosureProbe): Finding {
  const name = "bubblewrap";
  if (probe.fault !== undefined) {
    const missing = "compartments rely on Deno's permissions alone, and plugins cannot start programs";
    const detail = `${BUBBLEWRAP} does not work here (${probe.fault}): ${missing}`;
    return { name, state: "warn", detail, remedy: BUBBLEWRAP_REMEDY };
  }
  const detail = `${BUBBLEWRAP}: a compartment sees its own files and processes only`;
  if (probe.privateNetwork) return { name, state: "ok", detail: `${detail}, and no network unless a host is granted` };
  return { name, state: "warn", detail: `${detail}; that it reaches no host rests on Deno's permissions alone` };
}

function findProgram(command: string, path = ""): string | undefined {
  return path.split(":").filter((folder) => folder !== "").map((folder) => `${folder}/${command}`).find(isFile);
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** Undefined when it succeeds, else why not. */
async function probe(file: string, { probe: args, codes = [0] }: ProgramCheck): Promise<string | undefined> {
  try {
    const { code, stderr } = await new Deno.Command(file, {
      args,
      stdout: "null",
      stderr: "piped",
      signal: AbortSignal.timeout(10_000),
    }).output();
    if (codes.includes(code)) return undefined;
    return new TextDecoder().decode(stderr).trim().split("\n").at(-1) || `exit code ${code}`;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Can the data folder be used, and is there room? */
export function checkDataFolder(dataDir: string): Finding {
  const name = "data folder";
  const place = nearestFolder(dataDir);
  try {
    const probeFile = Deno.makeTempFileSync({ dir: place, prefix: ".doctor-" });
    Deno.removeSync(probeFile);
  } catch (error) {
    return {
      name,
      state: "fail",
      detail: `${dataDir} cannot be written: ${(error as Error).message}`,
      remedy: `sudo chown -R "$(id -un)" ${place}, or choose another folder with --data`,
    };
  }
  const { bavail, bsize } = statfsSync(place);
  const free = Number(bavail) * Number(bsize);
  const detail = `${dataDir}${place === dataDir ? "" : " (made at the first start)"}, ${
    Math.floor(free / 2 ** 20)
  } MB free`;
  if (free >= LOW_DISK_BYTES) return { name, state: "ok", detail };
  return { name, state: "warn", detail: `${detail}: less than 1 GB`, remedy: "free some space on that disk" };
}

/** Does something start the host again after the machine has? `installed` are the places of its unit. */
export function checkService(units: string[], systemd: string): Finding | undefined {
  const name = "service";
  if (!exists(systemd)) return undefined;
  const found = units.find(exists);
  if (found) return { name, state: "ok", detail: found };
  return {
    name,
    state: "warn",
    detail: "there is no unit of systemd: after a restart of the machine the host is not started",
    remedy:
      "cp scripts/deploy/bulkhead.service /etc/systemd/system/ && systemctl enable --now bulkhead (see scripts/deploy/README.md)",
  };
}

const DAY_MS = 86_400_000;
/** A backup that is older says little of today. */
const OLD_BACKUP_DAYS = 8;

/** Is there a backup, and is it of late? `newestAt` in milliseconds since 1970. */
export function checkBackups(
  { folder, scheduled, newestAt, now }: {
    folder: string;
    scheduled: boolean;
    newestAt: number | undefined;
    now: number;
  },
): Finding {
  const name = "backups";
  const remedy = scheduled ? "bulkhead backup list says why the last one failed" : BACKUP_REMEDY;
  if (newestAt === undefined) return { name, state: "warn", detail: `there is none in ${folder}`, remedy };
  const days = Math.floor((now - newestAt) / DAY_MS);
  const detail = `the newest in ${folder} is ${days === 0 ? "of today" : `${days} days old`}`;
  if (days <= OLD_BACKUP_DAYS) return { name, state: "ok", detail };
  return { name, state: "warn", detail, remedy };
}

const BACKUP_REMEDY = 'bulkhead backup create, or schedule = "0 3 * * *" under [backup] in bulkhead.toml';

/** How did the last upgrade end? Nothing is said where none was tried. */
export function checkUpgrade(
  last: { kind: string; to: string; ok: boolean; at: string; message?: string } | undefined,
): Finding | undefined {
  const name = "upgrade";
  if (!last) return undefined;
  const what = `${last.kind === "rollback" ? "back" : ""} to ${last.to}`.trim();
  if (last.ok) return { name, state: "ok", detail: `went ${what} at ${last.at}` };
  const remedy = "bulkhead upgrade --check says what there is to go to";
  return { name, state: "warn", detail: `going ${what} failed at ${last.at}: ${last.message}`, remedy };
}

/** Could a newer version be taken? Nothing is said where nobody named a source. */
export function checkReleases(
  { source, trusted }: { source: string | undefined; trusted: readonly string[] },
): Finding | undefined {
  const name = "releases";
  if (source === undefined) return undefined;
  if (trusted.length > 0) return { name, state: "ok", detail: `from ${source}, signed with ${trusted.join(" or ")}` };
  return {
    ...{ name, state: "fail", detail: `from ${source}, but this build pins no key, so none is taken` },
    remedy: 'key = "…" under [upgrade] in bulkhead.toml: the public key of who publishes them',
  };
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

function nearestFolder(path: string): string {
  for (let folder = path;; folder = folder.slice(0, folder.lastIndexOf("/")) || "/") {
    try {
      if (Deno.statSync(folder).isDirectory || folder === "/") return folder;
      return folder;
    } catch {
      if (folder === "/") return folder;
    }
  }
}

/** Is something there that a command makes? */
export function checkMade(name: string, path: string, options: { missing: string; remedy: string }): Finding {
  try {
    Deno.statSync(path);
    return { name, state: "ok", detail: path };
  } catch {
    return { name, state: "warn", detail: `not there: ${options.missing}`, remedy: options.remedy };
  }
}
