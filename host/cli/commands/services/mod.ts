import { type Command, InvalidArgumentError } from "commander";
import { commandGroup, hostCommand, type HostOptions, withHost } from "../../command.ts";
import type { CliContext } from "../../context.ts";
import { plain, printJson, printTable } from "../../output.ts";
import { allServices, liveTable } from "./live.ts";
import { logsCommand } from "./logs.ts";
import { type Services, servicesOf } from "./provider.ts";
import { cellsOf, COLUMNS, type ServiceRow, type UsageRow } from "./rows.ts";

interface Fault {
  file: string;
  line: number;
  message: string;
}

/** `bulkhead services …`: without more, a live table on a terminal, else the table once. */
export function servicesCommand(context: CliContext): Command {
  const group = commandGroup("services", "the services of this machine: how they are, start, stop, logs", [
    listCommand(context),
    steerCommand(context, "start", "start services and wait until they are ready"),
    steerCommand(context, "stop", "stop services; they stay stopped until somebody starts them"),
    steerCommand(context, "restart", "end services and begin them anew, and wait until they are ready"),
    statusCommand(context),
    waitCommand(context),
    logsCommand(context),
    reloadCommand(context),
  ]);
  return group.option("--data <folder>", "data folder of the host (default: BULKHEAD_DATA, else ./data)")
    .option("--once", "print the table once, also on a terminal").action((options: HostOptions & { once?: boolean }) =>
      withHost(context, options, async (host) => {
        const services = await servicesOf(host);
        if (context.interactive && !options.once) return await liveTable(context, host, services);
        await printServices(context, services);
      })
    );
}

function listCommand(context: CliContext): Command {
  return hostCommand("list", "the table once").action((options: HostOptions) =>
    withHost(context, options, async (host) => {
      const services = await servicesOf(host);
      if (options.json) return printJson(context, { items: await allServices(services) });
      await printServices(context, services);
    })
  );
}

async function printServices(context: CliContext, services: Services): Promise<void> {
  const rows = await allServices(services);
  const { items: uses } = await services.call<{ items: UsageRow[] }>("service.usage");
  const memory = new Map(uses.map(({ name, rssBytes }) => [name, rssBytes]));
  const { folder, items: faults } = await services.call<{ folder: string; items: Fault[] }>("service.faults");
  const now = Date.now();
  const cells = rows.map((row) => cellsOf(row, rssOf(memory.get(row.name)), now));
  // Processor use is the difference of two looks: it is shown where somebody looks on.
  const shown = COLUMNS.map((title, at) => [title, at] as const).filter(([title]) => title !== "cpu");
  printTable(context, cells, {
    none: `There are no services: put a spec into ${plain(folder)}`,
    columns: Object.fromEntries(shown.map(([title, at]) => [title, (row: string[]) => row[at]])),
  });
  for (const { file, line, message } of faults) context.out(`\n${plain(`${file}:${line}: ${message}`)}`);
  if (faults.length > 0) context.out("\n");
}

function rssOf(rssBytes: number | undefined): { rssBytes?: number } {
  return rssBytes === undefined ? {} : { rssBytes };
}

function steerCommand(context: CliContext, verb: "start" | "stop" | "restart", description: string): Command {
  const command = hostCommand(verb, description).argument("<name...>", "one or several");
  if (verb !== "stop") {
    command.option("--no-wait", "do not wait until they are ready").option(
      "--timeout <time>",
      "how long",
      time,
      60_000,
    );
  }
  if (verb === "start") command.option("--dependencies", "start what they need even where somebody has stopped it");
  interface Options extends HostOptions {
    wait?: boolean;
    timeout?: number;
    dependencies?: boolean;
  }
  return command.action((names: string[], options: Options) =>
    withHost(context, options, async (host) => {
      const services = await servicesOf(host);
      const how = verb === "stop" ? {} : {
        ...{ wait: options.wait ?? true, timeoutMs: options.timeout },
        ...(options.dependencies ? { dependencies: true } : {}),
      };
      const done: ServiceRow[] = [];
      for (const name of names) {
        const row = await services.call<ServiceRow>(`service.${verb}`, { name, ...how });
        done.push(row);
        if (!options.json) context.out(`${sentence(row)}\n`);
      }
      if (options.json) printJson(context, { items: done });
    })
  );
}

