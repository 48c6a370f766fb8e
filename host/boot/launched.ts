import type { Launcher } from "../upgrade/ports.ts";
import { lineWriter, readLines } from "./launcher_link.ts";

/** The host's way to the launcher that started it. */
export interface Launched extends Launcher {
  /** The launcher says that it is to end, or has ended itself. */
  readonly stop: Promise<void>;
  ready(url: string, version: string): void;
  /** Resolves when the launcher knows, or cannot. */
  failed(message: string): Promise<void>;
  close(): void;
}

/** The launcher looks at it through systemd's watchdog, whose time is half a minute at least. */
const ALIVE_MS = 5_000;

/** Connects to the launcher at this path. Rejects when there is none: it has ended meanwhile. */
export async function connectLauncher(path: string): Promise<Launched> {
  const connection = await Deno.connect({ transport: "unix", path });
  const say = lineWriter(connection);
  const listeners: (() => void)[] = [];
  const { promise: stop, resolve: ended } = Promise.withResolvers<void>();
  void readLines(connection, (word) => {
    if (word.stop) ended();
    if (word.changed) { for (const listener of listeners) listener(); }
  }).then(ended);
  const alive = setInterval(() => void say({ alive: true }), ALIVE_MS);
  Deno.unrefTimer(alive);
  return {
    stop,
    ready: (url, version) => void say({ ready: url, version }),
    failed: (message) => say({ failed: message.slice(0, 2_000) }),
    handOver: () => void say({ handOver: true }),
    onChange: (listener) => void listeners.push(listener),
    close() {
      clearInterval(alive);
      try {
        connection.close();
      } catch { /* it is closed */ }
    },
  };
}
