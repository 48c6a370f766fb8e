import type { ReactNode } from "react";
import { cx } from "@bulkhead/kit";
import { ColouredCode } from "./coloured_code.tsx";
import { Formula } from "./formula.tsx";
import { ChannelName, EmojiText } from "./names.tsx";
import { type Block, type Inline, isOnlyEmoji, parseBlocks } from "../../domain/rich_text.ts";
import { t } from "../i18n/language.ts";

/** The text of a message as elements. */
export function RichText({ text, me }: { text: string; me: string }) {
  if (isOnlyEmoji(text)) return <p className="font-emoji text-28 leading-tight">{text}</p>;
  return parseBlocks(text).map((block, index) => <BlockView key={index} block={block} me={me} />);
}

function BlockView({ block, me }: { block: Block; me: string }) {
  if (block.kind === "code") {
    return (
      <div className="my-1 max-w-3xl">
        <ColouredCode code={block.code} language={block.language} />
      </div>
    );
  }
  if (block.kind === "list") {
    const List = block.ordered ? "ol" : "ul";
    return (
      <List
        start={block.ordered ? block.start : undefined}
        dir="auto"
        className={cx("pl-6 wrap-anywhere", block.ordered ? "list-decimal" : "list-disc")}
      >
        {block.items.map((item, index) => <li key={index}>{item.map((node, at) => inline(node, at, me))}</li>)}
      </List>
    );
  }
  if (block.kind === "math") return <Formula source={block.source} display />;
  if (block.kind === "table") return <TableView table={block} me={me} />;
  return (
    <p
      dir="auto"
      className={cx(
        "whitespace-pre-wrap wrap-anywhere",
        block.kind === "quote" && "border-l-2 border-line-strong pl-3 text-ink-2",
        block.kind === "heading" && "pt-1 font-semibold",
      )}
    >
      {block.children.map((node, index) => inline(node, index, me))}
    </p>
  );
}

function TableView({ table, me }: { table: Extract<Block, { kind: "table" }>; me: string }) {
  return (
    <div
      className="ring-in my-1 max-w-full overflow-x-auto rounded-control border border-line"
      tabIndex={0}
      role="region"
      aria-label={t("Table")}
    >
      <table className="tabular min-w-full text-13">
        <thead className="bg-canvas text-left">
          <tr>
            {table.head.map((cell, index) => (
              <th key={index} className="px-2.5 py-1 font-medium">{cell.map((node, at) => inline(node, at, me))}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index} className="border-t border-line">
              {table.head.map((_, column) => (
                <td key={column} className="px-2.5 py-1">{row[column]?.map((node, at) => inline(node, at, me))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
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
    case "math":
      return <Formula key={key} source={node.source} />;
    case "emoji":
      return <EmojiText key={key} name={node.name} />;
    case "channel":
      return <ChannelName key={key} name={node.name} />;
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
