import { createElement, type ReactNode } from "react";
import { t } from "../i18n/language.ts";
import type { MathNode } from "../state/math_tree.ts";
import { Lazy, useLazy } from "../use_lazy.ts";

const trees = new Lazy<typeof import("../state/math_tree.ts"), MathNode>(() => import("../state/math_tree.ts"));

/** A formula, drawn by the browser itself as MathML; as it was written until it is there, and when it is none. */
export function Formula({ source, display = false }: { source: string; display?: boolean }) {
  const tree = useLazy(trees, `${display} ${source}`, ({ mathTree }) => mathTree(source, display));
  const words = tree
    ? draw(tree, 0)
    : <code className="rounded-sm border border-line bg-canvas px-1 py-px font-mono text-[0.9em]">{source}</code>;
  if (!display) {
    return (
      // It paints nothing over its neighbours.
      <span className="inline-block max-w-full overflow-x-auto align-middle contain-paint" data-formula="inline">
        {words}
      </span>
    );
  }
  return (
    <div
      tabIndex={0}
      role="region"
      aria-label={t("Formula")}
      data-formula="block"
      className="ring-in my-1 max-w-full overflow-x-auto rounded-control py-1 contain-paint [&>math]:w-fit"
    >
      {words}
    </div>
  );
}

function draw(node: MathNode | string, key: number): ReactNode {
  if (typeof node === "string") return node;
  const { type, attributes, style, children } = node;
  return createElement(type, { key, ...attributes, style }, ...children.map(draw));
}
