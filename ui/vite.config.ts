import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What several pages share is cut out by package, so that a change of ours leaves it in the browser's cache. */
const VENDOR: [name: string, test: RegExp][] = [
  ["react", /node_modules\/(react|react-dom|scheduler)\//],
  ["tanstack", /node_modules\/@tanstack\//],
  // The workflow editor's alone: no other page loads it.
  ["codemirror", /node_modules\/(@codemirror|@lezer|@marijn|style-mod|crelt|w3c-keyname)\//],
];

export default defineConfig({
  root: here("."),
  base: "/",
  publicDir: here("./shell/public"),
  plugins: [react(), tailwindcss()],
  resolve: {
    alias: {
      "@bulkhead/ui": here("./sdk/mod.ts"),
      "@bulkhead/kit": here("./kit/mod.ts"),
    },
  },
  build: {
    outDir: here("./dist"),
    emptyOutDir: true,
    target: "es2023",
    // The content policy allows no data: fonts or scripts, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // CodeMirror with TypeScript, which only the workflow editor loads.
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        codeSplitting: { groups: VENDOR.map(([name, test]) => ({ name, test })) },
      },
    },
  },
});
