import { resolve } from "node:path";
import { CHECKOUT } from "../../author/checkout.ts";
import type { CliContext } from "../../context.ts";

/** Is it a path of this machine, and not a URL or the id of a plugin? */
const PATH = /^(?:\.{0,2}[/\\]|\.{1,2}$|~|[A-Za-z]:[\\/])|^(?!https?:)[^#]*(?:[/\\]|\.tgz$)/i;

/** A source as the host takes it: paths are meant from where the command was typed, which the host does not know. */
export function packageSource({ env }: CliContext, given: string): string {
  if (!PATH.test(given)) return given;
  // `deno task bulkhead` runs in the product's folder, wherever it was typed.
  const here = Deno.cwd() === CHECKOUT && env.INIT_CWD ? env.INIT_CWD : Deno.cwd();
  const home = given.startsWith("~/") && env.HOME ? env.HOME + given.slice(1) : given;
  return resolve(here, home);
}
