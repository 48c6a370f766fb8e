import { createWriter, openDatabase } from "../storage/mod.ts";
import { openSecrets, type Secrets } from "./mod.ts";

/** A store on real files; closing and opening again reads them anew. */
export class TestStore implements AsyncDisposable {
  readonly dir = Deno.makeTempDirSync();

  async with<T>(work: (secrets: Secrets) => T | Promise<T>, env: Record<string, string> = {}): Promise<T> {
    const db = openDatabase(`${this.dir}/host.db`);
    const writer = createWriter(db);
    try {
      return await work(openSecrets({ db, writer, dataDir: this.dir, env }));
    } finally {
      await writer.close();
      db.close();
    }
  }

  get keyPath(): string {
    return `${this.dir}/keys/secrets.key`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.dir, { recursive: true });
  }
}
