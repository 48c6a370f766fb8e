import { BundleError, documentAbout, type InspectedSource, inspectSource } from "../../../packages/mod.ts";
import { openrpcDocument } from "../../../rpc/mod.ts";
import type { AuthorFolder } from "../author_folder.ts";
import { checkTypes } from "../type_watch.ts";
import { isMissing, isUnused, NO_REASON, type PermissionLine, permissionReport } from "./permission_report.ts";
import { scanPermissions } from "./permission_scan.ts";
import { recordedUses } from "./recorded_uses.ts";

/** One thing that `check` found. */
export interface CheckFinding {
  /** `fault`: it does not work or cannot be built; `warn`: it works, and somebody should look. */
  level: "fault" | "warn";
  /** File and line, where there is one. */
  where: string;
  message: string;
}

export interface CheckResult {
  findings: CheckFinding[];
  permissions: PermissionLine[];
  /** What openrpc.json should hold; undefined when the source cannot be read. */
  openrpc?: string;
}

/** Looks at everything that can be told of a plugin without running it in a host, and at what `dev` has recorded. */
export async function checkPlugin(author: AuthorFolder): Promise<CheckResult> {
  const { path, manifest } = author;
  const findings: CheckFinding[] = [];
  const types = checkTypes(author);
  const scratch = await Deno.makeTempDir({ prefix: "bulkhead-check-" });
  let source: InspectedSource | undefined;
  try {
    source = await inspectSource(path, { cacheDir: scratch });
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    for (const { file, line, message } of error.faults) {
      findings.push({ level: "fault", where: `${below(path, file)}:${line}`, message });
    }
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
  const { success, output } = await types;
  if (!success) findings.push({ level: "fault", where: "types", message: output });
  if (!source) return { findings, permissions: [] };

  for (const { file, line, message } of source.warnings) {
    findings.push({ level: "warn", where: `${below(path, file)}:${line}`, message });
  }
  const recorded = recordedUses(`${path}/.dev/data`, manifest.id);
  const permissions = permissionReport(manifest.permissions ?? {}, scanPermissions(manifest.id, source), recorded);
  findings.push(...permissionFindings(permissions), ...eventFindings(author, source), ...panelFindings(author));
  const openrpc = openrpcText(author, source);
  const written = await Deno.readTextFile(`${path}/${manifest.openrpc ?? "openrpc.json"}`).catch(() => undefined);
  if (written !== undefined && JSON.stringify(JSON.parse(written)) !== JSON.stringify(JSON.parse(openrpc))) {
    const message = "does not say what the methods are now: write it anew with --write";
    findings.push({ level: "fault", where: manifest.openrpc ?? "openrpc.json", message });
  }
  return { findings, permissions, openrpc };
}

function permissionFindings(lines: PermissionLine[]): CheckFinding[] {
  return lines.flatMap((line): CheckFinding[] => {
    const { kind, target, seen, denied, reason } = line;
    const where = "plugin.json";
    if (isMissing(line)) {
      const proof = seen[0] ?? `refused ${denied} times when it ran`;
      return [{ level: "fault", where, message: `lists no permission ${kind} "${target}", which is used (${proof})` }];
    }
    if (isUnused(line)) {
      const message = `asks for ${kind} "${target}", and nothing shows that it is used: take it out with --write`;
      return [{ level: "warn", where, message }];
    }
    if (reason === NO_REASON) {
      return [{ level: "fault", where, message: `gives no reason for ${kind} "${target}" yet` }];
    }
    return [];
  });
}

/** Every type that is announced should be described where others read of it. */
function eventFindings({ manifest }: AuthorFolder, { description }: InspectedSource): CheckFinding[] {
  const described = new Set(Object.keys(manifest.events?.emits ?? {}));
  const emitted = new Set(description.methods.flatMap((method) => method.emits ?? []));
  return [...emitted].filter((type) => !described.has(type)).map((type) => ({
    level: "warn",
    where: "plugin.json",
    message: `does not describe the event "${type}" under events.emits, so that nobody can know its data`,
  }));
}

/** A panel that nobody would ever see. */
function panelFindings({ manifest: { ui } }: AuthorFolder): CheckFinding[] {
  const found = (message: string): CheckFinding => ({ level: "warn", where: "plugin.json", message });
  const panels = ui?.panels ?? [];
  if (panels.length > 0 && !/^ui\/.+\.html?$/.test(ui?.page ?? "")) {
    return [found("has panels and no page that draws them: name an HTML file of ui/ under ui.page")];
  }
  return panels.filter(({ slot = "home" }) => slot !== "home").map(({ id, slot }) =>
    found(`puts the panel "${id}" into the slot "${slot}", which no cockpit has: leave it out, or write "home"`)
  );
}

function openrpcText({ manifest }: AuthorFolder, { description }: InspectedSource): string {
  const methods = [...description.methods].sort((a, b) => a.name < b.name ? -1 : 1);
  return JSON.stringify(openrpcDocument(methods, documentAbout(manifest)), null, 2) + "\n";
}

function below(folder: string, file: string): string {
  return file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : file;
}
