import type { Clock, Logger } from "../observe/ports.ts";

/** Editors write a file in several steps; they are looked at together. */
const SETTLE_MS = 80;

export interface FolderWatch {
  close(): void;
}

/** Calls back after changes below a folder, once for a burst of them. The folder is made when it is not there. */
export function watchFolder(folder: string, clock: Clock, logger: Logger, changed: () => void): FolderWatch {
  let cancel: (() => void) | undefined;
  Deno.mkdirSync(folder, { recursive: true });
  const watcher = Deno.watchFs(folder, { recursive: true });
  (async () => {
    try {
      for await (const event of watcher) {
        if (event.kind === "access") continue;
        cancel?.();
        cancel = clock.timer(SETTLE_MS, changed);
      }
    } catch (error) {
      logger.error(
        `The folder "${folder}" is not watched any more: ${(error as Error).message}; restart to see changes`,
      );
    }
  })();
  return {
    close() {
      cancel?.();
      watcher.close();
    },
  };
}
