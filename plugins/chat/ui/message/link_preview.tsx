import { useRpc } from "@bulkhead/ui";
import { firstLink } from "../../domain/rich_text.ts";
import { useChat } from "../use_chat.ts";

interface Card {
  url: string;
  title: string;
  description?: string;
  siteName?: string;
}

/** What the first page that a text links to says of itself; the host fetched it. Its picture is left away: it would tell that server who looks. */
export function LinkPreview({ text }: { text: string }) {
  const { me } = useChat();
  const url = firstLink(text);
  const { data } = useRpc<{ card?: Card }>("chat.message.unfurl", { url }, {
    enabled: url !== undefined && me.role !== "guest",
  });
  const card = data?.card;
  if (!card) return null;
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer noopener"
      className="my-1 block max-w-lg border-l-2 border-line-strong pl-3 hover:border-accent"
    >
      <span className="block truncate text-12 text-ink-3">{card.siteName ?? new URL(card.url).hostname}</span>
      <span className="block text-13 font-medium text-accent-ink wrap-anywhere" dir="auto">{card.title}</span>
      {card.description && (
        <span className="line-clamp-2 text-13 text-ink-2 wrap-anywhere" dir="auto">{card.description}</span>
      )}
    </a>
  );
}
