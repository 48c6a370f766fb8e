import { RpcError } from "../sdk/errors.ts";

/** A script's file as it is on disk; undefined when it is not there. Throws for what is no file of its own. */
export async function readSource(folder: string, file: string): Promise<string | undefined> {
  const path = `${folder}/${file}`;
  try {
    const stat = await Deno.lstat(path);
    if (!stat.isFile) throw noFile(file, stat.isSymlink ? "a link" : "no file");
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Puts a script in place at once: whoever reads it finds the old text or the new one. */
export async function writeSource(folder: string, file: string, source: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  // What begins with a dot is no script, and nobody looks at it.
  const temporary = `${folder}/.${file}.${crypto.randomUUID()}`;
  try {
    await Deno.writeTextFile(temporary, source, { createNew: true });
    {
      using handle = await Deno.open(temporary, { write: true });
      await handle.syncData();
    }
    const mode = await Deno.lstat(`${folder}/${file}`).then((stat) => stat.mode, () => null);
    if (mode !== null) await Deno.chmod(temporary, mode & 0o777);
    await Deno.rename(temporary, `${folder}/${file}`);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
}

function noFile(file: string, what: string): RpcError {
  return new RpcError("precondition_failed", `"${file}" is ${what} in the folder of workflows`, {
    path: "/file",
    hint: "Scripts are written over RPC only where a plain file stands, or nothing",
  });
}
