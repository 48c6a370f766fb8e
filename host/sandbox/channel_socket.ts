/** What the name of a socket may have, with the byte that ends it, on every system that has them. */
const MAX_PATH_BYTES = 100;

/**
 * The host's way to one compartment: a socket that takes a single connection and is gone from the disk then. What the
 * compartment says comes through the pipe of its standard output. A pipe would do here, too, but Deno reads its standard input
 * in a thread of its own, and to wake two threads takes twice as long as one: 50 us of each call.
 */
export class ChannelSocket {
  readonly #listener: Deno.UnixListener;
  readonly #accepted: Promise<Deno.UnixConn | undefined>;
  #closed = false;

  private constructor(readonly path: string, listener: Deno.UnixListener) {
    this.#listener = listener;
    this.#accepted = this.#accept();
  }

  /** Listens in a folder that is the host's alone; undefined where that cannot be. */
  static listen(folder: string): ChannelSocket | undefined {
    const path = `${folder}/${crypto.getRandomValues(new Uint8Array(8)).toHex()}`;
    // A comma divides the hosts that Deno is told to allow.
    if (path.includes(",")) return undefined;
    if (new TextEncoder().encode(path).length > MAX_PATH_BYTES) return undefined;
    try {
      return new ChannelSocket(path, Deno.listen({ transport: "unix", path }));
    } catch {
      return undefined;
    }
  }

  /** Resolves when all bytes are on their way. */
  async write(bytes: Uint8Array): Promise<void> {
    const connection = await this.#accepted;
    if (!connection) throw new Error("The compartment ended before it opened its channel");
    for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
  }

  /** Nobody connects any more, and what is connected reads the end. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopListening();
    this.#accepted.then((connection) => connection && closeQuietly(connection));
  }

  async #accept(): Promise<Deno.UnixConn | undefined> {
    try {
      return await this.#listener.accept();
    } catch {
      return undefined; // closed before the compartment came
    } finally {
      this.#stopListening();
    }
  }

  #stopListening(): void {
    closeQuietly(this.#listener);
    try {
      Deno.removeSync(this.path);
    } catch {
      // gone already
    }
  }
}

/** A folder for sockets below the host's data, without what an earlier life left; undefined where none can be made. */
export function channelFolder(hostDataDir: string): string | undefined {
  const folder = `${hostDataDir}/channels`;
  try {
    Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const { name } of Deno.readDirSync(folder)) Deno.removeSync(`${folder}/${name}`);
    return folder;
  } catch {
    return undefined;
  }
}

function closeQuietly(one: { close(): void }): void {
  try {
    one.close();
  } catch {
    // closed already
  }
}
