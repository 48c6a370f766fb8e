/** Where nobody writes sources by hand. */
const PASSED_OVER = /^(\.|node_modules$)/;

/**
 * Tells of changed files below folders. Links are not followed (a watch of the runtime's own does, and a link to a whole
 * checkout, or to a folder above, is a watch without end), hidden folders and `node_modules` are passed over.
 */
export class SourceWatch implements AsyncDisposable {
  readonly #roots: string[];
  readonly #changed: (path: string) => void;
  #watcher: Deno.FsWatcher | undefined;
  #closed = false;
  #done: Promise<void>;

  /** `roots` are real paths; one that is not there is passed over. */
  constructor(roots: string[], changed: (path: string) => void) {
    this.#roots = roots;
    this.#changed = changed;
    this.#done = this.#run();
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      const folders = new Set(this.#roots.flatMap(foldersBelow));
      if (folders.size === 0) return;
      this.#watcher = Deno.watchFs([...folders], { recursive: false });
      if (await this.#listen(this.#watcher, folders) === "ended") return;
      this.#watcher.close();
    }
  }

  /** Until a folder comes or goes, and the watch has to be made anew. */
  async #listen(watcher: Deno.FsWatcher, folders: ReadonlySet<string>): Promise<"folders" | "ended"> {
    for await (const { kind, paths } of watcher) {
      if (kind === "access") continue;
      for (const path of paths) {
        const name = path.slice(path.lastIndexOf("/") + 1);
        if (PASSED_OVER.test(name)) continue;
        this.#changed(path);
        if (kind !== "modify" && (folders.has(path) || isFolder(path)) && !(folders.has(path) && isFolder(path))) {
          return "folders";
        }
      }
    }
    return "ended";
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    try {
      this.#watcher?.close();
    } catch {
      // It has ended by itself.
    }
    await this.#done;
  }
}

function foldersBelow(root: string): string[] {
  if (!isFolder(root)) return [];
  const folders = [root];
  for (let at = 0; at < folders.length; at++) {
    for (const { name, isDirectory } of entriesOf(folders[at]!)) {
      if (isDirectory && !PASSED_OVER.test(name)) folders.push(`${folders[at]}/${name}`);
    }
  }
  return folders;
}

function entriesOf(folder: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(folder)];
  } catch {
    return [];
  }
}

function isFolder(path: string): boolean {
  try {
    return Deno.lstatSync(path).isDirectory;
  } catch {
    return false;
  }
}
