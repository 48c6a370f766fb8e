/** From source folders to bundles that may run. */
export { type BundlerOptions, createBundler } from "./bundler.ts";
export { type Bundle, BundleError, type Bundler, type SourceFault } from "./ports.ts";
