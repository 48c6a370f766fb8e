/** A piece of what Slack calls blocks; only what carries text is looked at. */
interface Block {
  type?: unknown;
  text?: unknown;
  fields?: unknown;
  elements?: unknown;
  title?: unknown;
  alt_text?: unknown;
  image_url?: unknown;
}

/** How users and channels are called in what comes from Slack. */
export interface SlackNames {
  user(id: string): string | undefined;
  channel(id: string): string | undefined;
}

const NO_NAMES: SlackNames = { user: () => undefined, channel: () => undefined };
/** Blocks and attachments within blocks, at most this deep. */
const MAX_DEPTH = 8;

/** Slack's own markup as Markdown. Code is left as it is. */
export function markdownOf(text: string, names: SlackNames = NO_NAMES): string {
  return text.split(/(```[\s\S]*?```|`[^`\n]+`)/).map((part, index) => {
    return index % 2 === 1 ? unescaped(part) : prose(part, names);
  }).join("");
}

function prose(text: string, names: SlackNames): string {
  const linked = text.replace(/<([^<>|\n]+)(?:\|([^<>\n]*))?>/g, (_, target: string, label?: string) => {
    if (target.startsWith("@")) return `@${names.user(target.slice(1)) ?? label?.replace(/^@/, "") ?? target.slice(1)}`;
    if (target.startsWith("#")) return `#${names.channel(target.slice(1)) ?? label ?? target.slice(1)}`;
    if (target.startsWith("!")) return special(target.slice(1), label);
    if (!/^(https?|mailto):/i.test(target)) return label ?? target;
    return label === undefined || label === target ? target : `[${label}](${target})`;
  });
  return unescaped(
    linked
      .replace(/(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\p{L}\p{N}*])/gu, "**$1**")
      .replace(/(?<![\p{L}\p{N}~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\p{L}\p{N}~])/gu, "~~$1~~"),
  );
}

function special(name: string, label: string | undefined): string {
  if (/^(channel|here|everyone)$/.test(name)) return `@${name}`;
  if (name.startsWith("subteam^")) return label ?? "@group";
  if (name.startsWith("date^")) return label ?? name.split("^")[1] ?? "";
  return label ?? name;
}

function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** The text of a message in Slack's form: its text, or what its blocks and attachments say. */
export function textOfPayload(payload: Record<string, unknown>, names: SlackNames = NO_NAMES): string {
  const parts: string[] = [];
  const blocks = linesOf(payload.blocks, names, 0);
  if (blocks.length > 0) parts.push(...blocks);
  else if (typeof payload.text === "string" && payload.text.trim() !== "") parts.push(markdownOf(payload.text, names));
  for (const attachment of Array.isArray(payload.attachments) ? payload.attachments.slice(0, 20) : []) {
    if (typeof attachment === "object" && attachment !== null) parts.push(...attachmentLines(attachment, names));
  }
  return parts.join("\n").trim();
}

function attachmentLines(attachment: Record<string, unknown>, names: SlackNames): string[] {
  const text = (key: string) => typeof attachment[key] === "string" ? markdownOf(attachment[key], names) : "";
  const title = text("title"), link = text("title_link");
  const lines = [
    text("pretext"),
    title === "" ? "" : /^https?:/.test(link) ? `**[${title}](${link})**` : `**${title}**`,
    text("text"),
    ...linesOf(attachment.blocks, names, 1),
  ];
  for (const field of Array.isArray(attachment.fields) ? attachment.fields.slice(0, 50) : []) {
    if (typeof field?.title === "string") {
      lines.push(`**${field.title}** ${markdownOf(String(field.value ?? ""), names)}`);
    }
  }
  const found = lines.filter((line) => line !== "");
  return found.length > 0
    ? found.map((line) => `> ${line.replaceAll("\n", "\n> ")}`)
    : [text("fallback")].filter(Boolean);
}

function linesOf(value: unknown, names: SlackNames, depth: number): string[] {
  if (!Array.isArray(value) || depth > MAX_DEPTH) return [];
  return value.slice(0, 100).flatMap((block: Block) => {
    if (typeof block !== "object" || block === null) return [];
    if (block.type === "divider") return ["---"];
    if (block.type === "header") return [`**${plain(block.text, names)}**`];
    if (block.type === "image") return [typeof block.image_url === "string" ? block.image_url : ""].filter(Boolean);
    if (block.type === "rich_text") return [richText(block.elements, names, depth)];
    const own = plain(block.text, names);
    const fields = Array.isArray(block.fields) ? block.fields.slice(0, 20).map((each) => plain(each, names)) : [];
    const inner = block.type === "context" ? [plainAll(block.elements, names)] : [];
    return [own, ...fields, ...inner].filter((line) => line !== "");
  });
}

function plain(value: unknown, names: SlackNames): string {
  if (typeof value === "string") return markdownOf(value, names);
  const { type, text } = (value ?? {}) as Block;
  if (typeof text !== "string") return "";
  return type === "plain_text" ? text : markdownOf(text, names);
}

function plainAll(value: unknown, names: SlackNames): string {
  return Array.isArray(value) ? value.slice(0, 20).map((each) => plain(each, names)).filter(Boolean).join(" ") : "";
}

function richText(value: unknown, names: SlackNames, depth: number): string {
  if (!Array.isArray(value) || depth > MAX_DEPTH) return "";
  return value.slice(0, 500).map((element) => {
    if (typeof element !== "object" || element === null) return "";
    const inner = () => richText(element.elements, names, depth + 1);
    switch (element.type) {
      case "text":
        return styled(String(element.text ?? ""), element.style ?? {});
      case "link":
        return /^(https?|mailto):/i.test(element.url)
          ? element.text ? `[${element.text}](${element.url})` : element.url
          : String(element.text ?? "");
      case "emoji":
        return `:${element.name}:`;
      case "user":
        return `@${names.user(element.user_id) ?? element.user_id}`;
      case "channel":
        return `#${names.channel(element.channel_id) ?? element.channel_id}`;
      case "broadcast":
        return `@${element.range}`;
      case "rich_text_list":
        return (Array.isArray(element.elements) ? element.elements.slice(0, 200) : [])
          .map((item: unknown, n: number) => {
            return `${element.style === "ordered" ? `${n + 1}.` : "-"} ${richText([item], names, depth + 1)}\n`;
          }).join("");
      case "rich_text_quote":
        return `> ${inner().replaceAll("\n", "\n> ")}\n`;
      case "rich_text_preformatted":
        return `\`\`\`\n${inner()}\n\`\`\`\n`;
      default:
        return inner();
    }
  }).join("").trimEnd();
}

function styled(text: string, { bold, italic, strike, code }: Record<string, unknown>): string {
  if (text.trim() === "") return text;
  const [, before, core, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text)!;
  let marked = core!;
  if (code) marked = `\`${marked}\``;
  if (strike) marked = `~~${marked}~~`;
  if (italic) marked = `_${marked}_`;
  if (bold) marked = `**${marked}**`;
  return `${before}${marked}${after}`;
}
