import type {
  Changes,
  CustomEmoji,
  Draft,
  Moderation,
  Muted,
  PeopleGroup,
  Person,
  Preferences,
  SavedState,
  Scheduled,
  Section,
  Snapshot,
  Workspace,
} from "./wire.ts";

/** What chat holds for this person beside the channels. */
export interface Personal {
  me: Person | undefined;
  sections: readonly Section[];
  /** By `draftKey`. */
  drafts: ReadonlyMap<string, Draft>;
  preferences: Preferences;
  /** Followed threads with something new. */
  threads: { unread: number; mentions: number };
  people: ReadonlyMap<string, Person>;
  emoji: readonly CustomEmoji[];
  groups: readonly PeopleGroup[];
  workspace: Workspace | undefined;
  scheduled: readonly Scheduled[];
  /** Ids of messages that are saved and not done. */
  saved: ReadonlySet<string>;
  /** Ends of names of files that are not taken. */
  refusedFiles: readonly string[];
  /** Undefined for who is no moderator of the workspace. */
  moderation: Moderation | undefined;
  /** Whom this person has muted, by id. */
  muted: ReadonlyMap<string, Muted>;
}

export const NOTHING: Personal = {
  me: undefined,
  sections: [],
  drafts: new Map(),
  preferences: {},
  threads: { unread: 0, mentions: 0 },
  people: new Map(),
  emoji: [],
  groups: [],
  workspace: undefined,
  scheduled: [],
  saved: new Set(),
  refusedFiles: [],
  moderation: undefined,
  muted: new Map(),
};

export function draftKey(channelId: string, threadId?: string): string {
  return `${channelId}/${threadId ?? ""}`;
}

export function ofSnapshot(snapshot: Snapshot, before: Personal): Personal {
  const { me, sections, preferences, threads, emoji, groups, scheduled } = snapshot;
  return {
    me,
    sections,
    preferences,
    threads,
    emoji,
    groups,
    workspace: snapshot.workspace,
    scheduled,
    drafts: new Map(snapshot.drafts.map((draft) => [draftKey(draft.channelId, draft.threadId), draft])),
    people: withPeople(before.people, [me, ...snapshot.people]),
    saved: new Set(snapshot.saved),
    refusedFiles: snapshot.refusedFiles ?? [],
    moderation: snapshot.moderation,
    muted: byId(snapshot.muted ?? []),
  };
}

/** Takes what `chat.sync` tells. */
export function withChanges(state: Personal, changes: Changes): Personal {
  const changed = new Set(changes.groups.map((group) => group.id));
  const next: Personal = {
    ...state,
    sections: changes.sections ?? state.sections,
    preferences: changes.preferences ?? state.preferences,
    scheduled: changes.scheduled ?? state.scheduled,
    workspace: changes.workspace ?? state.workspace,
    emoji: changes.emoji ?? state.emoji,
    groups: [
      ...state.groups.filter((group) => !changed.has(group.id) && !changes.groupsGone.includes(group.id)),
      ...changes.groups,
    ],
    people: withPeople(state.people, changes.people),
    moderation: changes.moderation ? { ...state.moderation, ...changes.moderation } : state.moderation,
    muted: changes.muted ? byId(changes.muted) : state.muted,
  };
  const drafted = changes.drafts.reduce(withDraft, next);
  return changes.saved.reduce((now, { messageId, state }) => withSaved(now, messageId, state), drafted);
}

/** Takes an event for this person's own devices, or one of people, groups and emoji. */
export function withEvent(state: Personal, type: string, data: unknown): Personal {
  switch (type) {
    case "chat.draft.saved":
      return withDraft(state, data as Draft);
    case "chat.section.changed":
      return { ...state, sections: (data as { items: Section[] }).items };
    case "chat.preferences.changed":
      return { ...state, preferences: (data as { preferences: Preferences }).preferences };
    case "chat.saved.changed": {
      const { messageId, state: saved } = data as { messageId: string; state: SavedState };
      return withSaved(state, messageId, saved);
    }
    case "chat.user.updated": {
      const person = data as Person;
      return {
        ...state,
        people: withPeople(state.people, [person]),
        me: state.me?.id === person.id ? person : state.me,
      };
    }
    case "chat.scheduled.changed": {
      const { scheduled, state: now } = data as { scheduled: Scheduled; state: string };
      const others = state.scheduled.filter((each) => each.id !== scheduled.id);
      return { ...state, scheduled: now === "set" || now === "failed" ? [...others, scheduled] : others };
    }
    case "chat.group.changed": {
      const { group, state: now } = data as { group: PeopleGroup; state: string };
      const others = state.groups.filter((each) => each.id !== group.id);
      return { ...state, groups: now === "deleted" ? others : [...others, group] };
    }
    case "chat.workspace.updated": {
      const { name, slug, description, access } = data as Workspace;
      return state.workspace ? { ...state, workspace: { ...state.workspace, name, slug, description, access } } : state;
    }
    case "chat.mute.changed":
      return { ...state, muted: byId((data as { muted: Muted[] }).muted) };
    case "chat.moderation.changed":
      // How many wait now is the host's to say; that something changed draws an open list anew.
      return { ...state, moderation: { open: 0, ...state.moderation, rev: (data as { rev: number }).rev } };
    case "chat.emoji.changed": {
      const { emoji, state: now } = data as { emoji: CustomEmoji; state: string };
      const others = state.emoji.filter((each) => each.name !== emoji.name);
      return { ...state, emoji: now === "removed" ? others : [...others, emoji] };
    }
    default:
      return state;
  }
}

export function withPeople(known: ReadonlyMap<string, Person>, people: readonly Person[]): ReadonlyMap<string, Person> {
  if (people.length === 0) return known;
  const next = new Map(known);
  for (const person of people) next.set(person.id, person);
  return next;
}

function byId(muted: readonly Muted[]): ReadonlyMap<string, Muted> {
  return new Map(muted.map((each) => [each.userId, each]));
}

/** The newest of both; an empty one is gone. */
export function withDraft(state: Personal, draft: Draft): Personal {
  const key = draftKey(draft.channelId, draft.threadId);
  if ((state.drafts.get(key)?.rev ?? 0) > draft.rev) return state;
  const drafts = new Map(state.drafts);
  if (draft.text.trim() === "") drafts.delete(key);
  else drafts.set(key, draft);
  return { ...state, drafts };
}

/** Of a channel that is deleted nothing is kept. */
export function withoutChannel(state: Personal, channelId: string): Personal {
  return {
    ...state,
    drafts: new Map([...state.drafts].filter(([, draft]) => draft.channelId !== channelId)),
    scheduled: state.scheduled.filter((each) => each.channelId !== channelId),
  };
}

export function withSaved(state: Personal, messageId: string, now: SavedState): Personal {
  if (state.saved.has(messageId) === (now === "saved")) return state;
  const saved = new Set(state.saved);
  if (now === "saved") saved.add(messageId);
  else saved.delete(messageId);
  return { ...state, saved };
}
