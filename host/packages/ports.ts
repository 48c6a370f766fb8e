/** Where something is wrong in the source of a plugin or a script. */
export interface SourceFault {
  /** Absolute path. */
  file: string;
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
  message: string;
  kind: "syntax";
  /** The line of source. */
  source?: string;
}

/** A source cannot be made into a bundle; carries every fault that was found. */
export class BundleError extends Error {
  override readonly name = "BundleError";
  constructor(message: string, readonly faults: SourceFault[]) {
    super(message);
  }
}

/** One vetted module, ready to run in a compartment. */
export interface Bundle {
  /** SHA-256 over all inputs, the Deno version and the SDK. */
  hash: string;
  /** Absolute path of the read-only bundle. */
  path: string;
  /** Local files that went in, for watching. */
  inputs: string[];
  /** What will not work at run time, such as imports whose path is computed. */
  warnings: SourceFault[];
  /** True when nothing had to be built. */
  cached: boolean;
}

/** Makes bundles out of source folders, after the check of the module graph. */
export interface Bundler {
  /** `folder` is the plugin's own; nothing outside it may be imported but the SDK, zod and generated types. */
  bundlePlugin(folder: string, entry: string): Promise<Bundle>;
  /** A workflow script; it may import from its own folder as well. */
  bundleScript(path: string): Promise<Bundle>;
}
