import type { Command } from "commander";
import { basename, dirname, resolve } from "node:path";
import { clientModule, type OpenRpcDocument } from "../client/module.ts";
import { connectedCommand, withHost } from "../command.ts";
import { type CliContext, CliError } from "../context.ts";

interface ClientCommandOptions {
  data?: string;
  out?: string;
  prefix?: string;
}

/** `bulkhead client`: one file with a typed client for every method of this host. */
export function clientCommand(context: CliContext): Command {
  return connectedCommand("client", "make a typed client for all methods: one file for Deno, Node and browsers")
    .option("-o, --out <file>", "where to: .ts, or .js and .mjs for what takes no types (default: print TypeScript)")
    .option("--prefix <plugin>", "only the methods of this plugin")
    .action(async ({ out, prefix, ...options }: ClientCommandOptions) => {
      if (out !== undefined && !/\.(ts|mjs|js)$/.test(out)) {
        throw new CliError(`"${out}" is none of .ts, .js and .mjs`, 2);
      }
      const document = await withHost(
        context,
        options,
        (host) => host.call<OpenRpcDocument>("rpc.discover", prefix === undefined ? {} : { prefix }),
      );
      const text = await clientModule(document);
      if (out === undefined) return context.out(text);
      const path = resolve(out);
      await (out.endsWith(".ts") ? Deno.writeTextFile(path, text) : writeScript(path, text));
      context.out(`${path}: a client for ${document.methods.length} methods\n`);
    });
}

/** The same without types: the compiler that bundles plugins takes them away. */
async function writeScript(path: string, text: string): Promise<void> {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-client-" });
  try {
    const source = `${dir}/${basename(path).replace(/\.m?js$/, "")}.ts`;
    await Deno.writeTextFile(source, text);
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["bundle", "--quiet", "--no-config", "--no-lock", "--platform", "browser", "--output", path, source],
      cwd: dirname(path),
      stdout: "null",
      stderr: "piped",
    }).output();
    if (!success) throw new CliError(`The client could not be written: ${new TextDecoder().decode(stderr).trim()}`);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}
