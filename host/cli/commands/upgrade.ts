import type { Command } from "commander";
import type { Step, UpgradeState } from "../../upgrade/ports.ts";
import { hostCommand, type HostOptions, withHost } from "../command.ts";
import { type CliContext, CliError } from "../context.ts";
import { dataFolder } from "../host_client.ts";
import { plain, printJson, printTable } from "../output.ts";

interface Release {
  version: string;
  published: string;
  possible: boolean;
  notes: string;
  obstacle?: { message: string; hint?: string };
}

interface Checked {
  version: string;
  source: string;
  newest?: string;
  items: Release[];
}

interface Status {
  version: string;
  previous?: string;
  canGoBack: boolean;
  configured: boolean;
  work?: { kind: string; to: string; step: Step };
  outcome?: { kind: string; from: string; to: string; ok: boolean; at: string; message?: string; backup?: string };
}

interface Started {
  id: string;
  from: string;
  to: string;
}

interface Options extends HostOptions {
  check?: boolean;
  status?: boolean;
  rollback?: boolean;
  to?: string;
  yes?: boolean;
  detach?: boolean;
}

/** What is done at each step, for a line of its own. */
const DOING: Record<Step, string> = {
  backup: "makes a backup",
  fetch: "fetches the release",
  unpack: "checks and unpacks it",
  libraries: "installs its libraries",
  trial: "tries it on a copy of the data",
  handover: "stops the host",
  copy: "copies the data",
  start: "starts the new version",
  watch: "watches it",
  restore: "puts the data back",
};

/** `bulkhead upgrade [--check | --status | --rollback | --to <version>]`. */
export function upgradeCommand(context: CliContext, done: (exitCode: number) => void): Command {
  return hostCommand("upgrade", "go to the newest version of the host; what does not work is taken back by itself")
    .option("--check", "only say which versions there are")
    .option("--status", "only say which version runs, and how the last upgrade ended")
    .option("--rollback", "go back to the version before, with the data of that moment")
    .option("--to <version>", "go to this version")
    .option("-y, --yes", "do not ask")
    .option("--detach", "do not wait for the end")
    .action(async (options: Options) => {
      if (options.check) return await check(context, options);
      if (options.status) return await status(context, options);
      await change(context, options, done);
    });
}

async function check(context: CliContext, options: Options): Promise<void> {
  await withHost(context, options, async (host) => {
    const found = await host.call<Checked>("host.system.upgrade.check");
    if (options.json) return printJson(context, found);
    printTable(context, found.items, {
      none: `There are no releases in ${plain(found.source)}`,
      columns: {
        version: (release) => release.version,
        published: (release) => release.published.slice(0, 10),
        note: (release) =>
          release.version === found.version ? "runs here" : release.possible ? "" : release.obstacle?.message,
      },
    });
    const newest = found.items.find(({ version }) => version === found.newest);
    if (!newest) return context.out(`Version ${found.version} runs; there is nothing newer to go to\n`);
    context.out(`Version ${found.version} runs; ${newest.version} can be gone to with: bulkhead upgrade\n`);
    if (newest.notes) context.out(`\n${newest.notes.split("\n").map((line) => plain(line)).join("\n")}\n`);
  });
}

async function status(context: CliContext, options: Options): Promise<void> {
  await withHost(context, options, async (host) => {
    const found = await host.call<Status>("host.system.upgrade.status");
    if (options.json) return printJson(context, found);
    context.out(`Version ${found.version} runs\n`);
    if (found.work) context.out(`On the way to ${found.work.to}: it ${DOING[found.work.step] ?? found.work.step}\n`);
    const { outcome } = found;
    if (outcome) context.out(`${ending(outcome)}, at ${outcome.at}\n`);
    if (found.canGoBack) context.out(`Version ${found.previous} can be gone back to: bulkhead upgrade --rollback\n`);
    if (!found.configured) context.out('No source is set: source = "…" under [upgrade] in bulkhead.toml\n');
  });
}

async function change(context: CliContext, options: Options, done: (exitCode: number) => void): Promise<void> {
  const question = options.rollback
    ? "Go back to the version before? What came since is only in the backup that is made now"
    : `Go to ${
      options.to === undefined ? "the newest version" : `version ${options.to}`
    }? The host stops for some seconds`;
  if (!options.yes) {
    if (!context.interactive) throw new CliError("Nobody is there to agree: give --yes", 2);
    if (!await context.confirm(question)) throw new CliError("Nothing was done");
  }
  const begun = await withHost(
    context,
    options,
    (host) =>
      options.rollback
        ? host.call<Started>("host.system.upgrade.rollback")
        : host.call<Started>("host.system.upgrade.start", options.to === undefined ? {} : { to: options.to }),
  );
  if (options.detach) {
    if (options.json) return printJson(context, begun);
    return context.out(`From ${begun.from} to ${begun.to}: bulkhead upgrade --status says how far it is\n`);
  }
  const outcome = await follow(context, dataFolder(context, options.data), begun.id);
  if (!outcome.ok) done(1);
  if (options.json) return printJson(context, outcome);
  context.out(`${ending(outcome)}\n`);
}

function ending({ kind, from, to, ok, message, backup }: NonNullable<Status["outcome"]>): string {
  const what = kind === "rollback" ? `The way back from ${from} to ${to}` : `The upgrade from ${from} to ${to}`;
  const kept = backup ? ` (the backup made first is ${plain(backup)})` : "";
  return ok ? `${what} is done${kept}` : `${what} failed${kept}: ${plain(message ?? "see the log")}`;
}

/** The host stops on the way, so what is written down is followed and not what it says. */
async function follow(context: CliContext, dataDir: string, id: string): Promise<NonNullable<Status["outcome"]>> {
  const { StateFile } = await import("../../upgrade/mod.ts");
  const files = new StateFile(dataDir);
  using watcher = Deno.watchFs(`${dataDir}/upgrade`, { recursive: false });
  context.signal.addEventListener("abort", () => watcher.close(), { once: true });
  let shown: Step | undefined;
  const look = (): UpgradeState["outcome"] => {
    const { work, outcome } = files.read() ?? {};
    if (work?.id === id && work.step !== shown) {
      shown = work.step;
      if (shown !== "watch") context.err(`… ${DOING[shown] ?? shown}\n`);
    }
    return outcome?.id === id ? outcome : undefined;
  };
  const there = look();
  if (there) return there;
  for await (const _ of watcher) {
    const outcome = look();
    if (outcome) return outcome;
  }
  throw new CliError("Nobody waits any more; bulkhead upgrade --status says how far it is");
}
