import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What several pages share is cut out by package, so that a change of ours leaves it in the browser's cache. */
const VENDOR: [name: string, test: RegExp][] = [
  ["react", /node_modules\/(react|react-dom|scheduler)\//],
  ["tanstack", /node_modules\/@tanstack\//],
  // The workflow editor's alone: no other page loads it.
  ["codemirror", /node_modules\/(@codemirror|@lezer|@marijn|style-mod|crelt|w3c-keyname)\//],
];

/** Whoever comes needs these, signed in or not: they are fetched beside the entry instead of after it. */
const ALWAYS = ["react", "root", "rolldown-runtime"];

function preloads(): Plugin {
  return {
    name: "preloads",
    transformIndexHtml: {
      order: "post",
      handler: (_html, { bundle = {} }) =>
        Object.values(bundle).flatMap((chunk) =>
          chunk.type === "chunk" && ALWAYS.includes(chunk.name)
            ? [{
              tag: "link",
              attrs: { rel: "modulepreload", crossorigin: true, href: `/${chunk.fileName}` },
              injectTo: "head" as const,
            }]
            : []
        ),
    },
  };
}

export default defineConfig({
  root: here("."),
  base: "/",
  publicDir: here("./shell/public"),
  plugins: [react(), tailwindcss(), preloads()],
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
