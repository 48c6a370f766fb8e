/** Speaks sd_notify(3) to systemd, or whoever else starts the host with NOTIFY_SOCKET. */
export interface ServiceManager {
  /** Everything serves. From now on the watchdog is told that the event loop turns, as long as `alive` says so. */
  ready(status: string, alive?: () => boolean): void;
  /** What `systemctl status` shows. */
  status(text: string): void;
  /** The end has begun. */
  stopping(): void;
}

/** What Deno has with --unstable-net only. */
interface Datagrams {
  listenDatagram?(options: { transport: "unixpacket"; path: string }): {
    send(bytes: Uint8Array, to: { transport: "unixpacket"; path: string }): Promise<number>;
    close(): void;
  };
}

const SILENT: ServiceManager = { ready: () => {}, status: () => {}, stopping: () => {} };

/**
 * What the environment asks for; nothing without NOTIFY_SOCKET. `problem` is told, once, why a manager that waits is not
 * answered.
 */
export function serviceManager(
  env: Record<string, string | undefined>,
  problem: (message: string) => void,
): ServiceManager {
  const given = env.NOTIFY_SOCKET;
  if (!given) return SILENT;
  const { listenDatagram } = Deno as unknown as Datagrams;
  if (!listenDatagram) {
    problem("NOTIFY_SOCKET is set, but this Deno cannot send there: start it with --unstable-net, or use Type=exec");
    return SILENT;
  }
  // An @ stands for the NUL of an abstract address.
  const to = { transport: "unixpacket" as const, path: given.replace(/^@/, "\0") };
  const socket = listenDatagram({ transport: "unixpacket", path: `\0bulkhead-notify-${crypto.randomUUID()}` });
  let told = false;
  const send = (message: string) => {
    socket.send(new TextEncoder().encode(message), to).catch((error) => {
      if (!told) problem(`The service manager at "${given}" cannot be told anything: ${(error as Error).message}`);
      told = true;
    });
  };
  const oneLine = (text: string) => text.replaceAll("\n", " ");
  let isAlive = () => true;
  let watched = false;
  return {
    ready(status, alive = () => true) {
      send(`READY=1\nSTATUS=${oneLine(status)}`);
      isAlive = alive;
      const everyMs = watchdogMs(env);
      if (everyMs === undefined || watched) return;
      watched = true;
      // Unreferenced: it keeps no process alive. A loop that hangs sends nothing, which is the point.
      Deno.unrefTimer(setInterval(() => isAlive() && send("WATCHDOG=1"), everyMs));
    },
    status(text) {
      // Between two versions there is nobody but this process to be alive.
      isAlive = () => true;
      send(`STATUS=${oneLine(text)}`);
    },
    stopping: () => send("STOPPING=1"),
  };
}

/** Half of the time after which the manager ends a silent process; undefined when it does not watch this one. */
function watchdogMs({ WATCHDOG_USEC, WATCHDOG_PID }: Record<string, string | undefined>): number | undefined {
  if (WATCHDOG_PID && Number(WATCHDOG_PID) !== Deno.pid) return undefined;
  const micros = Number(WATCHDOG_USEC);
  return Number.isFinite(micros) && micros > 0 ? micros / 2_000 : undefined;
}
