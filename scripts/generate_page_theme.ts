/** The style sheet of the SDK for pages: the cockpit's tokens and the look of plain elements, as a module. */

const ROOT = new URL("../", import.meta.url);

/** Where the module stands. */
export const PAGE_THEME = "ui/sdk/page/theme_css.ts";

/** Text of the module. */
export async function pageThemeModule(): Promise<string> {
  const [tokens, elements] = await Promise.all(
    ["ui/kit/tokens.css", "ui/sdk/page/theme.css"].map((path) => Deno.readTextFile(new URL(path, ROOT))),
  );
  const css = small(`${tokensOf(tokens!)}\n${elements!}`);
  return `// Made by scripts/generate_page_theme.ts from ui/kit/tokens.css and theme.css. Do not edit.

/** Everything is in one layer, so that whatever a page says itself wins. */
// deno-fmt-ignore
export const THEME_CSS = ${JSON.stringify(`@layer bulkhead{${css}}`)};
`;
}

/** The variables: what stands before the part that only Tailwind reads. */
function tokensOf(css: string): string {
  const end = css.indexOf("@theme");
  if (end === -1) throw new Error(`ui/kit/tokens.css has no "@theme"; expected the tokens before it`);
  return css.slice(0, end);
}

/** Without comments and the spaces that only people need. */
function small(css: string): string {
  return css
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/\s*([{};,])\s*/g, "$1")
    .replaceAll(/:\s+/g, ":")
    .replaceAll(/;}/g, "}")
    .trim();
}
