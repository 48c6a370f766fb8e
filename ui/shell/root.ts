import type { ReactNode } from "react";
import { createRoot, type Root } from "react-dom/client";

let root: Root | undefined;

/** Draws into the page's one root: first the way in, then the cockpit. */
export function render(node: ReactNode): void {
  root ??= createRoot(document.getElementById("root")!);
  root.render(node);
}
