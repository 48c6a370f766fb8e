import type { Enclosure } from "./bubblewrap.ts";
import { ProgramError, type ProgramSpec } from "./ports.ts";

/** Programs, libraries and what belongs to them. */
const SYSTEM = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/nix/store"];

/** What programs look up in /etc. Keys, passwords and settings of services are not among it. */
const SETTINGS = [
  "alternatives",
  "ca-certificates",
  "ca-certificates.conf",
  "default/locale",
  "fonts",
  "gai.conf",
  "gitconfig",
  "group",
  "host.conf",
  "hosts",
  "inputrc",
  "ld.so.cache",
  "ld.so.conf",
  "ld.so.conf.d",
  "locale.conf",
  "localtime",
  "magic",
  "mime.types",
  "nsswitch.conf",
  "os-release",
  "passwd",
  "pki/ca-trust",
  "pki/tls/certs",
  "protocols",
  "resolv.conf",
  "services",
  "ssl/cert.pem",
  "ssl/certs",
  "ssl/openssl.cnf",
  "terminfo",
  "timezone",
].map((name) => `/etc/${name}`);

/** How the folders of the system lie on this machine: real ones, and links between them. */
export interface SystemFolders {
  real: string[];
  /** Target by path. */
  links: Record<string, string>;
}

export function systemFolders(): SystemFolders {
  const folders: SystemFolders = { real: [], links: {} };
  for (const path of SYSTEM) {
    try {
      if (Deno.lstatSync(path).isSymlink) folders.links[path] = Deno.readLinkSync(path);
      else folders.real.push(path);
    } catch {
      // not on this machine
    }
  }
  return folders;
}

/**
 * What a program sees: the system's folders, read-only, its plugin's data folder, and nothing else of the host's data
 * folder wherever that lies. Throws {@linkcode ProgramError} when the program itself would not be seen.
 */
export function programEnclosure(
  spec: ProgramSpec,
  context: { folders: SystemFolders; hostDataDir: string; tag: string },
): Enclosure {
  const { real, links } = context.folders;
  const within = (path: string) => real.find((folder) => path.startsWith(`${folder}/`));
  const path = realPath(spec.path);
  if (!within(path) || path.startsWith(`${context.hostDataDir}/`)) {
    throw new ProgramError(
      `"${spec.path}" lies at "${path}": programs of plugins are taken from ${
        real.join(", ")
      } only, outside of the data folder`,
    );
  }
  return {
    readOnly: real,
    readOnlyIfThere: SETTINGS,
    hidden: within(context.hostDataDir) ? [context.hostDataDir] : [],
    writable: [spec.dataDir],
    links,
    cwd: spec.dataDir,
    network: spec.network,
    tag: context.tag,
  };
}

function realPath(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch (error) {
    throw new ProgramError(`"${path}" is not there: ${(error as Error).message}`);
  }
}
