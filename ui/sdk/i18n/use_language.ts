import { createElement, Fragment, type ReactNode, useSyncExternalStore } from "react";
import { type Spoken, spoken } from "./language.ts";

/** The language of the page. `key` changes with its texts: what was drawn with it is drawn anew. */
export function useLanguage(): Spoken & { key: string } {
  const now = useSyncExternalStore(spoken.subscribe, spoken.get);
  return { ...now, key: `${now.language} ${now.texts}` };
}

/** A text that was said without its values, with elements in their places. */
export function rich(pattern: string, values: Record<string, ReactNode>): ReactNode {
  return pattern.split(/\{(\w+)\}/).map((part, index) =>
    createElement(Fragment, { key: index }, index % 2 === 0 ? part : values[part])
  );
}
