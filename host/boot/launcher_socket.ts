import { type HostWord, type LauncherWord, lineWriter, readLines } from "./launcher_link.ts";

/** The launcher's end: one host at a time is connected. */
export class LauncherSocket implements Disposable {
  readonly path: string;
  readonly #listener: Deno.UnixListener;
  #say: ((word: LauncherWord) => Promise<void>) | undefined;
  #connection: Deno.Conn | undefined;
  /** Told what the host says. */
  onWord: (word: HostWord) => void = () => {};

  /** In the folder `run` of the data, which only its owner may enter. */
  constructor(dataDir: string) {
    this.path = `${dataDir}/run/up.sock`;
    try {
      Deno.removeSync(this.path);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    this.#listener = Deno.listen({ transport: "unix", path: this.path });
    Deno.chmodSync(this.path, 0o600);
    void this.#accept();
  }

  say(word: LauncherWord): void {
    void this.#say?.(word);
  }

  async #accept(): Promise<void> {
    for await (const connection of this.#listener) {
      this.#close();
      this.#connection = connection;
      this.#say = lineWriter(connection);
      void readLines(connection, (word) => {
        if (this.#connection === connection) this.onWord(word as HostWord);
      });
    }
  }

  #close(): void {
    try {
      this.#connection?.close();
    } catch { /* it is closed */ }
    this.#connection = undefined;
  }

  [Symbol.dispose](): void {
    this.#close();
    this.#listener.close();
    try {
      Deno.removeSync(this.path);
    } catch { /* it is gone */ }
  }
}
