import { Command } from "commander";
import { CHECKOUT } from "../../author/checkout.ts";
import { type AuthorFolder, openAuthorFolder } from "../../author/author_folder.ts";
import { TypeWatch } from "../../author/type_watch.ts";
import { type CliContext, CliError } from "../../context.ts";

interface DevOptions {
  port?: string;
  inspect?: string | true;
  fresh?: boolean;
}

/** `bulkhead plugin dev [folder]`: the host in dev mode with this plugin in a real compartment, restarted at each save. */
export function devCommand(context: CliContext, done: (exitCode: number) => void): Command {
  return new Command("dev").description(
    "run a plugin in a real compartment: restarted, and its types checked, at each save",
  )
    .argument("[folder]", "folder of the plugin", ".")
    .option("--port <number>", "port of the cockpit (default: BULKHEAD_PORT, else 8080)")
    .option("--inspect [address]", "let a debugger attach, at 127.0.0.1:9229 by default; all timeouts stand still")
    .option("--fresh", "begin with empty data; otherwise what an earlier run kept is there")
    .action(async (folder: string, options: DevOptions) => {
      await using author = await openAuthorFolder(folder);
      const data = `${author.path}/.dev`;
      if (options.fresh) await Deno.remove(data, { recursive: true }).catch(() => {});
      const plugins = await linkedPlugins(data, author);
      await Deno.mkdir(`${data}/workflows`, { recursive: true });
      const { id } = author.manifest;
      const flags = [
        ...["--data", `${data}/data`, "--plugins", plugins, "--workflows", `${data}/workflows`],
        ...["--auth", "dev", "--demo"],
        ...(options.port === undefined ? [] : ["--port", options.port]),
        ...(options.inspect ? ["--inspect", options.inspect === true ? id : `${id}=${options.inspect}`] : []),
      ];
      context.out(`${id} runs from ${author.path}; its data is kept in .dev\n`);
      await using _types = new TypeWatch(author, context);
      const [{ startHost }, { runInstalled }] = await Promise.all([
        import("../../../main.ts"),
        import("../../../boot/launch.ts"),
      ]);
      done(await runInstalled(flags, Deno.env.toObject(), startHost));
    });
}

/** A folder with links: the plugin under its id, and beside it those that ship, so that it can call them. */
async function linkedPlugins(data: string, { path, manifest }: AuthorFolder): Promise<string> {
  const folder = `${data}/plugins`;
  await Deno.remove(folder, { recursive: true }).catch(() => {});
  await Deno.mkdir(folder, { recursive: true });
  await Deno.symlink(path, `${folder}/${manifest.id}`);
  for await (const { name, isDirectory } of Deno.readDir(`${CHECKOUT}/plugins`)) {
    if (!isDirectory || /^[._]/.test(name)) continue;
    if (name === manifest.id) {
      throw new CliError(`"${name}" is the id of a plugin that ships: choose another in plugin.json`, 1);
    }
    await Deno.symlink(`${CHECKOUT}/plugins/${name}`, `${folder}/${name}`);
  }
  return folder;
}