function statusCommand(context: CliContext): Command {
  return hostCommand("status", "all about one service").argument("<name>").action((
    name: string,
    options: HostOptions,
  ) =>
    withHost(context, options, async (host) => {
      const services = await servicesOf(host);
      const row = await services.call<ServiceRow & { use?: UsageRow; spec?: unknown }>("service.get", { name });
      if (options.json) return printJson(context, row);
      const { checks } = await services.call<{ checks: { kind: string; ok: boolean; detail: string; at: string }[] }>(
        "health.get",
        { name },
      );
      context.out(`${sentence(row)}\n`);
      const facts: [string, string | undefined][] = [
        ["wanted", row.desired],
        ["pid", row.pid?.toString()],
        ["memory", row.use && cellsOf(row, { rssBytes: row.use.rssBytes }, Date.now())[5]],
        ["processes", row.use?.processes.toString()],
        ["restarts", String(row.restarts)],
        ["waits for", row.after.map(({ service, condition }) => `${service} (${condition})`).join(", ")],
        ...checks.map((
          { kind, ok, detail, at },
        ): [string, string] => [kind, `${ok ? "well" : "NOT WELL"}, ${detail}, ${at}`]),
        ["ended last", row.lastEnd && `${row.lastEnd.at}: ${row.lastEnd.reason}`],
      ];
      for (const [what, value] of facts) if (value) context.out(`${what.padEnd(12)} ${plain(value)}\n`);
      if (row.pid === undefined) {
        for (const line of row.lastEnd?.lastLines ?? []) context.out(`  | ${plain(line)}\n`);
      }
    })
  );
}

function waitCommand(context: CliContext): Command {
  return hostCommand("wait", "wait until services are ready; fails with what is wrong")
    .argument("<name...>", "one or several").option("--timeout <time>", "how long", time, 60_000)
    .action((names: string[], options: HostOptions & { timeout: number }) =>
      withHost(context, options, async (host) => {
        const services = await servicesOf(host);
        const rows: ServiceRow[] = [];
        for (const name of names) {
          const row = await services.call<ServiceRow>("service.wait_ready", { name, timeoutMs: options.timeout });
          rows.push(row);
          if (!options.json) context.out(`${sentence(row)}\n`);
        }
        if (options.json) printJson(context, { items: rows });
      })
    );
}

function reloadCommand(context: CliContext): Command {
  return hostCommand("reload", "read the folder of specs anew; happens by itself whenever a file there changes").action(
    (options: HostOptions) =>
      withHost(context, options, async (host) => {
        const services = await servicesOf(host);
        type Done = Record<"added" | "changed" | "restarted" | "removed", string[]> & { faults: Fault[] };
        const done = await services.call<Done>("service.reload");
        if (options.json) return printJson(context, done);
        const { faults, ...lists } = done;
        for (const [what, names] of Object.entries(lists)) {
          if (names.length > 0) context.out(`${what}: ${plain(names.join(", "))}\n`);
        }
        for (const { file, line, message } of faults) context.out(`${plain(`${file}:${line}: ${message}`)}\n`);
        if (Object.values(done).every((list) => list.length === 0)) context.out("Nothing has changed\n");
      }),
  );
}

function sentence({ name, actual, pid, reason }: ServiceRow): string {
  return plain(`${name} is ${actual}${pid === undefined ? "" : ` (pid ${pid})`}${reason ? `: ${reason}` : ""}`);
}

const UNITS: Record<string, number> = { "": 1_000, ms: 1, s: 1_000, m: 60_000 };

/** `30s`, `2m`, seconds without a unit: milliseconds for the host. */
function time(text: string): number {
  const [, count, unit = ""] = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(text) ?? [];
  const ms = Math.round(Number(count) * UNITS[unit]!);
  if (ms >= 1 && ms <= 540_000) return ms;
  throw new InvalidArgumentError('Expected a time such as "30s" or "5m", at most 9 minutes.');
}
