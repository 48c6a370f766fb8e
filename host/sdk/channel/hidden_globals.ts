/** Says which grant would be needed, where a program asks for something that a compartment does not have. */
export class NotInCompartmentError extends Error {
  override readonly name = "NotInCompartmentError";
}

/** Printing in a nested Worker would go to the channel's output; it is sent to stderr, which the host keeps. */
const NESTED_CONSOLE =
  "for (const name of ['log','info','debug','dir','dirxml','table','count','group','groupCollapsed','timeLog','timeEnd'])" +
  " console[name] = console.error;";

/** Takes away what must not be there: storage without a permission, and Workers beyond the manifest's number. */
export function hideGlobals(scope: Record<string, unknown>, workers: number): void {
  for (const name of ["caches", "Cache", "CacheStorage", "localStorage", "sessionStorage", "Storage"]) {
    Reflect.deleteProperty(scope, name);
  }
  scope.Worker = limitedWorker(scope.Worker as typeof Worker, workers);
}

/** A Worker class of which at most `limit` live at once. */
function limitedWorker(Original: typeof Worker, limit: number): typeof Worker {
  let live = 0;
  return class extends Original {
    #counted = true;

    constructor(specifier: string | URL, options?: WorkerOptions) {
      if (live >= limit) {
        throw new NotInCompartmentError(
          `Cannot start a Worker: limits.workers in plugin.json is ${limit}, and ${live} are running. ` +
            "Call terminate() on those that are done",
        );
      }
      super(wrapped(specifier), options);
      live++;
      this.addEventListener("error", () => this.#release());
    }

    override terminate(): void {
      super.terminate();
      this.#release();
    }

    #release(): void {
      if (this.#counted) live--;
      this.#counted = false;
    }
  };
}

function wrapped(specifier: string | URL): string {
  const preamble = `data:text/javascript,${encodeURIComponent(NESTED_CONSOLE)}`;
  const source = `import ${JSON.stringify(preamble)};\nimport ${JSON.stringify(String(specifier))};\n`;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}
