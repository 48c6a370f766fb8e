import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin, type Rolldown, type UserConfig } from "vite";

/** What a build wrote. */
type Output = Rolldown.RolldownOutput["output"];

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What several pages share is cut out by package, so that a change of ours leaves it in the browser's cache. */
const VENDOR: [name: string, test: RegExp][] = [
  ["react", /node_modules\/(react|react-dom|scheduler)\//],
  ["tanstack", /node_modules\/@tanstack\//],
  // The workflow editor's alone: no other page loads it.
  ["codemirror", /node_modules\/(@codemirror|@lezer|@marijn|style-mod|crelt|w3c-keyname)\//],
];

/** The font that most text needs comes beside the styles, not after them: nothing is drawn in another one first. */
function fontFirst(): Plugin {
  return {
    name: "font first",
    transformIndexHtml: {
      order: "post",
      handler: (_html, { bundle = {} }) =>
        Object.keys(bundle).filter((name) => name.includes(TEXT_FONT) && name.endsWith(".woff2")).map((name) => ({
          tag: "link",
          attrs: { rel: "preload", as: "font", type: "font/woff2", crossorigin: true, href: `/${name}` },
          injectTo: "head" as const,
        })),
    },
  };
}

const TEXT_FONT = "inter-latin-wght-normal";

/** What both pages are built with. */
const SHARED: UserConfig = {
  root: here("."),
  base: "/",
  publicDir: here("./shell/public"),
  build: {
    outDir: here("./dist"),
    target: "es2023",
    // The content policy allows no data: fonts or scripts, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
};

/** The cockpit. */
export const COCKPIT = defineConfig({
  ...SHARED,
  plugins: [react(), tailwindcss(), fontFirst()],
  resolve: {
    alias: {
      "@bulkhead/ui": here("./sdk/mod.ts"),
      "@bulkhead/kit": here("./kit/mod.ts"),
    },
  },
  build: {
    ...SHARED.build,
    emptyOutDir: true,
    // CodeMirror with TypeScript, which only the workflow editor loads.
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      input: here("./index.html"),
      output: {
        codeSplitting: { groups: VENDOR.map(([name, test]) => ({ name, test })) },
      },
    },
  },
});

/**
 * The gate: the same components with Preact in React's place, which is a fifth as much to load and to run. `files` are what the
 * cockpit begins with; the gate has them fetched while somebody signs in.
 */
export function gate(files: string[]): UserConfig {
  return defineConfig({
    ...SHARED,
    plugins: [react(), tailwindcss(), fontFirst(), namesOfFiles(files)],
    resolve: {
      alias: [
        { find: "react/jsx-runtime", replacement: "preact/jsx-runtime" },
        { find: "react-dom/client", replacement: "preact/compat/client" },
        { find: /^react(-dom)?$/, replacement: "preact/compat" },
      ],
    },
    build: {
      ...SHARED.build,
      // Beside the cockpit, with which it shares its fonts.
      emptyOutDir: false,
      copyPublicDir: false,
      rolldownOptions: { input: here("./gate.html") },
    },
  });
}

function namesOfFiles(files: string[]): Plugin {
  return {
    name: "names of the cockpit's files",
    transformIndexHtml: () => [{ tag: "meta", attrs: { name: "cockpit", content: files.join(" ") }, injectTo: "head" }],
  };
}

/** What the cockpit loads before it draws anything, by address. */
export function firstFiles(output: Output): string[] {
  const chunks = new Map(output.flatMap((part) => part.type === "chunk" ? [[part.fileName, part] as const] : []));
  const entry = [...chunks.values()].find((chunk) => chunk.isEntry);
  const found = new Set<string>();
  const add = (name: string) => {
    if (found.has(name)) return;
    found.add(name);
    chunks.get(name)?.imports.forEach(add);
  };
  if (entry) add(entry.fileName);
  for (const { fileName } of output) if (fileName.endsWith(".css")) found.add(fileName);
  return [...found].map((name) => `/${name}`);
}

/** The service worker: one file by its own name at the root, since its address is what a browser knows it by. */
export const PUSH_WORKER = defineConfig({
  ...SHARED,
  build: {
    ...SHARED.build,
    emptyOutDir: false,
    copyPublicDir: false,
    rolldownOptions: {
      input: here("./worker/push_worker.ts"),
      output: { entryFileNames: "push_worker.js", format: "iife" },
    },
  },
});
