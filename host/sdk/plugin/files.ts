import { RpcError } from "../errors.ts";
import type { Files, Uploads } from "./context.ts";

/** `ctx.files`: the folder `files/` below the plugin's data folder. */
export class PluginFiles implements Omit<Files, "uploads"> {
  #temporary = 0;

  constructor(private readonly root: string) {}

  /** The same folder, with the uploads as one call sees them. */
  with(uploads: Uploads): Files {
    return {
      uploads,
      read: (name) => this.read(name),
      readText: (name) => this.readText(name),
      write: (name, content) => this.write(name, content),
      remove: (name) => this.remove(name),
      list: (folder) => this.list(folder),
      path: (name) => this.path(name),
    };
  }

  path(name: string): string {
    const parts = name.split("/");
    if (name === "" || name.includes("\0") || name.includes("\\") || parts.some((p) => p === "" || /^\.\.?$/.test(p))) {
      throw new RpcError(
        "invalid_params",
        `File name "${name}" is not valid: expected a relative one such as "a/b.txt"`,
      );
    }
    return `${this.root}/${name}`;
  }

  async read(name: string): Promise<Uint8Array> {
    const path = this.path(name);
    return await named(name, () => Deno.readFile(path));
  }

  async readText(name: string): Promise<string> {
    const path = this.path(name);
    return await named(name, () => Deno.readTextFile(path));
  }

  async write(name: string, content: Uint8Array | string): Promise<void> {
    const path = this.path(name);
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    const temporary = `${path}.${++this.#temporary}.part`;
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    try {
      using file = await Deno.open(temporary, { write: true, create: true, truncate: true });
      for (let written = 0; written < bytes.length;) written += await file.write(bytes.subarray(written));
      await file.sync();
      await Deno.rename(temporary, path);
    } catch (error) {
      await Deno.remove(temporary).catch(() => {});
      throw error;
    }
  }

  async remove(name: string): Promise<boolean> {
    try {
      await Deno.remove(this.path(name));
      return true;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return false;
      throw error;
    }
  }

  async list(folder?: string): Promise<string[]> {
    const names: string[] = [];
    const visit = async (path: string, prefix: string) => {
      for await (const entry of Deno.readDir(path)) {
        if (entry.isDirectory) await visit(`${path}/${entry.name}`, `${prefix}${entry.name}/`);
        else if (entry.isFile && !entry.name.endsWith(".part")) names.push(prefix + entry.name);
      }
    };
    try {
      if (folder === undefined) await visit(this.root, "");
      else await visit(this.path(folder), `${folder}/`);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    return names.sort();
  }
}

async function named<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new RpcError("not_found", `No file "${name}"`, { cause: error });
    throw error;
  }
}
