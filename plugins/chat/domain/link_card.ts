import { z } from "zod";

/** What is shown of a page that a message links to. Plain text: whoever shows it escapes it. */
export const LinkCard = z.object({
  url: z.string(),
  title: z.string(),
  description: z.string().optional(),
  siteName: z.string().optional(),
  imageUrl: z.string().optional().describe("On the other server; loading it tells that server who looks"),
});
export type LinkCard = z.output<typeof LinkCard>;

// A tag ends before the next begins, and none is endless: a page of nothing but beginnings is read once.
const META = /<meta\b[^<>]{0,4000}>/gi;
const TITLE = /<title\b[^<>]{0,400}>([^<]{0,2000})/i;
const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };
/** More attributes and tags than a page has are not looked at. */
const MAX_TAGS = 200;

/** Reads the head of a page; undefined when it says nothing of itself. */
export function cardOf(html: string, url: string): LinkCard | undefined {
  const head = html.slice(0, html.search(/<\/head>|<body\b/i) >>> 0);
  const found = new Map<string, string>();
  for (const [tag] of [...head.matchAll(META)].slice(0, MAX_TAGS)) {
    const name = (attribute(tag, "property") ?? attribute(tag, "name"))?.toLowerCase();
    const content = attribute(tag, "content");
    if (name !== undefined && content !== undefined && !found.has(name)) found.set(name, content);
  }
  const title = found.get("og:title") ?? found.get("twitter:title") ?? TITLE.exec(head)?.[1];
  const card: LinkCard = { url, title: line(title, 200) };
  if (card.title === "") return undefined;
  const description = line(found.get("og:description") ?? found.get("description"), 400);
  if (description !== "") card.description = description;
  const siteName = line(found.get("og:site_name"), 80);
  if (siteName !== "") card.siteName = siteName;
  const image = imageOf(found.get("og:image"), url);
  if (image !== undefined) card.imageUrl = image;
  return card;
}

function attribute(tag: string, name: string): string | undefined {
  const match = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, "i").exec(tag);
  return match?.[1] ?? match?.[2] ?? match?.[3];
}

function line(text: string | undefined, max: number): string {
  const plain = (text ?? "").replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,6});/gi, (whole, name: string) => {
    if (!name.startsWith("#")) return NAMED[name.toLowerCase()] ?? whole;
    const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
  });
  const clean = plain.replace(/[\p{Cc}\s]+/gu, " ").replace(/[\u202a-\u202e\u2066-\u2069\u200b-\u200f]/g, "").trim();
  return clean.length > max ? `${clean.slice(0, max - 1)}…` : clean;
}

function imageOf(address: string | undefined, base: string): string | undefined {
  try {
    const url = new URL(line(address, 2_000), base);
    return address !== undefined && url.protocol === "https:" ? url.href : undefined;
  } catch {
    return undefined;
  }
}
