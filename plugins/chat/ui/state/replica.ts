import { arrival } from "../../domain/mute.ts";
import type { Channel, Message, Muted } from "./wire.ts";

/** The part of `chat.snapshot` that a replica holds. */
export interface SnapshotPart {
  seq: number;
  channels: Channel[];
  muted?: Muted[];
}

/** The part of `chat.sync` that a replica holds. */
export interface ChangesPart {
  seq: number;
  hasMore: boolean;
  channels: Channel[];
  gone: string[];
  messages: Message[];
  /** When it changed. */
  muted?: Muted[];
}

/** What `chat.channel.counts` answers. */
export interface Counts {
  seq: number;
  items: { channelId: string; unread: number; mentions: number; lastSeq: number; lastReadSeq: number }[];
}

/**
 * One device's copy of the channels and their counts. It begins with a snapshot, takes events as they come, and after being
 * away asks `chat.sync` for what changed since `seq`: the same counts then stand on all devices of a person.
 *
 * What an event cannot tell, such as how many unread messages called one that was edited, makes a channel `stale`: its
 * counts are to be asked for with `chat.channel.counts` and given to `count`.
 */
export class Replica {
  readonly #me: string;
  readonly #channels = new Map<string, Channel>();
  readonly #stale = new Set<string>();
  readonly #mentions = new Set<string>();
  #muted: ReadonlySet<string> = new Set();
  #seq = 0;
  #base = 0;

  constructor(me: string) {
    this.#me = me;
  }

  /** The position up to which everything is known. */
  get seq(): number {
    return this.#seq;
  }

  /** Channels that the person is in. */
  get channels(): ReadonlyMap<string, Channel> {
    return this.#channels;
  }

  /** Channels whose counts have to be asked for. */
  get stale(): string[] {
    return [...this.#stale];
  }

  /** Begins anew. */
  begin(snapshot: SnapshotPart): void {
    this.#channels.clear();
    this.#stale.clear();
    for (const channel of snapshot.channels) this.#channels.set(channel.id, channel);
    this.#mute(snapshot.muted ?? []);
    this.#reach(snapshot.seq);
  }

  /** Takes one answer of `chat.sync`; with `hasMore` there are further ones. */
  sync(changes: ChangesPart): void {
    for (const channel of changes.channels) this.#put(channel);
    for (const id of changes.gone) this.#channels.delete(id);
    if (changes.muted) this.#mute(changes.muted);
    this.#reach(changes.seq);
  }

  /** Takes counts that were asked for. */
  count({ items }: Counts): void {
    for (const { channelId, ...counts } of items) {
      const channel = this.#channels.get(channelId);
      if (channel) this.#channels.set(channelId, { ...channel, ...counts });
      this.#stale.delete(channelId);
    }
  }

  /** Takes what this person has just read to its end; the event that follows has the exact counts. */
  read(channelId: string, seq: number): void {
    const channel = this.#channels.get(channelId);
    if (!channel || seq < channel.lastSeq) return;
    this.#channels.set(channelId, { ...channel, lastReadSeq: seq, unread: 0, mentions: 0 });
  }

  /** Changes what does not count anything: name, topic, how it is arranged. */
  patch(channelId: string, change: Partial<Channel>): void {
    const channel = this.#channels.get(channelId);
    if (channel) this.#channels.set(channelId, { ...channel, ...change });
  }

  /** Takes an event. One that was known already, as after a resume, changes nothing. */
  event(type: string, data: unknown): void {
    if (type === "chat.mention.created") return this.#onMention(data as { message: Message; user: string });
    const { rev = 0 } = data as { rev?: number };
    // A notification and the news of a thread carry the position of the message that they are about; a reminder may be of one
    // in another workspace.
    if (type === "chat.notification.created" || type === "chat.thread.updated" || rev <= this.#seq) return;
    if (type.startsWith("chat.reminder.")) return;
    this.#seq = rev;
    if (type === "chat.message.sent") this.#onSent(data as Message);
    else if (type === "chat.message.edited" || type === "chat.message.deleted") this.#onChanged(data as Message);
    else if (type === "chat.channel.read") this.#onRead(data as Channel & { channelId: string; userId: string });
    else if (type === "chat.channel.joined" || type === "chat.channel.left") this.#onMember(type, data as Membership);
    else if (type === "chat.channel.deleted") this.#channels.delete((data as Membership).channelId);
    else if (type === "chat.mute.changed") {
      this.#mute((data as { muted: Muted[] }).muted);
      // What came before counts by it as well.
      for (const id of this.#channels.keys()) this.#stale.add(id);
    }
  }

  #mute(muted: Muted[]): void {
    this.#muted = new Set(muted.map(({ userId }) => userId));
  }

  #onSent(message: Message): void {
    const channel = this.#channels.get(message.channelId);
    if (!channel) return;
    const shown = isShown(message), own = message.author.id === this.#me;
    const next = { ...channel, lastSeq: message.seq };
    if (shown && own) Object.assign(next, { lastReadSeq: message.seq, unread: 0, mentions: 0 });
    else if (shown) {
      const muted = this.#muted.has(message.author.id);
      const { unread, mention } = arrival({
        direct: isDirect(channel),
        called: message.broadcast === "channel",
        muted,
      });
      if (unread) next.unread++;
      if (mention) next.mentions = (next.mentions ?? 0) + 1;
      // Whether @here means this person depends on when the host saw them last.
      if (message.broadcast === "here" && !muted) this.#stale.add(channel.id);
    }
    this.#channels.set(channel.id, next);
  }

  /** Only what is not read yet counts, and the event does not say what it counted as before. */
  #onChanged(message: Message): void {
    const channel = this.#channels.get(message.channelId);
    if (channel && isShown(message) && message.seq > channel.lastReadSeq) this.#stale.add(channel.id);
  }

