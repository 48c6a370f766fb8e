import type { FontData, Theme } from "./protocol.ts";
import { THEME_CSS } from "./theme_css.ts";

/**
 * Gives the page the cockpit's tokens and the plain look of elements. As a sheet made by script, which the page's policy
 * allows where it refuses a `<style>`. All of it is in the layer `bulkhead`, so that any rule of the page itself wins.
 */
export function applyStyles(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(THEME_CSS);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** `<html data-theme="dark">`; the tokens follow. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}

/** The cockpit's typefaces, handed over as bytes: a page can load nothing but its own files. */
export function applyFonts(fonts: FontData[]): void {
  for (const { family, bytes, weight, unicodeRange } of fonts) {
    document.fonts.add(new FontFace(family, bytes, { weight, unicodeRange }));
  }
}
