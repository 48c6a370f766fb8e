import type { ReactNode } from "react";
import { CodeBlock, cx } from "@bulkhead/kit";
import { type Block, type Inline, isOnlyEmoji, parseBlocks } from "../state/rich_text.ts";

/** The text of a message as elements. */
export function RichText({ text, me }: { text: string; me: string }) {
  if (isOnlyEmoji(text)) return <p className="font-emoji text-28 leading-tight">{text}</p>;
  return parseBlocks(text).map((block, index) => <BlockView key={index} block={block} me={me} />);
}

function BlockView({ block, me }: { block: Block; me: string }) {
  if (block.kind === "code") {
    return (
      <div className="my-1 max-w-3xl">
        <CodeBlock code={block.code} maxHeight={360} label={block.language ? `Code, ${block.language}` : "Code"} />
      </div>
    );
  }
  return (
    <p
      dir="auto"
      className={cx(
        "whitespace-pre-wrap wrap-anywhere",
        block.kind === "quote" && "border-l-2 border-line-strong pl-3 text-ink-2",
      )}
    >
      {block.children.map((node, index) => inline(node, index, me))}
    </p>
  );
}

function inline(node: Inline, key: number, me: string): ReactNode {
  switch (node.kind) {
    case "text":
      return node.text;
    case "code":
      return (
        <code key={key} className="rounded-sm border border-line bg-canvas px-1 py-px font-mono text-[0.9em]">
          {node.text}
        </code>
      );
    case "link":
      return (
        <a
          key={key}
          href={node.href}
          target="_blank"
          rel="noreferrer noopener"
          className="text-accent-ink underline decoration-accent-ink/40 underline-offset-2 hover:decoration-current"
        >
          {node.text}
        </a>
      );
    case "mention":
      return (
        <span
          key={key}
          className={cx(
            "rounded-sm px-0.5 font-medium",
            node.handle === me ? "bg-warn-soft text-warn-ink" : "bg-accent-soft text-accent-ink",
          )}
        >
          @{node.handle}
        </span>
      );
    default: {
      const Tag = node.kind === "bold" ? "strong" : node.kind === "italic" ? "em" : "s";
      return (
        <Tag key={key} className={node.kind === "bold" ? "font-semibold" : undefined}>
          {node.children.map((child, index) => inline(child, index, me))}
        </Tag>
      );
    }
  }
}
