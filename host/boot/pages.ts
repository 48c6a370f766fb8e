import type { Logger } from "../observe/ports.ts";

/** Where the built cockpit lies. */
export const UI_DIR = decodeURIComponent(new URL("../../ui/dist", import.meta.url).pathname);

const BUILDER = decodeURIComponent(new URL("../../scripts/build_ui.ts", import.meta.url).pathname);

/** A build that goes on beside the host. */
export interface PagesBuild {
  /** Ends the build if it still runs. */
  stop(): Promise<void>;
}

/** Builds the cockpit's pages in a process of its own when they are missing or stale; nothing waits for it. */
export function buildPages(logger: Logger): PagesBuild {
  const startedAt = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--frozen", BUILDER],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
    env: { NO_COLOR: "1" },
  }).spawn();
  let stopped = false;
  const done = child.output().then(({ code, stderr }) => {
    if (stopped) return;
    const ms = Math.round(performance.now() - startedAt);
    if (code === 0) logger.debug("The cockpit's pages are current", { ms });
    else {logger.error("The cockpit's pages could not be built", {
        stderr: new TextDecoder().decode(stderr).slice(-4_000),
      });}
  });
  return {
    async stop() {
      stopped = true;
      try {
        child.kill("SIGTERM");
      } catch {
        // It has ended.
      }
      await done;
    },
  };
}
