import { Command } from "commander";

/** `bulkhead start [flags]`: the host itself, in this process. All flags are its own, `--help` too. */
export function startCommand(done: (exitCode: number) => void): Command {
  return new Command("start").description("start the host (bulkhead start --help lists its flags)")
    .helpOption(false).allowUnknownOption().allowExcessArguments().passThroughOptions()
    .argument("[flags...]")
    .action(async (flags: string[]) => {
      // Loaded only now: the other commands do without the host's code.
      const { launch } = await import("../../boot/launch.ts");
      done(await launch(flags, Deno.env.toObject(), async () => (await import("../../main.ts")).startHost));
    });
}
