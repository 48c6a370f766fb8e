import type { FontData } from "../../sdk/page/protocol.ts";

const FAMILIES = ["Inter Variable", "JetBrains Mono Variable"];
/** Bytes by address; what the browser has fetched once it has in its cache. */
const fetched = new Map<string, Promise<ArrayBuffer>>();

/**
 * The typefaces that the cockpit shows now, as bytes: a page in its frame may load nothing but its own files. Without
 * them it shows those of the system.
 */
export async function cockpitFonts(): Promise<FontData[]> {
  const shown = new Set([...document.fonts].filter(({ status }) => status === "loaded").map(keyOf));
  const faces = [...document.styleSheets].flatMap(facesOf).filter((face) => shown.has(keyOf(face)));
  const fonts = await Promise.all(faces.map(async ({ url, ...face }) => ({ ...face, bytes: await bytesOf(url) })));
  return fonts;
}

interface Face {
  family: string;
  weight: string;
  unicodeRange: string;
  url: string;
}

function facesOf(sheet: CSSStyleSheet): Face[] {
  let rules: CSSRule[];
  try {
    rules = [...sheet.cssRules];
  } catch {
    return [];
  }
  return rules.flatMap((rule) => {
    if (!(rule instanceof CSSFontFaceRule)) return [];
    const value = (name: string) => rule.style.getPropertyValue(name);
    const family = unquoted(value("font-family"));
    const [, path] = /url\("?([^")]+)"?\)/.exec(value("src")) ?? [];
    if (!FAMILIES.includes(family) || path === undefined) return [];
    const url = new URL(path, sheet.href ?? location.href).href;
    return [{ family, weight: value("font-weight"), unicodeRange: value("unicode-range"), url }];
  });
}

function bytesOf(url: string): Promise<ArrayBuffer> {
  const known = fetched.get(url);
  if (known) return known;
  const fetching = fetch(url).then((response) => response.arrayBuffer());
  fetched.set(url, fetching);
  fetching.catch(() => fetched.delete(url));
  return fetching;
}

function keyOf({ family, unicodeRange }: { family: string; unicodeRange: string }): string {
  return `${unquoted(family)} ${unicodeRange.replaceAll(/\s/g, "").toLowerCase()}`;
}

function unquoted(family: string): string {
  return family.replaceAll(/["']/g, "");
}
