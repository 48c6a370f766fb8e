import type { Kernel } from "../kernel/mod.ts";
import type { Logger } from "../observe/ports.ts";
import { SourceWatch } from "./source_watch.ts";

/** Changes that come in one go (a save, a checkout) are one change. */
const QUIET_MS = 150;
/** What does not run in a compartment: tests, texts, what is generated. */
const PASSED_OVER = /_test\.ts$|\.md$|(^|\/)openrpc\.json$|(^|\/)\./;

/** Restarts a plugin when one of its sources changes; for development. A plugin that is linked is watched where it lies. */
export function watchPlugins(
  dir: string,
  kernel: Pick<Kernel, "sourceChanged">,
  logger: Logger,
): { stop(): Promise<void> } {
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
  const places = placesOf(dir);
  const watch = new SourceWatch(places.map(({ folder }) => folder), (path) => {
    // The longest place first: a linked plugin may lie below another one.
    const place = places.find(({ folder }) => path.startsWith(`${folder}/`));
    if (!place) return;
    const below = path.slice(place.folder.length + 1);
    const [id, ...rest] = place.id === undefined ? below.split("/") : [place.id, ...below.split("/")];
    // Pages that are compiled into the cockpit are no matter of the compartment's; others are served as they are built.
    if (!id || rest.length === 0 || PASSED_OVER.test(below)) return;
    changed.add(id);
    clearTimeout(timer);
    timer = setTimeout(flush, QUIET_MS);
  });
  return {
    async stop() {
      clearTimeout(timer);
      await watch[Symbol.asyncDispose]();
      await restarts;
    },
  };
}

interface Place {
  /** Real path. */
  folder: string;
  /** Of a linked plugin; in the folder of plugins itself the next part of the path is it. */
  id?: string;
}

function placesOf(dir: string): Place[] {
  let root: string;
  try {
    root = Deno.realPathSync(dir);
  } catch {
    return [];
  }
  const places: Place[] = [{ folder: root }];
  for (const { name, isSymlink } of Deno.readDirSync(root)) {
    if (!isSymlink) continue;
    try {
      places.push({ folder: Deno.realPathSync(`${root}/${name}`), id: name });
    } catch {
      // leads nowhere
    }
  }
  return places.sort((a, b) => b.folder.length - a.folder.length);
}
