import { Command } from "commander";
import { type CliContext, CliError } from "../../context.ts";
import { plain } from "../../output.ts";

/** A command of those who make plugins: it speaks to no host and asks nothing. */
export function packingCommand(name: string, description: string): Command {
  return new Command(name).description(description).option("--json", "print JSON for other programs");
}

/** The parts of the host that pack; loaded only now, since most commands do without them. */
export async function packing<T>(
  work: (packages: typeof import("../../../packages/mod.ts")) => Promise<T>,
): Promise<T> {
  const packages = await import("../../../packages/mod.ts");
  try {
    return await work(packages);
  } catch (error) {
    const known = [packages.PackageError, packages.BundleError, packages.ManifestError, packages.KeyError];
    if (!known.some((kind) => error instanceof kind)) throw error;
    throw new CliError(textOf(error as Error & { hint?: string }), 1, { cause: error });
  }
}

function textOf({ message, hint }: { message: string; hint?: string }): string {
  return [message, hint].filter((text) => text !== undefined).join("\n").split("\n").map((line) => plain(line)).join(
    "\n",
  );
}

/** Options of every command that changes a registry's folder. */
export interface RegistryOptions {
  registry: string;
  key: string;
  expires?: string;
  json?: boolean;
}

/** A command that signs the index of a registry's folder. */
export function registryFolderCommand(name: string, description: string): Command {
  return packingCommand(name, description)
    .requiredOption("--registry <folder>", "folder that a web server serves as the registry")
    .requiredOption("--key <file>", "key file that `plugin keygen` made; signs the registry's index")
    .option("--expires <days>", "days after which hosts no longer believe the index (default: 90)");
}

/** The days of `--expires`. */
export function expiresDays(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const days = Number(text);
  if (days > 0 && days <= 3_650) return days;
  throw new CliError(`--expires is "${text}", expected a number of days from 1 to 3650`, 2);
}

/** Says bytes as people read them. */
export function sizeText(bytes: number): string {
  return bytes < 100_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(2)} MB`;
}

/** Prints what will not work at run time; stdout stays for the result. */
export function printWarnings(
  context: CliContext,
  warnings: { file: string; line: number; column: number; message: string }[],
): void {
  for (const { file, line, column, message } of warnings) {
    context.err(plain(`warning: ${file}:${line}:${column}: ${message}`) + "\n");
  }
}
