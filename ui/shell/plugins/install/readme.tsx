import { createElement, type ReactNode } from "react";
import { CodeBlock, cx } from "@bulkhead/kit";
import { type Block, parseMarkdown } from "../../../state/markdown/blocks.ts";
import type { Inline } from "../../../state/markdown/inline.ts";

/** The README of a package. Its text becomes elements, never markup, and nothing in it is fetched. */
export function Readme({ text }: { text: string }) {
  return (
    <div className="flex flex-col gap-3 text-14 text-ink-2" dir="auto">
      {parseMarkdown(text).map((block, index) => <BlockView key={index} block={block} />)}
    </div>
  );
}

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case "heading": {
      // The page has its own first and second level.
      const level = Math.min(6, block.level + 2);
      const look = block.level === 1 ? "text-16" : block.level === 2 ? "mt-2 text-14" : "mt-1 text-13";
      return createElement(
        `h${level}`,
        { className: cx("font-semibold text-ink wrap-anywhere", look) },
        <Line nodes={block.children} />,
      );
    }
    case "code":
      return <CodeBlock code={block.code} label={block.language ? `Code, ${block.language}` : "Code"} />;
    case "quote":
      return (
        <blockquote className="border-l-2 border-line-strong pl-3 text-ink-3 wrap-anywhere">
          <Line nodes={block.children} />
        </blockquote>
      );
    case "list":
      return <ListView block={block} />;
    case "table":
      return <TableView block={block} />;
    case "rule":
      return <hr className="border-line" />;
    default:
      return (
        <p className="whitespace-pre-line wrap-anywhere">
          <Line nodes={block.children} />
        </p>
      );
  }
}

/** Deeper items are moved to the right: a list in a list would say no more. */
function ListView({ block }: { block: Extract<Block, { kind: "list" }> }) {
  const items = block.items.map(({ depth, children }, index) => (
    <li key={index} className="wrap-anywhere" style={depth > 0 ? { marginInlineStart: depth * 20 } : undefined}>
      <Line nodes={children} />
    </li>
  ));
  return block.ordered
    ? <ol className="flex list-decimal flex-col gap-1 ps-6 marker:text-ink-3">{items}</ol>
    : <ul className="flex list-disc flex-col gap-1 ps-5 marker:text-ink-3">{items}</ul>;
}

function TableView({ block }: { block: Extract<Block, { kind: "table" }> }) {
  return (
    // A wide table is scrolled by keyboard, too.
    <div tabIndex={0} role="group" aria-label="Table" className="ring-in overflow-x-auto">
      <table className="w-full border-collapse text-13">
        <thead>
          <tr className="border-b border-line text-left text-12 text-ink-3">
            {block.header.map((cell, index) => (
              <th key={index} scope="col" className="h-8 px-2 font-medium first:pl-0">
                <Line nodes={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map((row, index) => (
            <tr key={index} className="border-b border-line last:border-0">
              {row.map((cell, column) => (
                <td key={column} className="px-2 py-1.5 align-top first:pl-0">
                  <Line nodes={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({ nodes }: { nodes: Inline[] }): ReactNode {
  return nodes.map((node, index) => {
    switch (node.kind) {
      case "text":
        return node.text;
      case "code":
        return (
          <code key={index} className="rounded-sm bg-active px-1 py-px font-mono text-[0.9em] text-ink">
            {node.text}
          </code>
        );
      case "bold":
        return (
          <strong key={index} className="font-semibold text-ink">
            <Line nodes={node.children} />
          </strong>
        );
      case "italic":
        return (
          <em key={index}>
            <Line nodes={node.children} />
          </em>
        );
      case "strike":
        return (
          <s key={index}>
            <Line nodes={node.children} />
          </s>
        );
      case "link":
        return (
          <a
            key={index}
            href={node.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="rounded-sm text-accent-ink underline decoration-accent/40 hover:decoration-accent"
          >
            <Line nodes={node.children} />
          </a>
        );
    }
  });
}
