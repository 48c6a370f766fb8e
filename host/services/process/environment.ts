import { RpcError } from "../../sdk/errors.ts";
import { SAFE_PATH } from "./command_path.ts";

/** Say how output looks, and nothing else. */
const HARMLESS = new Set(["LANG", "LANGUAGE", "TZ", "TERM", "NO_COLOR", "COLUMNS", "LINES"]);
/** Make a program load or start something else, whatever the command list says: never, not even as a secret. */
const STEERING =
  /^(PATH|HOME|SHELL|ENV|IFS|EDITOR|VISUAL|PAGER|BROWSER|LD_.*|DYLD_.*|BASH_.*|PROMPT_COMMAND|GIT_.*|SSH_.*|NODE_.*|DENO_.*|NPM_.*|PYTHON.*|PERL.*|RUBY.*|GEM_.*|JAVA_.*|JDK_.*|_JAVA_.*|LUA_.*|GCONV_PATH|LOCPATH|MALLOC_.*|GLIBC_.*)$/;

/**
 * The whole environment of a program: a safe PATH, its plugin's folder as HOME, a language, and of what the call names
 * the variables that only say how output looks and those that bear the name of a granted secret. Throws RpcError
 * `not_permitted` for any other.
 */
export function programEnvironment(
  asked: Record<string, string>,
  context: { dataDir: string; secrets: readonly string[]; lang?: string },
): Record<string, string> {
  for (const name of Object.keys(asked)) {
    if (HARMLESS.has(name) || name.startsWith("LC_")) continue;
    if (context.secrets.includes(name) && !STEERING.test(name)) continue;
    throw new RpcError("not_permitted", `The variable "${name}" may not be handed to a program`, {
      path: `/env/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`,
      hint: `Expected ${[...HARMLESS].join(", ")}, LC_…, or the name of a secret that is granted`,
    });
  }
  return { PATH: SAFE_PATH, HOME: context.dataDir, LANG: context.lang ?? "C.UTF-8", ...asked };
}
