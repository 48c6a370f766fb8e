import { Command } from "commander";
import { openAuthorFolder, runDeno } from "../../author/author_folder.ts";

/** `bulkhead plugin test [folder] [-- deno test flags]`: its tests, with the real host at hand as `testHost`. */
export function testCommand(done: (exitCode: number) => void): Command {
  return new Command("test").description("run a plugin's tests; testHost() in them is the real host")
    .argument("[folder]", "folder of the plugin", ".")
    .argument("[flags...]", "more flags for deno test, such as --filter or --coverage")
    .allowUnknownOption()
    .action(async (folder: string, flags: string[]) => {
      await using author = await openAuthorFolder(folder);
      const { path, config } = author;
      const args = ["test", "-A", "--config", config, "--no-lock", ...flags, path];
      done(await runDeno(args, { cwd: path, env: { BULKHEAD_PLUGIN_FOLDER: path } }));
    });
}
