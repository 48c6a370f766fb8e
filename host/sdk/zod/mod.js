/** What `import { z } from "zod"` means inside a bundle; see names.js for what is left out and why. */
export * from "./names.js";
export * as default from "./names.js";
export * as z from "./names.js";
