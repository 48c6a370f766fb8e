import { DatabaseSync } from "node:sqlite";
import { inWorker } from "./imports.ts";
import type { Attempt } from "./attempt.ts";

const MB = new Uint8Array(1024 * 1024).fill(7);

/** Ways to fill the disk beyond `limits.storageMb`. */
export const storage: Record<string, Attempt> = {
  "one large file": (args) => {
    using file = Deno.openSync(`${Deno.cwd()}/large`, { write: true, create: true });
    for (let n = 0; n < (args.mb as number); n++) file.writeSync(MB);
    return "written";
  },
  "many files": async (args) => {
    for (let n = 0; n < (args.mb as number); n++) {
      Deno.writeFileSync(`${Deno.cwd()}/part-${n}`, MB);
      if (n % 8 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await new Promise((resolve) => setTimeout(resolve, 8_000));
    return "written";
  },
  "files that are removed while open": async (args) => {
    const kept: Deno.FsFile[] = [];
    for (let n = 0; n < (args.mb as number); n++) {
      const path = `${Deno.cwd()}/gone-${n}`;
      kept.push(Deno.openSync(path, { write: true, create: true }));
      Deno.removeSync(path);
      kept.at(-1)!.writeSync(MB);
      if (n % 8 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await new Promise((resolve) => setTimeout(resolve, 8_000));
    return `written to ${kept.length}`;
  },
  "a database": async (args) => {
    using db = new DatabaseSync(`${Deno.cwd()}/own.db`);
    db.exec("CREATE TABLE IF NOT EXISTS heap (content BLOB)");
    const insert = db.prepare("INSERT INTO heap VALUES (?)");
    for (let n = 0; n < (args.mb as number); n++) {
      insert.run(MB);
      if (n % 8 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await new Promise((resolve) => setTimeout(resolve, 8_000));
    return "written";
  },
  "the Cache API of a nested Worker": () =>
    inWorker(`
      try {
        const cache = await caches.open("x");
        await cache.put("http://x/", new Response(new Uint8Array(50e6)));
        postMessage("kept");
      } catch (error) { postMessage("refused: " + error); }`),
};
