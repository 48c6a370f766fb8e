import { type CliContext, CliError } from "../../context.ts";
import { type Inspected, isRisky } from "./package_words.ts";

/**
 * Asks whether what was printed is agreed to. Answers false when somebody says no; where nobody can be asked, `--yes` has to
 * say it, and without it this throws CliError.
 */
export async function agrees(
  context: CliContext,
  info: Inspected,
  { yes, question }: { yes: boolean | undefined; question: string },
): Promise<boolean> {
  if (yes) return true;
  if (context.interactive) {
    return await context.confirm(isRisky(info) ? `${question} Look at the risks above.` : question);
  }
  throw new CliError(
    `Nobody is here to agree to what "${info.manifest.id}" asks for: pass --yes if you do, after looking at it above`,
  );
}

/** Throws CliError when the package cannot be installed; the reasons were printed. */
export function checkInstallable({ manifest, problems }: Inspected): void {
  const [first] = problems;
  if (first) {
    throw new CliError(`"${manifest.id}" ${manifest.version} cannot be installed: ${first.message} (${first.reason})`);
  }
}
