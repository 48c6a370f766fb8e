import type { Kernel } from "../kernel/mod.ts";
import type { Logger } from "../observe/ports.ts";

/** Changes that come in one go (a save, a checkout) are one change. */
const QUIET_MS = 150;
/** What does not run in a compartment: pages, tests, texts, what is generated. */
const PASSED_OVER = /(^|\/)(ui|node_modules)\/|_test\.ts$|\.md$|(^|\/)openrpc\.json$|(^|\/)\./;

/** Restarts a plugin when one of its sources changes; for development. */
export function watchPlugins(
  dir: string,
  kernel: Pick<Kernel, "sourceChanged">,
  logger: Logger,
): { stop(): Promise<void> } {
  let watcher: Deno.FsWatcher;
  let roots: [folder: string, id: string][];
  try {
    roots = folders(Deno.realPathSync(dir));
    watcher = Deno.watchFs([Deno.realPathSync(dir), ...roots.map(([folder]) => folder)]);
  } catch {
    return { stop: () => Promise.resolve() };
  }
  const root = Deno.realPathSync(dir);
  const changed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let restarts: Promise<unknown> = Promise.resolve();
  const flush = (): void => {
    timer = undefined;
    for (const id of changed) {
      logger.info(`The source of "${id}" changed`);
      restarts = restarts.then(() =>
        kernel.sourceChanged(id).catch((error) => logger.warn(`"${id}": ${(error as Error).message}`))
      );
    }
    changed.clear();
  };
  const done = (async () => {
    for await (const event of watcher) {
      if (event.kind === "access") continue;
      for (const path of event.paths) {
        const linked = roots.find(([folder]) => path.startsWith(`${folder}/`));
        const below = linked ? `${linked[1]}${path.slice(linked[0].length)}` : path.slice(root.length + 1);
        const id = below.split("/")[0];
        if (!id || !below.includes("/") || PASSED_OVER.test(below)) continue;
        changed.add(id);
      }
      if (changed.size === 0) continue;
      clearTimeout(timer);
      timer = setTimeout(flush, QUIET_MS);
    }
  })();
  return {
    async stop() {
      clearTimeout(timer);
      watcher.close();
      await done;
      await restarts;
    },
  };
}

/** What links in the folder lead to: nobody tells of a change behind a link. */
function folders(root: string): [folder: string, id: string][] {
  return [...Deno.readDirSync(root)].flatMap(({ name, isSymlink }): [string, string][] => {
    try {
      return isSymlink ? [[Deno.realPathSync(`${root}/${name}`), name]] : [];
    } catch {
      return [];
    }
  });
}
