import { type Block, type Inline, isOnlyEmoji, parseBlocks } from "./rich_text.ts";

/**
 * The text of a message as HTML, from the same tree that the page draws: what is not in the tree cannot become an element.
 * Each piece of text is escaped, addresses are http and https only, and nothing is taken over as markup.
 */
export function htmlOf(text: string): string {
  if (isOnlyEmoji(text)) return `<p class="emoji-only">${escaped(text)}</p>`;
  return parseBlocks(text).map(blockHtml).join("\n");
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case "code": {
      const language = /^[\w+#.-]{1,40}$/.test(block.language) ? ` class="language-${escaped(block.language)}"` : "";
      return `<pre><code${language}>${escaped(block.code)}</code></pre>`;
    }
    case "math":
      return `<div class="math">${escaped(block.source)}</div>`;
    case "list": {
      const items = block.items.map((item) => `<li>${inlineHtml(item)}</li>`).join("");
      if (!block.ordered) return `<ul>${items}</ul>`;
      return `<ol${block.start === 1 ? "" : ` start="${block.start}"`}>${items}</ol>`;
    }
    case "table": {
      const row = (cells: Inline[][], tag: "th" | "td") =>
        `<tr>${block.head.map((_, at) => `<${tag}>${inlineHtml(cells[at] ?? [])}</${tag}>`).join("")}</tr>`;
      return `<table><thead>${row(block.head, "th")}</thead><tbody>${
        block.rows.map((cells) => row(cells, "td")).join("")
      }</tbody></table>`;
    }
    case "quote":
      return `<blockquote>${inlineHtml(block.children)}</blockquote>`;
    case "heading":
      return `<p><strong>${inlineHtml(block.children)}</strong></p>`;
    default:
      return `<p>${inlineHtml(block.children)}</p>`;
  }
}

const TAGS = { bold: "strong", italic: "em", strike: "s" } as const;

function inlineHtml(nodes: Inline[]): string {
  return nodes.map((node) => {
    switch (node.kind) {
      case "text":
        return escaped(node.text).replaceAll("\n", "<br>");
      case "code":
        return `<code>${escaped(node.text)}</code>`;
      case "math":
        return `<span class="math">${escaped(node.source)}</span>`;
      case "link":
        // The parser knows no other ones; whoever changes it does not change what may be pressed.
        if (!/^https?:\/\//i.test(node.href)) return escaped(node.text);
        return `<a href="${escaped(node.href)}" rel="noreferrer noopener nofollow">${escaped(node.text)}</a>`;
      case "mention":
        return `<span class="mention">@${escaped(node.handle)}</span>`;
      case "channel":
        return `<span class="channel">#${escaped(node.name)}</span>`;
      case "emoji":
        return `<span class="emoji">:${escaped(node.name)}:</span>`;
      default:
        return `<${TAGS[node.kind]}>${inlineHtml(node.children)}</${TAGS[node.kind]}>`;
    }
  }).join("");
}

const SIGNS: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => SIGNS[sign]!);
}