  #onMention({ message, user }: { message: Message; user: string }): void {
    const rev = message.rev ?? message.seq;
    if (user !== this.#me || rev <= this.#base || this.#mentions.has(`${message.id}/${rev}`)) return;
    this.#mentions.add(`${message.id}/${rev}`);
    const channel = this.#channels.get(message.channelId);
    // Of an edited message, and where everybody was called anyway, the counts are asked for.
    if (!channel || !isShown(message) || isDirect(channel)) return;
    if (!arrival({ direct: false, called: true, muted: this.#muted.has(message.author.id) }).mention) return;
    if (rev > message.seq || message.broadcast) this.#stale.add(channel.id);
    else if (message.seq > channel.lastReadSeq) {
      this.#channels.set(channel.id, { ...channel, mentions: (channel.mentions ?? 0) + 1 });
    }
  }

  #onRead({ channelId, userId, lastReadSeq, unread, mentions }: Channel & { channelId: string; userId: string }): void {
    const channel = this.#channels.get(channelId);
    if (!channel || userId !== this.#me) return;
    this.#channels.set(channelId, { ...channel, lastReadSeq, unread, mentions: mentions ?? 0 });
  }

  #onMember(type: string, { channelId, userId }: Membership): void {
    if (userId === this.#me && type === "chat.channel.left") this.#channels.delete(channelId);
    // Of a channel that one has come into nothing is known yet: its view is asked for.
    else if (userId === this.#me) this.#stale.add(channelId);
  }

  #put(channel: Channel): void {
    this.#stale.delete(channel.id);
    if (channel.joined) this.#channels.set(channel.id, channel);
    else this.#channels.delete(channel.id);
  }

  #reach(seq: number): void {
    this.#seq = seq;
    this.#base = seq;
    this.#mentions.clear();
  }
}

interface Membership {
  channelId: string;
  userId: string;
}

function isDirect(channel: Channel): boolean {
  return channel.kind === "dm" || channel.kind === "group";
}

/** Whether the channel itself shows it, and not only its thread. */
function isShown(message: Message): boolean {
  return message.threadId === undefined || message.inChannel === true;
}
