import { useEffect, useState } from "react";
import { excerpt } from "../../domain/rich_text.ts";
import { findEmoji } from "../emoji.ts";
import type { ChatModel } from "../state/chat_model.ts";
import { isDirect } from "../state/channel_list.ts";
import { snippetsLike } from "../state/snippet_book.ts";
import type { Token } from "../state/typeahead.ts";
import type { Channel, Command, Person } from "../state/wire.ts";
import { useChat } from "../use_chat.ts";
import { useSnippets } from "../use_snippets.ts";
import { t } from "../i18n/language.ts";

/** One line of the completion. */
export interface Suggestion {
  key: string;
  /** What is put into the text. */
  insert: string;
  title: string;
  note?: string;
  mark: { kind: "person"; id: string } | { kind: "channel"; channel: Channel } | { kind: "emoji"; emoji: string } | {
    kind: "group" | "all" | "command" | "snippet";
  };
}

const LIMIT = 8;
const PAUSE_MS = 90;

/** What could be meant by what is being typed: at once what the page knows, a moment later what the host finds. */
export function useSuggestions(token: Token | undefined): Suggestion[] {
  const chat = useChat();
  useSnippets(token?.kind === "snippet");
  const key = token && `${token.kind} ${token.prefix}`;
  const [found, setFound] = useState<{ key: string; items: Suggestion[] }>();
  useEffect(() => {
    if (!token || token.kind === "emoji" || token.kind === "snippet") return;
    let left = false;
    const timer = setTimeout(() => {
      ask(chat, token).then((items) => left || setFound({ key: key!, items }), () => {});
    }, PAUSE_MS);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [chat, key]);
  if (!token) return [];
  const local = fromPage(chat, token);
  const asked = found !== undefined && found.key === key ? found.items : [];
  const known = new Set(local.map((each) => each.key));
  return [...local, ...asked.filter((each) => !known.has(each.key))].slice(0, LIMIT);
}

function fromPage(chat: ChatModel, { kind, prefix }: Token): Suggestion[] {
  const { groups, emoji, people } = chat.personal.get();
  if (kind === "emoji") {
    const own = emoji.filter((each) => each.name.startsWith(prefix))
      .map(({ name }) => ({
        key: `own ${name}`,
        insert: `:${name}:`,
        title: `:${name}:`,
        mark: { kind: "emoji" as const, emoji: `:${name}:` },
      }));
    const all = findEmoji(prefix, LIMIT).map(({ emoji, names }) => ({
      key: names[0]!,
      insert: emoji,
      title: `:${names[0]}:`,
      mark: { kind: "emoji" as const, emoji },
    }));
    return [...own, ...all];
  }
  if (kind === "snippet") {
    return snippetsLike(chat.snippets.list.get() ?? [], prefix).map(({ id, name, text }) => ({
      key: id,
      insert: text,
      title: `;${name}`,
      note: excerpt(text, 100),
      mark: { kind: "snippet" },
    }));
  }
  if (kind === "channel") {
    return chat.channels.get().items.filter((channel) => !isDirect(channel) && channel.name.startsWith(prefix)).slice(
      0,
      LIMIT,
    )
      .map(ofChannel);
  }
  if (kind !== "person") return [];
  const fits = (name: string | undefined) => name?.toLowerCase().startsWith(prefix);
  return [
    ...[...people.values()].filter((each) => each.handle && (fits(each.handle) || fits(each.name))).slice(0, LIMIT).map(
      ofPerson,
    ),
    ...groups.filter((group) => fits(group.handle) || fits(group.name)).map((group) => ({
      key: group.id,
      insert: `@${group.handle}`,
      title: group.name,
      note: `@${group.handle} · ${group.members.length} people`,
      mark: { kind: "group" as const },
    })),
    ...[["channel", t("Everybody in this channel")], ["here", t("Everybody who is there now")]]
      .filter(([name]) => fits(name))
      .map(([name, note]) => ({
        key: name!,
        insert: `@${name}`,
        title: `@${name}`,
        note,
        mark: { kind: "all" as const },
      })),
  ];
}

async function ask({ rpc }: ChatModel, { kind, prefix }: Token): Promise<Suggestion[]> {
  if (kind === "command") {
    const { items } = await rpc.call<{ items: Command[] }>("chat.command.list", { prefix, limit: LIMIT });
    return items.map(({ name, description, usage }) => ({
      key: name,
      insert: `/${name}`,
      title: `/${name}${usage ? ` ${usage}` : ""}`,
      note: description,
      mark: { kind: "command" },
    }));
  }
  const { people, channels } = await rpc.call<{ people: Person[]; channels: Channel[] }>("chat.search.suggest", {
    prefix,
    limit: LIMIT,
  });
  return kind === "person"
    ? people.filter((person) => person.handle).map(ofPerson)
    : channels.filter((channel) => !isDirect(channel)).map(ofChannel);
}

function ofPerson(person: Person): Suggestion {
  return {
    key: person.id,
    insert: `@${person.handle}`,
    title: person.name,
    note: `@${person.handle}`,
    mark: { kind: "person", id: person.id },
  };
}

function ofChannel(channel: Channel): Suggestion {
  return {
    key: channel.id,
    insert: `#${channel.name}`,
    title: channel.name,
    note: channel.topic || undefined,
    mark: { kind: "channel", channel },
  };
}
