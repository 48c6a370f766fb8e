// Generated from the method definitions of the plugins. Do not edit.

/** How often and how fast a failed call is tried again, and how long an attempt may take; milliseconds or as "5s". */
export interface CallOptions {
  retry?: {
    max?: number;
    delayMs?: Duration;
    factor?: number;
    maxDelayMs?: Duration;
    on?: readonly string[];
    never?: readonly string[];
    giveUp?: "fail" | "pause";
  };
  timeout?: Duration;
}
type Duration = number | `${number}${"ms" | "s" | "m" | "h" | "d" | "w"}`;

/** Clients of the plugins that a script may name in `uses`. Every call is a durable step. */
export interface Plugins {
  chat: {
    bookmark: {
      /** Puts a link at the top of a channel */
      add: (params: {
        /** Id of a channel, or #name */
        channel: string;
        title: string;
        url: string;
        emoji?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        title: string;
        url: string;
        emoji?: string;
        place: number;
      }>;
      /** Lists the links at the top of a channel */
      list: (params: {
        /** Id of a channel, or #name */
        channel: string;
      }, options?: CallOptions) => Promise<{
        items: {
          id: string;
          title: string;
          url: string;
          emoji?: string;
          place: number;
        }[];
      }>;
      /** Takes a link away from the top of a channel */
      remove: (params: {
        id: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
      }>;
      /** Puts the links at the top of a channel in another order */
      reorder: (params: {
        /** Id of a channel, or #name */
        channel: string;
        /** Ids in the order that they shall have */
        ids: string[];
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          id: string;
          title: string;
          url: string;
          emoji?: string;
          place: number;
        }[];
      }>;
      /** Changes a link at the top of a channel, or its place */
      update: (params: {
        id: string;
        title?: string;
        url?: string;
        emoji?: string | null;
        place?: number;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        title: string;
        url: string;
        emoji?: string;
        place: number;
      }>;
    };
    channel: {
      /** Adds people to a channel */
      add_members: (params: {
        /** Id of a channel, or #name */
        channel: string;
        members: string[];
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** dm: a conversation of two, or with oneself; group: of more */
        kind: "channel" | "dm" | "group";
        /** Without #; of a direct conversation the names of the others */
        name: string;
        private: boolean;
        topic: string;
        purpose: string;
        /** Who writes */
        posting: "everyone" | "managers";
        /** Ids of who is in a direct conversation */
        people?: string[];
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** The caller's in it */
        role?: "manager" | "member";
        /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Those among them that call the caller; in a direct conversation all */
        mentions: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        muted: boolean;
        starred: boolean;
        /** A direct conversation that is closed until there is a new message */
        hidden: boolean;
        /** Missing: as in the caller's preferences */
        notify?: "all" | "mentions" | "none";
        sectionId?: string;
        /** Order in its section, smallest first; the same means by name */
        place: number;
        /** Position of its newest change, messages left out */
        rev: number;
        workspaceId: string;
        createdBy: string;
        createdAt: string;
        archivedAt?: string;
      }>;
      /** Closes a channel for writing */
      archive: (params: {
        /** Id of a channel, or #name */
        channel: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** dm: a conversation of two, or with oneself; group: of more */
        kind: "channel" | "dm" | "group";
        /** Without #; of a direct conversation the names of the others */
        name: string;
        private: boolean;
        topic: string;
        purpose: string;
        /** Who writes */
        posting: "everyone" | "managers";
        /** Ids of who is in a direct conversation */
        people?: string[];
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** The caller's in it */
        role?: "manager" | "member";
        /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Those among them that call the caller; in a direct conversation all */
        mentions: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        muted: boolean;
        starred: boolean;
        /** A direct conversation that is closed until there is a new message */
        hidden: boolean;
        /** Missing: as in the caller's preferences */
        notify?: "all" | "mentions" | "none";
        sectionId?: string;
        /** Order in its section, smallest first; the same means by name */
        place: number;
        /** Position of its newest change, messages left out */
        rev: number;
        workspaceId: string;
        createdBy: string;
        createdAt: string;
        archivedAt?: string;
      }>;
      /** Makes a public channel private or a private one public */
      convert: (params: {
        /** Id of a channel, or #name */
        channel: string;
        private: boolean;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** dm: a conversation of two, or with oneself; group: of more */
        kind: "channel" | "dm" | "group";
        /** Without #; of a direct conversation the names of the others */
        name: string;
        private: boolean;
        topic: string;
        purpose: string;
        /** Who writes */
        posting: "everyone" | "managers";
        /** Ids of who is in a direct conversation */
        people?: string[];
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** The caller's in it */
        role?: "manager" | "member";
        /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Those among them that call the caller; in a direct conversation all */
        mentions: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        muted: boolean;
        starred: boolean;
        /** A direct conversation that is closed until there is a new message */
        hidden: boolean;
        /** Missing: as in the caller's preferences */
        notify?: "all" | "mentions" | "none";
        sectionId?: string;
        /** Order in its section, smallest first; the same means by name */
        place: number;
        /** Position of its newest change, messages left out */
        rev: number;
        workspaceId: string;
        createdBy: string;
        createdAt: string;
        archivedAt?: string;
      }>;
      /** Counts what is unread in the caller's channels */
      counts: (params?: {
        /** Ids, of the same workspace; default all of it that the caller is in */
        channels?: string[];
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
      }, options?: CallOptions) => Promise<{
        /** The position at which these counts hold */
        seq: number;
        items: {
          channelId: string;
          unread: number;
          mentions: number;
          lastSeq: number;
          lastReadSeq: number;
        }[];
      }>;
      /** Creates a channel */
      create: (params: {
        name: string;
        /** Seen by its members only */
        private?: boolean;
        topic?: string;
        purpose?: string;
        /** Further members; the creator is one */
        members?: string[];
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** dm: a conversation of two, or with oneself; group: of more */
        kind: "channel" | "dm" | "group";
        /** Without #; of a direct conversation the names of the others */
        name: string;
        private: boolean;
        topic: string;
        purpose: string;
        /** Who writes */
        posting: "everyone" | "managers";
        /** Ids of who is in a direct conversation */
        people?: string[];
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** The caller's in it */
        role?: "manager" | "member";
        /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Those among them that call the caller; in a direct conversation all */
        mentions: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        muted: boolean;
        starred: boolean;
        /** A direct conversation that is closed until there is a new message */
        hidden: boolean;
        /** Missing: as in the caller's preferences */
        notify?: "all" | "mentions" | "none";
        sectionId?: string;
        /** Order in its section, smallest first; the same means by name */
        place: number;
        /** Position of its newest change, messages left out */
        rev: number;
        workspaceId: string;
        createdBy: string;
        createdAt: string;
        archivedAt?: string;
      }>;
      /** Deletes a channel with all of its messages and files */
      delete: (params: {
        /** Id of a channel, or #name */
        channel: string;
        /** Its name, as it is written */
        confirm: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        name: string;
      }>;
      /** Writes a channel with its threads, reactions and files into a zip archive */
      export: (params: {
        /** Id of a channel, or #name */
        channel: string;
        /** json: one JSON object a line, as chat.export.workspace writes them; markdown: to be read, day by day */
        format?: "json" | "markdown";
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        channelId: string;
        /** json: one JSON object a line, as chat.export.workspace writes them; markdown: to be read, day by day */
        format: "json" | "markdown";
        state: "running" | "done" | "failed";
        /** Of total, which are messages and files */
        done: number;
        total: number;
        error?: string;
        at: string;
        /** When it is done; it is kept for a week */
        file?: {
          id: string;
          /** Where it is read, on this host */
          path: string;
          name: string;
          sizeBytes: number;
        };
      }>;
      /** Gets a channel */
      get: (params: {
        /** Id of a channel, or #name */
        channel: string;
        /** Where #name is looked for; default: the first workspace */
        workspaceId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** dm: a conversation of two, or with oneself; group: of more */
        kind: "channel" | "dm" | "group";
        /** Without #; of a direct conversation the names of the others */
        name: string;
        private: boolean;
        topic: string;
        purpose: string;
        /** Who writes */
        posting: "everyone" | "managers";
        /** Ids of who is in a direct conversation */
        people?: string[];
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** The caller's in it */
        role?: "manager" | "member";
        /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Those among them that call the caller; in a direct conversation all */
        mentions: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        muted: boolean;
        starred: boolean;
        /** A direct conversation that is closed until there is a new message */
        hidden: boolean;
        /** Missing: as in the caller's preferences */
        notify?: "all" | "mentions" | "none";
        sectionId?: string;
        /** Order in its section, smallest first; the same means by name */
        place: number;
        /** Position of its newest change, messages left out */
        rev: number;
        workspaceId: string;
        createdBy: string;
        createdAt: string;
        archivedAt?: string;
      }>;
      /** Joins a public channel */
      join: (params: {
        /** Id of a channel, or #name */
        channel: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** dm: a conversation of two, or with oneself; group: of more */
        kind: "channel" | "dm" | "group";
        /** Without #; of a direct conversation the names of the others */
        name: string;
        private: boolean;
        topic: string;
        purpose: string;
        /** Who writes */
        posting: "everyone" | "managers";
        /** Ids of who is in a direct conversation */
        people?: string[];
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** The caller's in it */
        role?: "manager" | "member";
        /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Those among them that call the caller; in a direct conversation all */
        mentions: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        muted: boolean;
        starred: boolean;
        /** A direct conversation that is closed until there is a new message */
        hidden: boolean;
        /** Missing: as in the caller's preferences */
        notify?: "all" | "mentions" | "none";
        sectionId?: string;
        /** Order in its section, smallest first; the same means by name */
        place: number;
        /** Position of its newest change, messages left out */
        rev: number;
        workspaceId: string;
        createdBy: string;
        createdAt: string;
        archivedAt?: string;
      }>;
      /** Leaves a channel */
      leave: (params: {
        /** Id of a channel, or #name */
        channel: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        channelId: string;
      }>;
      /** Lists the channels that the caller can see, with their unread counts */
      list: (params?: {
        /** Only those of which the caller is a member */
        joined?: boolean;
        /** Only those whose name holds this */
        query?: string;
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        limit?: number;
        /** nextCursor of the page before */
        cursor?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          id: string;
          /** dm: a conversation of two, or with oneself; group: of more */
          kind: "channel" | "dm" | "group";
          /** Without #; of a direct conversation the names of the others */
          name: string;
          private: boolean;
          topic: string;
          purpose: string;
          /** Who writes */
          posting: "everyone" | "managers";
          /** Ids of who is in a direct conversation */
          people?: string[];
          memberCount: number;
          /** Is the caller a member? */
          joined: boolean;
          /** The caller's in it */
          role?: "manager" | "member";
          /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
          unread: number;
          /** Those among them that call the caller; in a direct conversation all */
          mentions: number;
          /** Position of the newest message, 0 when there is none */
          lastSeq: number;
          /** Position up to which the caller has read */
          lastReadSeq: number;
          muted: boolean;
          starred: boolean;
          /** A direct conversation that is closed until there is a new message */
          hidden: boolean;
          /** Missing: as in the caller's preferences */
          notify?: "all" | "mentions" | "none";
          sectionId?: string;
          /** Order in its section, smallest first; the same means by name */
          place: number;
          /** Position of its newest change, messages left out */
          rev: number;
          workspaceId: string;
          createdBy: string;
          createdAt: string;
          archivedAt?: string;
        }[];
        nextCursor?: string;
      }>;
      /** Marks everything in all of the caller's channels of a workspace as read */
      mark_all_read: (params?: {
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        /** In how many there was something unread */
        channels: number;
      }>;
      /** Moves the caller's read marker forward */
      mark_read: (params: {
        /** Id of a channel, or #name */
        channel: string;
        /** Position of the last message that was seen; beyond the newest counts as the newest */
        seq: number;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** dm: a conversation of two, or with oneself; group: of more */
        kind: "channel" | "dm" | "group";
        /** Without #; of a direct conversation the names of the others */
        name: string;
        private: boolean;
        topic: string;
        purpose: string;
        /** Who writes */
        posting: "everyone" | "managers";
        /** Ids of who is in a direct conversation */
        people?: string[];
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** The caller's in it */
        role?: "manager" | "member";
        /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Those among them that call the caller; in a direct conversation all */
        mentions: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        muted: boolean;
        starred: boolean;
        /** A direct conversation that is closed until there is a new message */
        hidden: boolean;
        /** Missing: as in the caller's preferences */
        notify?: "all" | "mentions" | "none";
        sectionId?: string;
        /** Order in its section, smallest first; the same means by name */
        place: number;
        /** Position of its newest change, messages left out */
        rev: number;
        workspaceId: string;
        createdBy: string;
        createdAt: string;
        archivedAt?: string;
      }>;
      /** Marks a message and all after it as unread */
      mark_unread: (params: {
        /** The first message that is to be unread */
        id: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** dm: a conversation of two, or with oneself; group: of more */
        kind: "channel" | "dm" | "group";
        /** Without #; of a direct conversation the names of the others */
        name: string;
        private: boolean;
        topic: string;
        purpose: string;
        /** Who writes */
        posting: "everyone" | "managers";
        /** Ids of who is in a direct conversation */
        people?: string[];
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** The caller's in it */
        role?: "manager" | "member";
        /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Those among them that call the caller; in a direct conversation all */
        mentions: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        muted: boolean;
        starred: boolean;
        /** A direct conversation that is closed until there is a new message */
        hidden: boolean;
        /** Missing: as in the caller's preferences */
        notify?: "all" | "mentions" | "none";
        sectionId?: string;
        /** Order in its section, smallest first; the same means by name */
        place: number;
        /** Position of its newest change, messages left out */
        rev: number;
        workspaceId: string;
        createdBy: string;
        createdAt: string;
        archivedAt?: string;
      }>;
      /** Lists the members of a channel */
      members: (params: {
        /** Id of a channel, or #name */
        channel: string;
        limit?: number;
        /** nextCursor of the page before */
        cursor?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          user: {
            id: string;
            name: string;
            /** Without @ */
            handle?: string;
            role: "owner" | "admin" | "member" | "guest" | "agent";
            profile: {
              title?: string;
              pronouns?: string;
              phone?: string;
              timezone?: string;
              about?: string;
            };
            status?: {
              emoji?: string;
              text?: string;
              /** When it clears by itself */
              until?: string;
            };
            /** Position of the newest change of what stands here */
            rev: number;
          };
          role: "manager" | "member";
          joinedAt: string;
        }[];
        nextCursor?: string;
      }>;
      /** Takes somebody out of a channel */
      remove_member: (params: {
        /** Id of a channel, or #name */
        channel: string;
        /** Id of a person, or @handle */
        user: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** dm: a conversation of two, or with oneself; group: of more */
        kind: "channel" | "dm" | "group";
        /** Without #; of a direct conversation the names of the others */
        name: string;
        private: boolean;
        topic: string;
        purpose: string;
        /** Who writes */
        posting: "everyone" | "managers";
        /** Ids of who is in a direct conversation */
        people?: string[];
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** The caller's in it */
        role?: "manager" | "member";
        /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Those among them that call the caller; in a direct conversation all */
        mentions: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        muted: boolean;
        starred: boolean;
        /** A direct conversation that is closed until there is a new message */
        hidden: boolean;
        /** Missing: as in the caller's preferences */
        notify?: "all" | "mentions" | "none";
        sectionId?: string;
        /** Order in its section, smallest first; the same means by name */
        place: number;
        /** Position of its newest change, messages left out */
        rev: number;
        workspaceId: string;
        createdBy: string;
        createdAt: string;
        archivedAt?: string;
      }>;
      /** Mutes a channel or lets it be heard again */
      set_muted: (params: {
        /** Id of a channel, or #name */
        channel: string;
        muted: boolean;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** dm: a conversation of two, or with oneself; group: of more */
        kind: "channel" | "dm" | "group";
        /** Without #; of a direct conversation the names of the others */
        name: string;
        private: boolean;
        topic: string;
        purpose: string;
        /** Who writes */
        posting: "everyone" | "managers";
        /** Ids of who is in a direct conversation */
        people?: string[];
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** The caller's in it */
        role?: "manager" | "member";
        /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Those among them that call the caller; in a direct conversation all */
        mentions: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        muted: boolean;
        starred: boolean;
        /** A direct conversation that is closed until there is a new message */
        hidden: boolean;
        /** Missing: as in the caller's preferences */
        notify?: "all" | "mentions" | "none";
        sectionId?: string;
        /** Order in its section, smallest first; the same means by name */
        place: number;
        /** Position of its newest change, messages left out */
        rev: number;
        workspaceId: string;
        createdBy: string;
        createdAt: string;
        archivedAt?: string;
      }>;
      /** Chooses which messages of a channel the caller hears of */
      set_notify: (params: {
        /** Id of a channel, or #name */
        channel: string;
        /** null: as in the preferences */
        notify: "all" | "mentions" | "none" | null;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** dm: a conversation of two, or with oneself; group: of more */
        kind: "channel" | "dm" | "group";
        /** Without #; of a direct conversation the names of the others */
        name: string;
        private: boolean;
        topic: string;
        purpose: string;
        /** Who writes */
        posting: "everyone" | "managers";
        /** Ids of who is in a direct conversation */
        people?: string[];
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** The caller's in it */
        role?: "manager" | "member";
        /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Those among them that call the caller; in a direct conversation all */
        mentions: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        muted: boolean;
        starred: boolean;
        /** A direct conversation that is closed until there is a new message */
        hidden: boolean;
        /** Missing: as in the caller's preferences */
        notify?: "all" | "mentions" | "none";
        sectionId?: string;
        /** Order in its section, smallest first; the same means by name */
        place: number;
        /** Position of its newest change, messages left out */
        rev: number;
        workspaceId: string;
        createdBy: string;
        createdAt: string;
        archivedAt?: string;
      }>;
      /** Makes somebody a manager of a channel, or a member again */
      set_role: (params: {
        /** Id of a channel, or #name */
        channel: string;
        /** Id of a person, or @handle */
        user: string;
        role: "manager" | "member";
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** dm: a conversation of two, or with oneself; group: of more */
        kind: "channel" | "dm" | "group";
        /** Without #; of a direct conversation the names of the others */
        name: string;
        private: boolean;
        topic: string;
        purpose: string;
        /** Who writes */
        posting: "everyone" | "managers";
        /** Ids of who is in a direct conversation */
        people?: string[];
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** The caller's in it */
        role?: "manager" | "member";
        /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Those among them that call the caller; in a direct conversation all */
        mentions: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        muted: boolean;
        starred: boolean;
        /** A direct conversation that is closed until there is a new message */
        hidden: boolean;
        /** Missing: as in the caller's preferences */
        notify?: "all" | "mentions" | "none";
        sectionId?: string;
        /** Order in its section, smallest first; the same means by name */
        place: number;
        /** Position of its newest change, messages left out */
        rev: number;
        workspaceId: string;
        createdBy: string;
        createdAt: string;
        archivedAt?: string;
      }>;
      /** Puts a channel among the caller's favourites or takes it out */
      set_starred: (params: {
        /** Id of a channel, or #name */
        channel: string;
        starred: boolean;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** dm: a conversation of two, or with oneself; group: of more */
        kind: "channel" | "dm" | "group";
        /** Without #; of a direct conversation the names of the others */
        name: string;
        private: boolean;
        topic: string;
        purpose: string;
        /** Who writes */
        posting: "everyone" | "managers";
        /** Ids of who is in a direct conversation */
        people?: string[];
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** The caller's in it */
        role?: "manager" | "member";
        /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Those among them that call the caller; in a direct conversation all */
        mentions: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        muted: boolean;
        starred: boolean;
        /** A direct conversation that is closed until there is a new message */
        hidden: boolean;
        /** Missing: as in the caller's preferences */
        notify?: "all" | "mentions" | "none";
        sectionId?: string;
        /** Order in its section, smallest first; the same means by name */
        place: number;
        /** Position of its newest change, messages left out */
        rev: number;
        workspaceId: string;
        createdBy: string;
        createdAt: string;
        archivedAt?: string;
      }>;
      /** Opens an archived channel again */
      unarchive: (params: {
        /** Id of a channel, or #name */
        channel: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** dm: a conversation of two, or with oneself; group: of more */
        kind: "channel" | "dm" | "group";
        /** Without #; of a direct conversation the names of the others */
        name: string;
        private: boolean;
        topic: string;
        purpose: string;
        /** Who writes */
        posting: "everyone" | "managers";
        /** Ids of who is in a direct conversation */
        people?: string[];
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** The caller's in it */
        role?: "manager" | "member";
        /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Those among them that call the caller; in a direct conversation all */
        mentions: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        muted: boolean;
        starred: boolean;
        /** A direct conversation that is closed until there is a new message */
        hidden: boolean;
        /** Missing: as in the caller's preferences */
        notify?: "all" | "mentions" | "none";
        sectionId?: string;
        /** Order in its section, smallest first; the same means by name */
        place: number;
        /** Position of its newest change, messages left out */
        rev: number;
        workspaceId: string;
        createdBy: string;
        createdAt: string;
        archivedAt?: string;
      }>;
      /** Changes a channel's name, topic, purpose or who writes */
      update: (params: {
        /** Id of a channel, or #name */
        channel: string;
        name?: string;
        topic?: string;
        purpose?: string;
        /** Who starts something new; answers in threads are for all */
        posting?: "everyone" | "managers";
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** dm: a conversation of two, or with oneself; group: of more */
        kind: "channel" | "dm" | "group";
        /** Without #; of a direct conversation the names of the others */
        name: string;
        private: boolean;
        topic: string;
        purpose: string;
        /** Who writes */
        posting: "everyone" | "managers";
        /** Ids of who is in a direct conversation */
        people?: string[];
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** The caller's in it */
        role?: "manager" | "member";
        /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Those among them that call the caller; in a direct conversation all */
        mentions: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        muted: boolean;
        starred: boolean;
        /** A direct conversation that is closed until there is a new message */
        hidden: boolean;
        /** Missing: as in the caller's preferences */
        notify?: "all" | "mentions" | "none";
        sectionId?: string;
        /** Order in its section, smallest first; the same means by name */
        place: number;
        /** Position of its newest change, messages left out */
        rev: number;
        workspaceId: string;
        createdBy: string;
        createdAt: string;
        archivedAt?: string;
      }>;
    };
    command: {
      /** Lists the slash commands, for completion as somebody types */
      list: (params?: {
        /** Without the slash */
        prefix?: string;
        limit?: number;
      }, options?: CallOptions) => Promise<{
        items: {
          /** Without the slash */
          name: string;
          description: string;
          /** What comes behind the name, such as <service> [version] */
          usage: string;
          /** Whose it is: chat, plugin:<id>, workflow:<name>, or who added it */
          owner: string;
        }[];
      }>;
      /** Registers a slash command */
      register: (params: {
        name: string;
        description: string;
        /** What comes behind the name, such as <service> [version] */
        usage?: string;
        /** Another server that is asked as Slack asks; only for admins */
        url?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        /** Without the slash */
        name: string;
        description: string;
        /** What comes behind the name, such as <service> [version] */
        usage: string;
        /** Whose it is: chat, plugin:<id>, workflow:<name>, or who added it */
        owner: string;
        /** With url, shown once: what the server knows us by */
        token?: string;
      }>;
      /** Answers a slash command */
      respond: (params: {
        invocation: string;
        text: string;
        /** Everybody in the channel reads it, instead of who ran the command */
        toChannel?: boolean;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        message?: {
          id: string;
          channelId: string;
          /** Markdown; empty when the message is deleted */
          text: string;
          author: {
            /** User id; workflow:<name> or plugin:<id> for others */
            id: string;
            name: string;
            kind: "human" | "agent" | "workflow" | "plugin" | "system";
          };
          createdAt: string;
          editedAt?: string;
          deletedAt?: string;
          /** The message that it answers */
          threadId?: string;
          /** An answer that the channel shows as well */
          inChannel?: true;
          /** Its position, growing over all channels of the workspace */
          seq: number;
          /** Position of its newest change; the same as seq when there was none */
          rev: number;
          /** How many texts it has had, when more than one */
          version?: number;
          replies?: {
            count: number;
            /** Position of the newest answer */
            lastSeq: number;
            lastAt: string;
            /** Ids of who answered, the newest first, at most five */
            users: string[];
          };
          /** It calls everybody, or everybody who is there */
          broadcast?: "channel" | "here";
          pinned?: {
            at: string;
            by: string;
          };
          files?: {
            id: string;
            name: string;
            /** Media type, as its bytes tell it */
            type: string;
            sizeBytes: number;
            thumbnail?: {
              /** Of the file that holds it */
              id: string;
              width: number;
              height: number;
            };
            /** It was taken away: what was found in it */
            blocked?: string;
            /** It was deleted: neither its bytes nor its name are there */
            deleted?: {
              at: string;
              by: string;
            };
          }[];
          /** Its writer is still writing it: chat.message.delta brings more */
          streaming?: true;
          reactions: {
            emoji: string;
            users: string[];
          }[];
          clientId?: string;
          /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
          undoMs?: number;
          /** Buttons under it, of which one may be pressed once */
          actions?: {
            id: string;
            label: string;
            /** Default: plain */
            style?: "primary" | "danger";
            /** Comes back with the answer; people do not see it */
            value?: string;
            /** Is asked before the press counts */
            confirm?: string;
            /** Whoever presses may add a comment */
            comment?: boolean;
          }[];
          /** Who pressed a button */
          acted?: {
            /** The button's id */
            action: string;
            label: string;
            user: {
              id: string;
              name: string;
            };
            comment?: string;
            at: string;
          };
          /** What a workflow asks; host.workflow.approve and reject decide it */
          approval?: {
            run: string;
            step: string;
            workflow: string;
            /** Who may decide: this role and those above it */
            role: "owner" | "admin" | "member" | "guest" | "agent";
            /** When it is rejected by itself */
            deadline?: string;
            state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
            /** Name of who decided */
            by?: string;
            comment?: string;
          };
        };
      }>;
      /** Runs a slash command */
      run: (params: {
        /** Id of a channel, or #name */
        channel: string;
        /** As it was typed: /topic All about cats */
        text: string;
        threadId?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        /** Only for the caller's eyes; Markdown */
        ephemeral?: string;
        message?: {
          id: string;
          channelId: string;
          /** Markdown; empty when the message is deleted */
          text: string;
          author: {
            /** User id; workflow:<name> or plugin:<id> for others */
            id: string;
            name: string;
            kind: "human" | "agent" | "workflow" | "plugin" | "system";
          };
          createdAt: string;
          editedAt?: string;
          deletedAt?: string;
          /** The message that it answers */
          threadId?: string;
          /** An answer that the channel shows as well */
          inChannel?: true;
          /** Its position, growing over all channels of the workspace */
          seq: number;
          /** Position of its newest change; the same as seq when there was none */
          rev: number;
          /** How many texts it has had, when more than one */
          version?: number;
          replies?: {
            count: number;
            /** Position of the newest answer */
            lastSeq: number;
            lastAt: string;
            /** Ids of who answered, the newest first, at most five */
            users: string[];
          };
          /** It calls everybody, or everybody who is there */
          broadcast?: "channel" | "here";
          pinned?: {
            at: string;
            by: string;
          };
          files?: {
            id: string;
            name: string;
            /** Media type, as its bytes tell it */
            type: string;
            sizeBytes: number;
            thumbnail?: {
              /** Of the file that holds it */
              id: string;
              width: number;
              height: number;
            };
            /** It was taken away: what was found in it */
            blocked?: string;
            /** It was deleted: neither its bytes nor its name are there */
            deleted?: {
              at: string;
              by: string;
            };
          }[];
          /** Its writer is still writing it: chat.message.delta brings more */
          streaming?: true;
          reactions: {
            emoji: string;
            users: string[];
          }[];
          clientId?: string;
          /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
          undoMs?: number;
          /** Buttons under it, of which one may be pressed once */
          actions?: {
            id: string;
            label: string;
            /** Default: plain */
            style?: "primary" | "danger";
            /** Comes back with the answer; people do not see it */
            value?: string;
            /** Is asked before the press counts */
            confirm?: string;
            /** Whoever presses may add a comment */
            comment?: boolean;
          }[];
          /** Who pressed a button */
          acted?: {
            /** The button's id */
            action: string;
            label: string;
            user: {
              id: string;
              name: string;
            };
            comment?: string;
            at: string;
          };
          /** What a workflow asks; host.workflow.approve and reject decide it */
          approval?: {
            run: string;
            step: string;
            workflow: string;
            /** Who may decide: this role and those above it */
            role: "owner" | "admin" | "member" | "guest" | "agent";
            /** When it is rejected by itself */
            deadline?: string;
            state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
            /** Name of who decided */
            by?: string;
            comment?: string;
          };
        };
        /** chat.command.answered comes with it when the answer comes later */
        invocation?: string;
      }>;
      /** Takes a slash command away */
      unregister: (params: {
        name: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        name: string;
      }>;
    };
    dav: {
      /** Lists a folder of what is offered over WebDAV */
      list: (params?: {
        path?: string[];
        /** 0: only the entry itself */
        depth?: 0 | 1;
        /** nextCursor of the page before */
        cursor?: string;
      }, options?: CallOptions) => Promise<{
        self: {
          kind: "folder";
          name: string;
          /** When something in it changed last, where that is known */
          modifiedAt?: string;
        } | {
          kind: "file";
          name: string;
          /** Exactly as many bytes as reading it gives, in UTF-8 */
          sizeBytes: number;
          /** Another one as soon as its bytes are others */
          etag: string;
          modifiedAt: string;
          /** Media type */
          type: string;
        };
        items: ({
          kind: "folder";
          name: string;
          /** When something in it changed last, where that is known */
          modifiedAt?: string;
        } | {
          kind: "file";
          name: string;
          /** Exactly as many bytes as reading it gives, in UTF-8 */
          sizeBytes: number;
          /** Another one as soon as its bytes are others */
          etag: string;
          modifiedAt: string;
          /** Media type */
          type: string;
        })[];
        nextCursor?: string;
      }>;
      /** Reads a file of what is offered over WebDAV */
      read: (params: {
        path: string[];
        /** nextCursor of the piece before */
        cursor?: string;
      }, options?: CallOptions) => Promise<{
        text: string;
        etag: string;
        nextCursor?: string;
      } | {
        /** Id of a file that the host keeps for this plugin */
        file: string;
      }>;
    };
    dm: {
      /** Takes a direct conversation out of the sidebar until there is a new message */
      close: (params: {
        /** Id of a channel, or #name */
        channel: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** dm: a conversation of two, or with oneself; group: of more */
        kind: "channel" | "dm" | "group";
        /** Without #; of a direct conversation the names of the others */
        name: string;
        private: boolean;
        topic: string;
        purpose: string;
        /** Who writes */
        posting: "everyone" | "managers";
        /** Ids of who is in a direct conversation */
        people?: string[];
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** The caller's in it */
        role?: "manager" | "member";
        /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Those among them that call the caller; in a direct conversation all */
        mentions: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        muted: boolean;
        starred: boolean;
        /** A direct conversation that is closed until there is a new message */
        hidden: boolean;
        /** Missing: as in the caller's preferences */
        notify?: "all" | "mentions" | "none";
        sectionId?: string;
        /** Order in its section, smallest first; the same means by name */
        place: number;
        /** Position of its newest change, messages left out */
        rev: number;
        workspaceId: string;
        createdBy: string;
        createdAt: string;
        archivedAt?: string;
      }>;
      /** Lists the caller's direct conversations, the liveliest first */
      list: (params?: {
        limit?: number;
        /** Also those that are closed */
        all?: boolean;
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          id: string;
          /** dm: a conversation of two, or with oneself; group: of more */
          kind: "channel" | "dm" | "group";
          /** Without #; of a direct conversation the names of the others */
          name: string;
          private: boolean;
          topic: string;
          purpose: string;
          /** Who writes */
          posting: "everyone" | "managers";
          /** Ids of who is in a direct conversation */
          people?: string[];
          memberCount: number;
          /** Is the caller a member? */
          joined: boolean;
          /** The caller's in it */
          role?: "manager" | "member";
          /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
          unread: number;
          /** Those among them that call the caller; in a direct conversation all */
          mentions: number;
          /** Position of the newest message, 0 when there is none */
          lastSeq: number;
          /** Position up to which the caller has read */
          lastReadSeq: number;
          muted: boolean;
          starred: boolean;
          /** A direct conversation that is closed until there is a new message */
          hidden: boolean;
          /** Missing: as in the caller's preferences */
          notify?: "all" | "mentions" | "none";
          sectionId?: string;
          /** Order in its section, smallest first; the same means by name */
          place: number;
          /** Position of its newest change, messages left out */
          rev: number;
          workspaceId: string;
          createdBy: string;
          createdAt: string;
          archivedAt?: string;
        }[];
      }>;
      /** Opens a direct conversation */
      open: (params: {
        /** The others; nobody: a place for one's own notes */
        users: string[];
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** dm: a conversation of two, or with oneself; group: of more */
        kind: "channel" | "dm" | "group";
        /** Without #; of a direct conversation the names of the others */
        name: string;
        private: boolean;
        topic: string;
        purpose: string;
        /** Who writes */
        posting: "everyone" | "managers";
        /** Ids of who is in a direct conversation */
        people?: string[];
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** The caller's in it */
        role?: "manager" | "member";
        /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Those among them that call the caller; in a direct conversation all */
        mentions: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        muted: boolean;
        starred: boolean;
        /** A direct conversation that is closed until there is a new message */
        hidden: boolean;
        /** Missing: as in the caller's preferences */
        notify?: "all" | "mentions" | "none";
        sectionId?: string;
        /** Order in its section, smallest first; the same means by name */
        place: number;
        /** Position of its newest change, messages left out */
        rev: number;
        workspaceId: string;
        createdBy: string;
        createdAt: string;
        archivedAt?: string;
      }>;
    };
    draft: {
      /** Throws away a text that was not sent */
      delete: (params: {
        /** Id of a channel, or #name */
        channel: string;
        threadId?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        channelId: string;
        threadId?: string;
        /** Empty when there is none any more */
        text: string;
        rev: number;
        updatedAt: string;
      }>;
      /** Lists the caller's drafts, the newest first */
      list: (params?: {
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          channelId: string;
          threadId?: string;
          /** Empty when there is none any more */
          text: string;
          rev: number;
          updatedAt: string;
        }[];
      }>;
      /** Keeps a text that is not sent yet, for all devices of the caller */
      set: (params: {
        /** Id of a channel, or #name */
        channel: string;
        threadId?: string;
        /** Empty: there is none any more */
        text: string;
        /** rev of the draft that was changed: with a newer one it is refused */
        baseRev?: number;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        channelId: string;
        threadId?: string;
        /** Empty when there is none any more */
        text: string;
        rev: number;
        updatedAt: string;
      }>;
    };
    emoji: {
      /** Adds an emoji of the workspace's own */
      add: (params: {
        name: string;
        file: string;
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        name: string;
        /** Path of the picture on this host */
        url?: string;
        aliasOf?: string;
        createdBy: string;
        createdAt: string;
      }>;
      /** Gives an emoji of the workspace's own another name */
      add_alias: (params: {
        name: string;
        aliasOf: string;
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        name: string;
        /** Path of the picture on this host */
        url?: string;
        aliasOf?: string;
        createdBy: string;
        createdAt: string;
      }>;
      /** Lists the emoji of the workspace's own */
      list: (params?: {
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        limit?: number;
        /** nextCursor of the page before */
        cursor?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          name: string;
          /** Path of the picture on this host */
          url?: string;
          aliasOf?: string;
          createdBy: string;
          createdAt: string;
        }[];
        nextCursor?: string;
      }>;
      /** Removes an emoji of the workspace's own */
      remove: (params: {
        name: string;
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        name: string;
        /** Path of the picture on this host */
        url?: string;
        aliasOf?: string;
        createdBy: string;
        createdAt: string;
      }>;
    };
    export: {
      /** Tells how far a channel is exported, and where its file is */
      get: (params: {
        id: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        channelId: string;
        /** json: one JSON object a line, as chat.export.workspace writes them; markdown: to be read, day by day */
        format: "json" | "markdown";
        state: "running" | "done" | "failed";
        /** Of total, which are messages and files */
        done: number;
        total: number;
        error?: string;
        at: string;
        /** When it is done; it is kept for a week */
        file?: {
          id: string;
          /** Where it is read, on this host */
          path: string;
          name: string;
          sizeBytes: number;
        };
      }>;
      /** Writes the workspace into a file */
      workspace: (params?: {
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
      }, options?: CallOptions) => Promise<{
        file: string;
        /** Where it is read, on this host */
        path: string;
        name: string;
        sizeBytes: number;
      }>;
    };
    file: {
      /** Takes an attached file away, and says why */
      block: (params: {
        id: string;
        /** What was found in it */
        reason: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        channelId: string;
        /** Markdown; empty when the message is deleted */
        text: string;
        author: {
          /** User id; workflow:<name> or plugin:<id> for others */
          id: string;
          name: string;
          kind: "human" | "agent" | "workflow" | "plugin" | "system";
        };
        createdAt: string;
        editedAt?: string;
        deletedAt?: string;
        /** The message that it answers */
        threadId?: string;
        /** An answer that the channel shows as well */
        inChannel?: true;
        /** Its position, growing over all channels of the workspace */
        seq: number;
        /** Position of its newest change; the same as seq when there was none */
        rev: number;
        /** How many texts it has had, when more than one */
        version?: number;
        replies?: {
          count: number;
          /** Position of the newest answer */
          lastSeq: number;
          lastAt: string;
          /** Ids of who answered, the newest first, at most five */
          users: string[];
        };
        /** It calls everybody, or everybody who is there */
        broadcast?: "channel" | "here";
        pinned?: {
          at: string;
          by: string;
        };
        files?: {
          id: string;
          name: string;
          /** Media type, as its bytes tell it */
          type: string;
          sizeBytes: number;
          thumbnail?: {
            /** Of the file that holds it */
            id: string;
            width: number;
            height: number;
          };
          /** It was taken away: what was found in it */
          blocked?: string;
          /** It was deleted: neither its bytes nor its name are there */
          deleted?: {
            at: string;
            by: string;
          };
        }[];
        /** Its writer is still writing it: chat.message.delta brings more */
        streaming?: true;
        reactions: {
          emoji: string;
          users: string[];
        }[];
        clientId?: string;
        /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
        undoMs?: number;
        /** Buttons under it, of which one may be pressed once */
        actions?: {
          id: string;
          label: string;
          /** Default: plain */
          style?: "primary" | "danger";
          /** Comes back with the answer; people do not see it */
          value?: string;
          /** Is asked before the press counts */
          confirm?: string;
          /** Whoever presses may add a comment */
          comment?: boolean;
        }[];
        /** Who pressed a button */
        acted?: {
          /** The button's id */
          action: string;
          label: string;
          user: {
            id: string;
            name: string;
          };
          comment?: string;
          at: string;
        };
        /** What a workflow asks; host.workflow.approve and reject decide it */
        approval?: {
          run: string;
          step: string;
          workflow: string;
          /** Who may decide: this role and those above it */
          role: "owner" | "admin" | "member" | "guest" | "agent";
          /** When it is rejected by itself */
          deadline?: string;
          state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
          /** Name of who decided */
          by?: string;
          comment?: string;
        };
      }>;
      /** Deletes a file of a message for good */
      delete: (params: {
        id: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        channelId: string;
        /** Markdown; empty when the message is deleted */
        text: string;
        author: {
          /** User id; workflow:<name> or plugin:<id> for others */
          id: string;
          name: string;
          kind: "human" | "agent" | "workflow" | "plugin" | "system";
        };
        createdAt: string;
        editedAt?: string;
        deletedAt?: string;
        /** The message that it answers */
        threadId?: string;
        /** An answer that the channel shows as well */
        inChannel?: true;
        /** Its position, growing over all channels of the workspace */
        seq: number;
        /** Position of its newest change; the same as seq when there was none */
        rev: number;
        /** How many texts it has had, when more than one */
        version?: number;
        replies?: {
          count: number;
          /** Position of the newest answer */
          lastSeq: number;
          lastAt: string;
          /** Ids of who answered, the newest first, at most five */
          users: string[];
        };
        /** It calls everybody, or everybody who is there */
        broadcast?: "channel" | "here";
        pinned?: {
          at: string;
          by: string;
        };
        files?: {
          id: string;
          name: string;
          /** Media type, as its bytes tell it */
          type: string;
          sizeBytes: number;
          thumbnail?: {
            /** Of the file that holds it */
            id: string;
            width: number;
            height: number;
          };
          /** It was taken away: what was found in it */
          blocked?: string;
          /** It was deleted: neither its bytes nor its name are there */
          deleted?: {
            at: string;
            by: string;
          };
        }[];
        /** Its writer is still writing it: chat.message.delta brings more */
        streaming?: true;
        reactions: {
          emoji: string;
          users: string[];
        }[];
        clientId?: string;
        /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
        undoMs?: number;
        /** Buttons under it, of which one may be pressed once */
        actions?: {
          id: string;
          label: string;
          /** Default: plain */
          style?: "primary" | "danger";
          /** Comes back with the answer; people do not see it */
          value?: string;
          /** Is asked before the press counts */
          confirm?: string;
          /** Whoever presses may add a comment */
          comment?: boolean;
        }[];
        /** Who pressed a button */
        acted?: {
          /** The button's id */
          action: string;
          label: string;
          user: {
            id: string;
            name: string;
          };
          comment?: string;
          at: string;
        };
        /** What a workflow asks; host.workflow.approve and reject decide it */
        approval?: {
          run: string;
          step: string;
          workflow: string;
          /** Who may decide: this role and those above it */
          role: "owner" | "admin" | "member" | "guest" | "agent";
          /** When it is rejected by itself */
          deadline?: string;
          state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
          /** Name of who decided */
          by?: string;
          comment?: string;
        };
      }>;
      /** Gets a file with the message on which it hangs */
      get: (params: {
        id: string;
      }, options?: CallOptions) => Promise<{
        file: {
          id: string;
          name: string;
          /** Media type, as its bytes tell it */
          type: string;
          sizeBytes: number;
          thumbnail?: {
            /** Of the file that holds it */
            id: string;
            width: number;
            height: number;
          };
          /** It was taken away: what was found in it */
          blocked?: string;
          /** It was deleted: neither its bytes nor its name are there */
          deleted?: {
            at: string;
            by: string;
          };
        };
        messageId: string;
        channelId: string;
        /** User id of who uploaded it */
        owner: string;
        sentAt: string;
      }>;
      /** Lists the files of a channel, the newest first */
      list: (params: {
        /** Id of a channel, or #name */
        channel: string;
        /** Only files of this kind */
        type?: "image" | "video" | "audio" | "document" | "archive" | "other";
        limit?: number;
        /** nextCursor of the page before */
        cursor?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          file: {
            id: string;
            name: string;
            /** Media type, as its bytes tell it */
            type: string;
            sizeBytes: number;
            thumbnail?: {
              /** Of the file that holds it */
              id: string;
              width: number;
              height: number;
            };
            /** It was taken away: what was found in it */
            blocked?: string;
            /** It was deleted: neither its bytes nor its name are there */
            deleted?: {
              at: string;
              by: string;
            };
          };
          messageId: string;
          owner: string;
          sentAt: string;
        }[];
        nextCursor?: string;
      }>;
      /** Reads the bytes of an attached file, for a virus scanner */
      read: (params: {
        id: string;
        /** The first byte */
        from?: number;
      }, options?: CallOptions) => Promise<{
        /** Base64 */
        content: string;
        /** Of the whole file */
        sizeBytes: number;
        /** Where the next piece begins; without it this was the last */
        next?: number;
      }>;
    };
    group: {
      /** Makes a group of people that a handle calls */
      create: (params: {
        handle: string;
        name: string;
        description?: string;
        members?: string[];
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        handle: string;
        name: string;
        description: string;
        /** Ids */
        members: string[];
      }>;
      /** Deletes a group; its people stay */
      delete: (params: {
        group: string;
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        handle: string;
        name: string;
        description: string;
        /** Ids */
        members: string[];
      }>;
      /** Lists the groups of people */
      list: (params?: {
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        limit?: number;
        /** nextCursor of the page before */
        cursor?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          id: string;
          handle: string;
          name: string;
          description: string;
          /** Ids */
          members: string[];
        }[];
        nextCursor?: string;
      }>;
      /** Says who is in a group */
      set_members: (params: {
        group: string;
        /** All of them */
        members: string[];
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        handle: string;
        name: string;
        description: string;
        /** Ids */
        members: string[];
      }>;
      /** Changes a group's handle, name or description */
      update: (params: {
        group: string;
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        handle?: string;
        name?: string;
        description?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        handle: string;
        name: string;
        description: string;
        /** Ids */
        members: string[];
      }>;
    };
    import: {
      /** Tells how far an archive is taken over, and what came of it */
      get: (params: {
        id: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** The chat whose archive it is */
        kind: "slack" | "mattermost";
        fileName: string;
        /** Name of who began it */
        by: string;
        state: "running" | "done" | "failed";
        /** How much of total is done: the days of a Slack export, thousandths of one of Mattermost */
        done: number;
        total: number;
        error?: string;
        at: string;
        report: {
          users: {
            found: number;
            here: number;
          };
          channels: {
            found: number;
            created: number;
            existing: number;
          };
          messages: {
            found: number;
            imported: number;
            /** Were here already */
            known: number;
          };
          threads: number;
          reactions: {
            found: number;
            imported: number;
          };
          files: {
            found: number;
            linked: number;
            stored?: number;
          };
          pins: number;
          /** Of archives that hold them; so with the following */
          teams?: {
            found: number;
          };
          directs?: {
            found: number;
            created: number;
            existing: number;
          };
          emoji?: {
            found: number;
            imported: number;
            known: number;
          };
          /** What was not taken over: how many, by reason */
          left: Record<string, number>;
        };
      }>;
      /** Lists what was taken over from other chats, with what came of it, the newest first */
      list: (params?: {
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        limit?: number;
        /** nextCursor of the page before */
        cursor?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          id: string;
          /** The chat whose archive it is */
          kind: "slack" | "mattermost";
          fileName: string;
          /** Name of who began it */
          by: string;
          state: "running" | "done" | "failed";
          /** How much of total is done: the days of a Slack export, thousandths of one of Mattermost */
          done: number;
          total: number;
          error?: string;
          at: string;
          report: {
            users: {
              found: number;
              here: number;
            };
            channels: {
              found: number;
              created: number;
              existing: number;
            };
            messages: {
              found: number;
              imported: number;
              /** Were here already */
              known: number;
            };
            threads: number;
            reactions: {
              found: number;
              imported: number;
            };
            files: {
              found: number;
              linked: number;
              stored?: number;
            };
            pins: number;
            /** Of archives that hold them; so with the following */
            teams?: {
              found: number;
            };
            directs?: {
              found: number;
              created: number;
              existing: number;
            };
            emoji?: {
              found: number;
              imported: number;
              known: number;
            };
            /** What was not taken over: how many, by reason */
            left: Record<string, number>;
          };
        }[];
        nextCursor?: string;
      }>;
      /** Takes over a bulk export of Mattermost */
      mattermost: (params: {
        file: string;
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** The chat whose archive it is */
        kind: "slack" | "mattermost";
        fileName: string;
        /** Name of who began it */
        by: string;
        state: "running" | "done" | "failed";
        /** How much of total is done: the days of a Slack export, thousandths of one of Mattermost */
        done: number;
        total: number;
        error?: string;
        at: string;
        report: {
          users: {
            found: number;
            here: number;
          };
          channels: {
            found: number;
            created: number;
            existing: number;
          };
          messages: {
            found: number;
            imported: number;
            /** Were here already */
            known: number;
          };
          threads: number;
          reactions: {
            found: number;
            imported: number;
          };
          files: {
            found: number;
            linked: number;
            stored?: number;
          };
          pins: number;
          /** Of archives that hold them; so with the following */
          teams?: {
            found: number;
          };
          directs?: {
            found: number;
            created: number;
            existing: number;
          };
          emoji?: {
            found: number;
            imported: number;
            known: number;
          };
          /** What was not taken over: how many, by reason */
          left: Record<string, number>;
        };
      }>;
      /** Takes over the export of a Slack workspace */
      slack: (params: {
        file: string;
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** The chat whose archive it is */
        kind: "slack" | "mattermost";
        fileName: string;
        /** Name of who began it */
        by: string;
        state: "running" | "done" | "failed";
        /** How much of total is done: the days of a Slack export, thousandths of one of Mattermost */
        done: number;
        total: number;
        error?: string;
        at: string;
        report: {
          users: {
            found: number;
            here: number;
          };
          channels: {
            found: number;
            created: number;
            existing: number;
          };
          messages: {
            found: number;
            imported: number;
            /** Were here already */
            known: number;
          };
          threads: number;
          reactions: {
            found: number;
            imported: number;
          };
          files: {
            found: number;
            linked: number;
            stored?: number;
          };
          pins: number;
          /** Of archives that hold them; so with the following */
          teams?: {
            found: number;
          };
          directs?: {
            found: number;
            created: number;
            existing: number;
          };
          emoji?: {
            found: number;
            imported: number;
            known: number;
          };
          /** What was not taken over: how many, by reason */
          left: Record<string, number>;
        };
      }>;
    };
    mention: {
      /** Lists what called the caller, the newest first */
      list: (params?: {
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        limit?: number;
        /** nextCursor of the page before */
        cursor?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          message: {
            id: string;
            channelId: string;
            /** Markdown; empty when the message is deleted */
            text: string;
            author: {
              /** User id; workflow:<name> or plugin:<id> for others */
              id: string;
              name: string;
              kind: "human" | "agent" | "workflow" | "plugin" | "system";
            };
            createdAt: string;
            editedAt?: string;
            deletedAt?: string;
            /** The message that it answers */
            threadId?: string;
            /** An answer that the channel shows as well */
            inChannel?: true;
            /** Its position, growing over all channels of the workspace */
            seq: number;
            /** Position of its newest change; the same as seq when there was none */
            rev: number;
            /** How many texts it has had, when more than one */
            version?: number;
            replies?: {
              count: number;
              /** Position of the newest answer */
              lastSeq: number;
              lastAt: string;
              /** Ids of who answered, the newest first, at most five */
              users: string[];
            };
            /** It calls everybody, or everybody who is there */
            broadcast?: "channel" | "here";
            pinned?: {
              at: string;
              by: string;
            };
            files?: {
              id: string;
              name: string;
              /** Media type, as its bytes tell it */
              type: string;
              sizeBytes: number;
              thumbnail?: {
                /** Of the file that holds it */
                id: string;
                width: number;
                height: number;
              };
              /** It was taken away: what was found in it */
              blocked?: string;
              /** It was deleted: neither its bytes nor its name are there */
              deleted?: {
                at: string;
                by: string;
              };
            }[];
            /** Its writer is still writing it: chat.message.delta brings more */
            streaming?: true;
            reactions: {
              emoji: string;
              users: string[];
            }[];
            clientId?: string;
            /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
            undoMs?: number;
            /** Buttons under it, of which one may be pressed once */
            actions?: {
              id: string;
              label: string;
              /** Default: plain */
              style?: "primary" | "danger";
              /** Comes back with the answer; people do not see it */
              value?: string;
              /** Is asked before the press counts */
              confirm?: string;
              /** Whoever presses may add a comment */
              comment?: boolean;
            }[];
            /** Who pressed a button */
            acted?: {
              /** The button's id */
              action: string;
              label: string;
              user: {
                id: string;
                name: string;
              };
              comment?: string;
              at: string;
            };
            /** What a workflow asks; host.workflow.approve and reject decide it */
            approval?: {
              run: string;
              step: string;
              workflow: string;
              /** Who may decide: this role and those above it */
              role: "owner" | "admin" | "member" | "guest" | "agent";
              /** When it is rejected by itself */
              deadline?: string;
              state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
              /** Name of who decided */
              by?: string;
              comment?: string;
            };
          };
          kind: "person" | "group" | "channel" | "here" | "keyword";
          read: boolean;
        }[];
        nextCursor?: string;
      }>;
    };
    message: {
      /** Presses a button of a message */
      act: (params: {
        id: string;
        /** The button's id */
        action: string;
        /** Where the button takes one */
        comment?: string;
        /** Made by who presses: pressing again with the same one answers the first press */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        channelId: string;
        /** Markdown; empty when the message is deleted */
        text: string;
        author: {
          /** User id; workflow:<name> or plugin:<id> for others */
          id: string;
          name: string;
          kind: "human" | "agent" | "workflow" | "plugin" | "system";
        };
        createdAt: string;
        editedAt?: string;
        deletedAt?: string;
        /** The message that it answers */
        threadId?: string;
        /** An answer that the channel shows as well */
        inChannel?: true;
        /** Its position, growing over all channels of the workspace */
        seq: number;
        /** Position of its newest change; the same as seq when there was none */
        rev: number;
        /** How many texts it has had, when more than one */
        version?: number;
        replies?: {
          count: number;
          /** Position of the newest answer */
          lastSeq: number;
          lastAt: string;
          /** Ids of who answered, the newest first, at most five */
          users: string[];
        };
        /** It calls everybody, or everybody who is there */
        broadcast?: "channel" | "here";
        pinned?: {
          at: string;
          by: string;
        };
        files?: {
          id: string;
          name: string;
          /** Media type, as its bytes tell it */
          type: string;
          sizeBytes: number;
          thumbnail?: {
            /** Of the file that holds it */
            id: string;
            width: number;
            height: number;
          };
          /** It was taken away: what was found in it */
          blocked?: string;
          /** It was deleted: neither its bytes nor its name are there */
          deleted?: {
            at: string;
            by: string;
          };
        }[];
        /** Its writer is still writing it: chat.message.delta brings more */
        streaming?: true;
        reactions: {
          emoji: string;
          users: string[];
        }[];
        clientId?: string;
        /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
        undoMs?: number;
        /** Buttons under it, of which one may be pressed once */
        actions?: {
          id: string;
          label: string;
          /** Default: plain */
          style?: "primary" | "danger";
          /** Comes back with the answer; people do not see it */
          value?: string;
          /** Is asked before the press counts */
          confirm?: string;
          /** Whoever presses may add a comment */
          comment?: boolean;
        }[];
        /** Who pressed a button */
        acted?: {
          /** The button's id */
          action: string;
          label: string;
          user: {
            id: string;
            name: string;
          };
          comment?: string;
          at: string;
        };
        /** What a workflow asks; host.workflow.approve and reject decide it */
        approval?: {
          run: string;
          step: string;
          workflow: string;
          /** Who may decide: this role and those above it */
          role: "owner" | "admin" | "member" | "guest" | "agent";
          /** When it is rejected by itself */
          deadline?: string;
          state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
          /** Name of who decided */
          by?: string;
          comment?: string;
        };
      }>;
      /** Finds the first message of a channel at or after a time */
      at: (params: {
        /** Id of a channel, or #name */
        channel: string;
        /** A day begins where one is: give the offset */
        time: string;
      }, options?: CallOptions) => Promise<{
        message: {
          id: string;
          seq: number;
          createdAt: string;
        } | null;
      }>;
      /** Deletes a message, leaving a tombstone */
      delete: (params: {
        id: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        channelId: string;
        /** Markdown; empty when the message is deleted */
        text: string;
        author: {
          /** User id; workflow:<name> or plugin:<id> for others */
          id: string;
          name: string;
          kind: "human" | "agent" | "workflow" | "plugin" | "system";
        };
        createdAt: string;
        editedAt?: string;
        deletedAt?: string;
        /** The message that it answers */
        threadId?: string;
        /** An answer that the channel shows as well */
        inChannel?: true;
        /** Its position, growing over all channels of the workspace */
        seq: number;
        /** Position of its newest change; the same as seq when there was none */
        rev: number;
        /** How many texts it has had, when more than one */
        version?: number;
        replies?: {
          count: number;
          /** Position of the newest answer */
          lastSeq: number;
          lastAt: string;
          /** Ids of who answered, the newest first, at most five */
          users: string[];
        };
        /** It calls everybody, or everybody who is there */
        broadcast?: "channel" | "here";
        pinned?: {
          at: string;
          by: string;
        };
        files?: {
          id: string;
          name: string;
          /** Media type, as its bytes tell it */
          type: string;
          sizeBytes: number;
          thumbnail?: {
            /** Of the file that holds it */
            id: string;
            width: number;
            height: number;
          };
          /** It was taken away: what was found in it */
          blocked?: string;
          /** It was deleted: neither its bytes nor its name are there */
          deleted?: {
            at: string;
            by: string;
          };
        }[];
        /** Its writer is still writing it: chat.message.delta brings more */
        streaming?: true;
        reactions: {
          emoji: string;
          users: string[];
        }[];
        clientId?: string;
        /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
        undoMs?: number;
        /** Buttons under it, of which one may be pressed once */
        actions?: {
          id: string;
          label: string;
          /** Default: plain */
          style?: "primary" | "danger";
          /** Comes back with the answer; people do not see it */
          value?: string;
          /** Is asked before the press counts */
          confirm?: string;
          /** Whoever presses may add a comment */
          comment?: boolean;
        }[];
        /** Who pressed a button */
        acted?: {
          /** The button's id */
          action: string;
          label: string;
          user: {
            id: string;
            name: string;
          };
          comment?: string;
          at: string;
        };
        /** What a workflow asks; host.workflow.approve and reject decide it */
        approval?: {
          run: string;
          step: string;
          workflow: string;
          /** Who may decide: this role and those above it */
          role: "owner" | "admin" | "member" | "guest" | "agent";
          /** When it is rejected by itself */
          deadline?: string;
          state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
          /** Name of who decided */
          by?: string;
          comment?: string;
        };
      }>;
      /** Changes the text or the buttons of one's own message */
      edit: (params: {
        id: string;
        text?: string;
        actions?: {
          id: string;
          label: string;
          /** Default: plain */
          style?: "primary" | "danger";
          /** Comes back with the answer; people do not see it */
          value?: string;
          /** Is asked before the press counts */
          confirm?: string;
          /** Whoever presses may add a comment */
          comment?: boolean;
        }[];
        /** The version that was changed: when there is a newer one it is refused */
        version?: number;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        channelId: string;
        /** Markdown; empty when the message is deleted */
        text: string;
        author: {
          /** User id; workflow:<name> or plugin:<id> for others */
          id: string;
          name: string;
          kind: "human" | "agent" | "workflow" | "plugin" | "system";
        };
        createdAt: string;
        editedAt?: string;
        deletedAt?: string;
        /** The message that it answers */
        threadId?: string;
        /** An answer that the channel shows as well */
        inChannel?: true;
        /** Its position, growing over all channels of the workspace */
        seq: number;
        /** Position of its newest change; the same as seq when there was none */
        rev: number;
        /** How many texts it has had, when more than one */
        version?: number;
        replies?: {
          count: number;
          /** Position of the newest answer */
          lastSeq: number;
          lastAt: string;
          /** Ids of who answered, the newest first, at most five */
          users: string[];
        };
        /** It calls everybody, or everybody who is there */
        broadcast?: "channel" | "here";
        pinned?: {
          at: string;
          by: string;
        };
        files?: {
          id: string;
          name: string;
          /** Media type, as its bytes tell it */
          type: string;
          sizeBytes: number;
          thumbnail?: {
            /** Of the file that holds it */
            id: string;
            width: number;
            height: number;
          };
          /** It was taken away: what was found in it */
          blocked?: string;
          /** It was deleted: neither its bytes nor its name are there */
          deleted?: {
            at: string;
            by: string;
          };
        }[];
        /** Its writer is still writing it: chat.message.delta brings more */
        streaming?: true;
        reactions: {
          emoji: string;
          users: string[];
        }[];
        clientId?: string;
        /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
        undoMs?: number;
        /** Buttons under it, of which one may be pressed once */
        actions?: {
          id: string;
          label: string;
          /** Default: plain */
          style?: "primary" | "danger";
          /** Comes back with the answer; people do not see it */
          value?: string;
          /** Is asked before the press counts */
          confirm?: string;
          /** Whoever presses may add a comment */
          comment?: boolean;
        }[];
        /** Who pressed a button */
        acted?: {
          /** The button's id */
          action: string;
          label: string;
          user: {
            id: string;
            name: string;
          };
          comment?: string;
          at: string;
        };
        /** What a workflow asks; host.workflow.approve and reject decide it */
        approval?: {
          run: string;
          step: string;
          workflow: string;
          /** Who may decide: this role and those above it */
          role: "owner" | "admin" | "member" | "guest" | "agent";
          /** When it is rejected by itself */
          deadline?: string;
          state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
          /** Name of who decided */
          by?: string;
          comment?: string;
        };
      }>;
      /** Sends a message on to another channel */
      forward: (params: {
        id: string;
        /** Id of a channel, or #name */
        channel: string;
        /** What the caller says to it */
        comment?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        channelId: string;
        /** Markdown; empty when the message is deleted */
        text: string;
        author: {
          /** User id; workflow:<name> or plugin:<id> for others */
          id: string;
          name: string;
          kind: "human" | "agent" | "workflow" | "plugin" | "system";
        };
        createdAt: string;
        editedAt?: string;
        deletedAt?: string;
        /** The message that it answers */
        threadId?: string;
        /** An answer that the channel shows as well */
        inChannel?: true;
        /** Its position, growing over all channels of the workspace */
        seq: number;
        /** Position of its newest change; the same as seq when there was none */
        rev: number;
        /** How many texts it has had, when more than one */
        version?: number;
        replies?: {
          count: number;
          /** Position of the newest answer */
          lastSeq: number;
          lastAt: string;
          /** Ids of who answered, the newest first, at most five */
          users: string[];
        };
        /** It calls everybody, or everybody who is there */
        broadcast?: "channel" | "here";
        pinned?: {
          at: string;
          by: string;
        };
        files?: {
          id: string;
          name: string;
          /** Media type, as its bytes tell it */
          type: string;
          sizeBytes: number;
          thumbnail?: {
            /** Of the file that holds it */
            id: string;
            width: number;
            height: number;
          };
          /** It was taken away: what was found in it */
          blocked?: string;
          /** It was deleted: neither its bytes nor its name are there */
          deleted?: {
            at: string;
            by: string;
          };
        }[];
        /** Its writer is still writing it: chat.message.delta brings more */
        streaming?: true;
        reactions: {
          emoji: string;
          users: string[];
        }[];
        clientId?: string;
        /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
        undoMs?: number;
        /** Buttons under it, of which one may be pressed once */
        actions?: {
          id: string;
          label: string;
          /** Default: plain */
          style?: "primary" | "danger";
          /** Comes back with the answer; people do not see it */
          value?: string;
          /** Is asked before the press counts */
          confirm?: string;
          /** Whoever presses may add a comment */
          comment?: boolean;
        }[];
        /** Who pressed a button */
        acted?: {
          /** The button's id */
          action: string;
          label: string;
          user: {
            id: string;
            name: string;
          };
          comment?: string;
          at: string;
        };
        /** What a workflow asks; host.workflow.approve and reject decide it */
        approval?: {
          run: string;
          step: string;
          workflow: string;
          /** Who may decide: this role and those above it */
          role: "owner" | "admin" | "member" | "guest" | "agent";
          /** When it is rejected by itself */
          deadline?: string;
          state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
          /** Name of who decided */
          by?: string;
          comment?: string;
        };
      }>;
      /** Gets a message */
      get: (params: {
        id: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        channelId: string;
        /** Markdown; empty when the message is deleted */
        text: string;
        author: {
          /** User id; workflow:<name> or plugin:<id> for others */
          id: string;
          name: string;
          kind: "human" | "agent" | "workflow" | "plugin" | "system";
        };
        createdAt: string;
        editedAt?: string;
        deletedAt?: string;
        /** The message that it answers */
        threadId?: string;
        /** An answer that the channel shows as well */
        inChannel?: true;
        /** Its position, growing over all channels of the workspace */
        seq: number;
        /** Position of its newest change; the same as seq when there was none */
        rev: number;
        /** How many texts it has had, when more than one */
        version?: number;
        replies?: {
          count: number;
          /** Position of the newest answer */
          lastSeq: number;
          lastAt: string;
          /** Ids of who answered, the newest first, at most five */
          users: string[];
        };
        /** It calls everybody, or everybody who is there */
        broadcast?: "channel" | "here";
        pinned?: {
          at: string;
          by: string;
        };
        files?: {
          id: string;
          name: string;
          /** Media type, as its bytes tell it */
          type: string;
          sizeBytes: number;
          thumbnail?: {
            /** Of the file that holds it */
            id: string;
            width: number;
            height: number;
          };
          /** It was taken away: what was found in it */
          blocked?: string;
          /** It was deleted: neither its bytes nor its name are there */
          deleted?: {
            at: string;
            by: string;
          };
        }[];
        /** Its writer is still writing it: chat.message.delta brings more */
        streaming?: true;
        reactions: {
          emoji: string;
          users: string[];
        }[];
        clientId?: string;
        /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
        undoMs?: number;
        /** Buttons under it, of which one may be pressed once */
        actions?: {
          id: string;
          label: string;
          /** Default: plain */
          style?: "primary" | "danger";
          /** Comes back with the answer; people do not see it */
          value?: string;
          /** Is asked before the press counts */
          confirm?: string;
          /** Whoever presses may add a comment */
          comment?: boolean;
        }[];
        /** Who pressed a button */
        acted?: {
          /** The button's id */
          action: string;
          label: string;
          user: {
            id: string;
            name: string;
          };
          comment?: string;
          at: string;
        };
        /** What a workflow asks; host.workflow.approve and reject decide it */
        approval?: {
          run: string;
          step: string;
          workflow: string;
          /** Who may decide: this role and those above it */
          role: "owner" | "admin" | "member" | "guest" | "agent";
          /** When it is rejected by itself */
          deadline?: string;
          state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
          /** Name of who decided */
          by?: string;
          comment?: string;
        };
      }>;
      /** Lists the texts that a message had */
      history: (params: {
        id: string;
      }, options?: CallOptions) => Promise<{
        items: {
          version: number;
          text: string;
          at: string;
        }[];
      }>;
      /** Lists a channel's messages, oldest first */
      list: (params: {
        /** Id of a channel, or #name */
        channel: string;
        /** A message's seq or id */
        before?: number | string;
        /** A message's seq or id */
        after?: number | string;
        /** The page in whose middle this position is */
        around?: number | string;
        /** roots: answers in threads only where the channel shows them as well */
        threads?: "all" | "roots";
        limit?: number;
      }, options?: CallOptions) => Promise<{
        items: {
          id: string;
          channelId: string;
          /** Markdown; empty when the message is deleted */
          text: string;
          author: {
            /** User id; workflow:<name> or plugin:<id> for others */
            id: string;
            name: string;
            kind: "human" | "agent" | "workflow" | "plugin" | "system";
          };
          createdAt: string;
          editedAt?: string;
          deletedAt?: string;
          /** The message that it answers */
          threadId?: string;
          /** An answer that the channel shows as well */
          inChannel?: true;
          /** Its position, growing over all channels of the workspace */
          seq: number;
          /** Position of its newest change; the same as seq when there was none */
          rev: number;
          /** How many texts it has had, when more than one */
          version?: number;
          replies?: {
            count: number;
            /** Position of the newest answer */
            lastSeq: number;
            lastAt: string;
            /** Ids of who answered, the newest first, at most five */
            users: string[];
          };
          /** It calls everybody, or everybody who is there */
          broadcast?: "channel" | "here";
          pinned?: {
            at: string;
            by: string;
          };
          files?: {
            id: string;
            name: string;
            /** Media type, as its bytes tell it */
            type: string;
            sizeBytes: number;
            thumbnail?: {
              /** Of the file that holds it */
              id: string;
              width: number;
              height: number;
            };
            /** It was taken away: what was found in it */
            blocked?: string;
            /** It was deleted: neither its bytes nor its name are there */
            deleted?: {
              at: string;
              by: string;
            };
          }[];
          /** Its writer is still writing it: chat.message.delta brings more */
          streaming?: true;
          reactions: {
            emoji: string;
            users: string[];
          }[];
          clientId?: string;
          /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
          undoMs?: number;
          /** Buttons under it, of which one may be pressed once */
          actions?: {
            id: string;
            label: string;
            /** Default: plain */
            style?: "primary" | "danger";
            /** Comes back with the answer; people do not see it */
            value?: string;
            /** Is asked before the press counts */
            confirm?: string;
            /** Whoever presses may add a comment */
            comment?: boolean;
          }[];
          /** Who pressed a button */
          acted?: {
            /** The button's id */
            action: string;
            label: string;
            user: {
              id: string;
              name: string;
            };
            comment?: string;
            at: string;
          };
          /** What a workflow asks; host.workflow.approve and reject decide it */
          approval?: {
            run: string;
            step: string;
            workflow: string;
            /** Who may decide: this role and those above it */
            role: "owner" | "admin" | "member" | "guest" | "agent";
            /** When it is rejected by itself */
            deadline?: string;
            state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
            /** Name of who decided */
            by?: string;
            comment?: string;
          };
        }[];
        hasMore: boolean;
        /** With around: are there newer ones beyond the page? */
        hasNewer?: boolean;
      }>;
      /** Answers the address at which a message is shown */
      permalink: (params: {
        id: string;
      }, options?: CallOptions) => Promise<{
        /** On this host */
        path: string;
        messageId: string;
        channelId: string;
        seq: number;
      }>;
      /** Pins a message to its channel */
      pin: (params: {
        id: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        channelId: string;
        /** Markdown; empty when the message is deleted */
        text: string;
        author: {
          /** User id; workflow:<name> or plugin:<id> for others */
          id: string;
          name: string;
          kind: "human" | "agent" | "workflow" | "plugin" | "system";
        };
        createdAt: string;
        editedAt?: string;
        deletedAt?: string;
        /** The message that it answers */
        threadId?: string;
        /** An answer that the channel shows as well */
        inChannel?: true;
        /** Its position, growing over all channels of the workspace */
        seq: number;
        /** Position of its newest change; the same as seq when there was none */
        rev: number;
        /** How many texts it has had, when more than one */
        version?: number;
        replies?: {
          count: number;
          /** Position of the newest answer */
          lastSeq: number;
          lastAt: string;
          /** Ids of who answered, the newest first, at most five */
          users: string[];
        };
        /** It calls everybody, or everybody who is there */
        broadcast?: "channel" | "here";
        pinned?: {
          at: string;
          by: string;
        };
        files?: {
          id: string;
          name: string;
          /** Media type, as its bytes tell it */
          type: string;
          sizeBytes: number;
          thumbnail?: {
            /** Of the file that holds it */
            id: string;
            width: number;
            height: number;
          };
          /** It was taken away: what was found in it */
          blocked?: string;
          /** It was deleted: neither its bytes nor its name are there */
          deleted?: {
            at: string;
            by: string;
          };
        }[];
        /** Its writer is still writing it: chat.message.delta brings more */
        streaming?: true;
        reactions: {
          emoji: string;
          users: string[];
        }[];
        clientId?: string;
        /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
        undoMs?: number;
        /** Buttons under it, of which one may be pressed once */
        actions?: {
          id: string;
          label: string;
          /** Default: plain */
          style?: "primary" | "danger";
          /** Comes back with the answer; people do not see it */
          value?: string;
          /** Is asked before the press counts */
          confirm?: string;
          /** Whoever presses may add a comment */
          comment?: boolean;
        }[];
        /** Who pressed a button */
        acted?: {
          /** The button's id */
          action: string;
          label: string;
          user: {
            id: string;
            name: string;
          };
          comment?: string;
          at: string;
        };
        /** What a workflow asks; host.workflow.approve and reject decide it */
        approval?: {
          run: string;
          step: string;
          workflow: string;
          /** Who may decide: this role and those above it */
          role: "owner" | "admin" | "member" | "guest" | "agent";
          /** When it is rejected by itself */
          deadline?: string;
          state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
          /** Name of who decided */
          by?: string;
          comment?: string;
        };
      }>;
      /** Lists the pinned messages of a channel, the newest pin first */
      pins: (params: {
        /** Id of a channel, or #name */
        channel: string;
      }, options?: CallOptions) => Promise<{
        items: {
          id: string;
          channelId: string;
          /** Markdown; empty when the message is deleted */
          text: string;
          author: {
            /** User id; workflow:<name> or plugin:<id> for others */
            id: string;
            name: string;
            kind: "human" | "agent" | "workflow" | "plugin" | "system";
          };
          createdAt: string;
          editedAt?: string;
          deletedAt?: string;
          /** The message that it answers */
          threadId?: string;
          /** An answer that the channel shows as well */
          inChannel?: true;
          /** Its position, growing over all channels of the workspace */
          seq: number;
          /** Position of its newest change; the same as seq when there was none */
          rev: number;
          /** How many texts it has had, when more than one */
          version?: number;
          replies?: {
            count: number;
            /** Position of the newest answer */
            lastSeq: number;
            lastAt: string;
            /** Ids of who answered, the newest first, at most five */
            users: string[];
          };
          /** It calls everybody, or everybody who is there */
          broadcast?: "channel" | "here";
          pinned?: {
            at: string;
            by: string;
          };
          files?: {
            id: string;
            name: string;
            /** Media type, as its bytes tell it */
            type: string;
            sizeBytes: number;
            thumbnail?: {
              /** Of the file that holds it */
              id: string;
              width: number;
              height: number;
            };
            /** It was taken away: what was found in it */
            blocked?: string;
            /** It was deleted: neither its bytes nor its name are there */
            deleted?: {
              at: string;
              by: string;
            };
          }[];
          /** Its writer is still writing it: chat.message.delta brings more */
          streaming?: true;
          reactions: {
            emoji: string;
            users: string[];
          }[];
          clientId?: string;
          /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
          undoMs?: number;
          /** Buttons under it, of which one may be pressed once */
          actions?: {
            id: string;
            label: string;
            /** Default: plain */
            style?: "primary" | "danger";
            /** Comes back with the answer; people do not see it */
            value?: string;
            /** Is asked before the press counts */
            confirm?: string;
            /** Whoever presses may add a comment */
            comment?: boolean;
          }[];
          /** Who pressed a button */
          acted?: {
            /** The button's id */
            action: string;
            label: string;
            user: {
              id: string;
              name: string;
            };
            comment?: string;
            at: string;
          };
          /** What a workflow asks; host.workflow.approve and reject decide it */
          approval?: {
            run: string;
            step: string;
            workflow: string;
            /** Who may decide: this role and those above it */
            role: "owner" | "admin" | "member" | "guest" | "agent";
            /** When it is rejected by itself */
            deadline?: string;
            state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
            /** Name of who decided */
            by?: string;
            comment?: string;
          };
        }[];
      }>;
      /** Draws a text as HTML, the way a message with it is shown */
      preview: (params: {
        text: string;
      }, options?: CallOptions) => Promise<{
        html: string;
      }>;
      /** Lists who reacted to a message, and with what */
      reactions: (params: {
        id: string;
        /** Only who reacted with this one */
        emoji?: string;
        limit?: number;
        cursor?: string;
      }, options?: CallOptions) => Promise<{
        /** Of all emoji of the message */
        counts: {
          emoji: string;
          count: number;
        }[];
        items: {
          emoji: string;
          user: {
            id: string;
            name: string;
            /** Without @ */
            handle?: string;
            role: "owner" | "admin" | "member" | "guest" | "agent";
            profile: {
              title?: string;
              pronouns?: string;
              phone?: string;
              timezone?: string;
              about?: string;
            };
            status?: {
              emoji?: string;
              text?: string;
              /** When it clears by itself */
              until?: string;
            };
            /** Position of the newest change of what stands here */
            rev: number;
          };
        }[];
        nextCursor?: string;
      }>;
      /** Tells who of a channel has read up to a message */
      read_by: (params: {
        id: string;
        limit?: number;
        cursor?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          user: {
            id: string;
            name: string;
            /** Without @ */
            handle?: string;
            role: "owner" | "admin" | "member" | "guest" | "agent";
            profile: {
              title?: string;
              pronouns?: string;
              phone?: string;
              timezone?: string;
              about?: string;
            };
            status?: {
              emoji?: string;
              text?: string;
              /** When it clears by itself */
              until?: string;
            };
            /** Position of the newest change of what stands here */
            rev: number;
          };
          /** When they read in this place last, which may be further on */
          lastReadAt?: string;
        }[];
        nextCursor?: string;
        users: string[];
        memberCount: number;
      }>;
      /** Reports a message to who moderates the workspace */
      report: (params: {
        id: string;
        reason: "spam" | "harassment" | "private_data" | "other";
        /** What moderators should know; needed where the reason is other */
        comment?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        reason: "spam" | "harassment" | "private_data" | "other";
        reportedAt: string;
      }>;
      /** Takes a deletion back */
      restore: (params: {
        id: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        channelId: string;
        /** Markdown; empty when the message is deleted */
        text: string;
        author: {
          /** User id; workflow:<name> or plugin:<id> for others */
          id: string;
          name: string;
          kind: "human" | "agent" | "workflow" | "plugin" | "system";
        };
        createdAt: string;
        editedAt?: string;
        deletedAt?: string;
        /** The message that it answers */
        threadId?: string;
        /** An answer that the channel shows as well */
        inChannel?: true;
        /** Its position, growing over all channels of the workspace */
        seq: number;
        /** Position of its newest change; the same as seq when there was none */
        rev: number;
        /** How many texts it has had, when more than one */
        version?: number;
        replies?: {
          count: number;
          /** Position of the newest answer */
          lastSeq: number;
          lastAt: string;
          /** Ids of who answered, the newest first, at most five */
          users: string[];
        };
        /** It calls everybody, or everybody who is there */
        broadcast?: "channel" | "here";
        pinned?: {
          at: string;
          by: string;
        };
        files?: {
          id: string;
          name: string;
          /** Media type, as its bytes tell it */
          type: string;
          sizeBytes: number;
          thumbnail?: {
            /** Of the file that holds it */
            id: string;
            width: number;
            height: number;
          };
          /** It was taken away: what was found in it */
          blocked?: string;
          /** It was deleted: neither its bytes nor its name are there */
          deleted?: {
            at: string;
            by: string;
          };
        }[];
        /** Its writer is still writing it: chat.message.delta brings more */
        streaming?: true;
        reactions: {
          emoji: string;
          users: string[];
        }[];
        clientId?: string;
        /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
        undoMs?: number;
        /** Buttons under it, of which one may be pressed once */
        actions?: {
          id: string;
          label: string;
          /** Default: plain */
          style?: "primary" | "danger";
          /** Comes back with the answer; people do not see it */
          value?: string;
          /** Is asked before the press counts */
          confirm?: string;
          /** Whoever presses may add a comment */
          comment?: boolean;
        }[];
        /** Who pressed a button */
        acted?: {
          /** The button's id */
          action: string;
          label: string;
          user: {
            id: string;
            name: string;
          };
          comment?: string;
          at: string;
        };
        /** What a workflow asks; host.workflow.approve and reject decide it */
        approval?: {
          run: string;
          step: string;
          workflow: string;
          /** Who may decide: this role and those above it */
          role: "owner" | "admin" | "member" | "guest" | "agent";
          /** When it is rejected by itself */
          deadline?: string;
          state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
          /** Name of who decided */
          by?: string;
          comment?: string;
        };
      }>;
      /** Sends a message later */
      schedule: (params: {
        /** Id of a channel, or #name */
        channel: string;
        text: string;
        threadId?: string;
        sendAt: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        channelId: string;
        threadId?: string;
        text: string;
        sendAt: string;
        /** Why it could not be sent; it stays until it is changed or cancelled */
        error?: string;
      }>;
      /** Sends a message to a channel */
      send: (params: {
        /** Id of a channel, or #name */
        channel: string;
        /** Markdown; @handle mentions a person or a group, @channel everybody, @here those who are there. Empty only with files */
        text: string;
        /** The message that this one answers */
        threadId?: string;
        /** An answer is shown in the channel as well */
        inChannel?: boolean;
        /** Ids of what the caller has uploaded with POST /files/chat; whoever reads the channel may then read them */
        files?: string[];
        /** Small pictures of pictures among the files, which the caller has uploaded as well: WebP, JPEG or PNG of at most 256 KiB */
        thumbnails?: {
          /** Of the file that holds it */
          id: string;
          width: number;
          height: number;
          /** Which of the files it shows */
          file: string;
        }[];
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
        /** Buttons under the message. Whoever presses one does so with chat.message.act, once; chat.message.acted tells it */
        actions?: {
          id: string;
          label: string;
          /** Default: plain */
          style?: "primary" | "danger";
          /** Comes back with the answer; people do not see it */
          value?: string;
          /** Is asked before the press counts */
          confirm?: string;
          /** Whoever presses may add a comment */
          comment?: boolean;
        }[];
      }, options?: CallOptions) => Promise<{
        id: string;
        channelId: string;
        /** Markdown; empty when the message is deleted */
        text: string;
        author: {
          /** User id; workflow:<name> or plugin:<id> for others */
          id: string;
          name: string;
          kind: "human" | "agent" | "workflow" | "plugin" | "system";
        };
        createdAt: string;
        editedAt?: string;
        deletedAt?: string;
        /** The message that it answers */
        threadId?: string;
        /** An answer that the channel shows as well */
        inChannel?: true;
        /** Its position, growing over all channels of the workspace */
        seq: number;
        /** Position of its newest change; the same as seq when there was none */
        rev: number;
        /** How many texts it has had, when more than one */
        version?: number;
        replies?: {
          count: number;
          /** Position of the newest answer */
          lastSeq: number;
          lastAt: string;
          /** Ids of who answered, the newest first, at most five */
          users: string[];
        };
        /** It calls everybody, or everybody who is there */
        broadcast?: "channel" | "here";
        pinned?: {
          at: string;
          by: string;
        };
        files?: {
          id: string;
          name: string;
          /** Media type, as its bytes tell it */
          type: string;
          sizeBytes: number;
          thumbnail?: {
            /** Of the file that holds it */
            id: string;
            width: number;
            height: number;
          };
          /** It was taken away: what was found in it */
          blocked?: string;
          /** It was deleted: neither its bytes nor its name are there */
          deleted?: {
            at: string;
            by: string;
          };
        }[];
        /** Its writer is still writing it: chat.message.delta brings more */
        streaming?: true;
        reactions: {
          emoji: string;
          users: string[];
        }[];
        clientId?: string;
        /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
        undoMs?: number;
        /** Buttons under it, of which one may be pressed once */
        actions?: {
          id: string;
          label: string;
          /** Default: plain */
          style?: "primary" | "danger";
          /** Comes back with the answer; people do not see it */
          value?: string;
          /** Is asked before the press counts */
          confirm?: string;
          /** Whoever presses may add a comment */
          comment?: boolean;
        }[];
        /** Who pressed a button */
        acted?: {
          /** The button's id */
          action: string;
          label: string;
          user: {
            id: string;
            name: string;
          };
          comment?: string;
          at: string;
        };
        /** What a workflow asks; host.workflow.approve and reject decide it */
        approval?: {
          run: string;
          step: string;
          workflow: string;
          /** Who may decide: this role and those above it */
          role: "owner" | "admin" | "member" | "guest" | "agent";
          /** When it is rejected by itself */
          deadline?: string;
          state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
          /** Name of who decided */
          by?: string;
          comment?: string;
        };
      }>;
      stream: {
        /** Adds to a message that is being written */
        append: (params: {
          id: string;
          text: string;
          /** Where it begins: a piece that is there already is not added again */
          at?: number;
        }, options?: CallOptions) => Promise<{
          /** Of the text now, in UTF-16 units */
          length: number;
        }>;
        /** Begins a message that is written piece by piece */
        start: (params: {
          /** Id of a channel, or #name */
          channel: string;
          threadId?: string;
          /** What there is of it so far */
          text?: string;
          /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
          clientId?: string;
        }, options?: CallOptions) => Promise<{
          id: string;
          channelId: string;
          /** Markdown; empty when the message is deleted */
          text: string;
          author: {
            /** User id; workflow:<name> or plugin:<id> for others */
            id: string;
            name: string;
            kind: "human" | "agent" | "workflow" | "plugin" | "system";
          };
          createdAt: string;
          editedAt?: string;
          deletedAt?: string;
          /** The message that it answers */
          threadId?: string;
          /** An answer that the channel shows as well */
          inChannel?: true;
          /** Its position, growing over all channels of the workspace */
          seq: number;
          /** Position of its newest change; the same as seq when there was none */
          rev: number;
          /** How many texts it has had, when more than one */
          version?: number;
          replies?: {
            count: number;
            /** Position of the newest answer */
            lastSeq: number;
            lastAt: string;
            /** Ids of who answered, the newest first, at most five */
            users: string[];
          };
          /** It calls everybody, or everybody who is there */
          broadcast?: "channel" | "here";
          pinned?: {
            at: string;
            by: string;
          };
          files?: {
            id: string;
            name: string;
            /** Media type, as its bytes tell it */
            type: string;
            sizeBytes: number;
            thumbnail?: {
              /** Of the file that holds it */
              id: string;
              width: number;
              height: number;
            };
            /** It was taken away: what was found in it */
            blocked?: string;
            /** It was deleted: neither its bytes nor its name are there */
            deleted?: {
              at: string;
              by: string;
            };
          }[];
          /** Its writer is still writing it: chat.message.delta brings more */
          streaming?: true;
          reactions: {
            emoji: string;
            users: string[];
          }[];
          clientId?: string;
          /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
          undoMs?: number;
          /** Buttons under it, of which one may be pressed once */
          actions?: {
            id: string;
            label: string;
            /** Default: plain */
            style?: "primary" | "danger";
            /** Comes back with the answer; people do not see it */
            value?: string;
            /** Is asked before the press counts */
            confirm?: string;
            /** Whoever presses may add a comment */
            comment?: boolean;
          }[];
          /** Who pressed a button */
          acted?: {
            /** The button's id */
            action: string;
            label: string;
            user: {
              id: string;
              name: string;
            };
            comment?: string;
            at: string;
          };
          /** What a workflow asks; host.workflow.approve and reject decide it */
          approval?: {
            run: string;
            step: string;
            workflow: string;
            /** Who may decide: this role and those above it */
            role: "owner" | "admin" | "member" | "guest" | "agent";
            /** When it is rejected by itself */
            deadline?: string;
            state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
            /** Name of who decided */
            by?: string;
            comment?: string;
          };
        }>;
        /** Finishes a message that was written piece by piece */
        stop: (params: {
          id: string;
          /** The last piece */
          text?: string;
          /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
          clientId?: string;
        }, options?: CallOptions) => Promise<{
          id: string;
          channelId: string;
          /** Markdown; empty when the message is deleted */
          text: string;
          author: {
            /** User id; workflow:<name> or plugin:<id> for others */
            id: string;
            name: string;
            kind: "human" | "agent" | "workflow" | "plugin" | "system";
          };
          createdAt: string;
          editedAt?: string;
          deletedAt?: string;
          /** The message that it answers */
          threadId?: string;
          /** An answer that the channel shows as well */
          inChannel?: true;
          /** Its position, growing over all channels of the workspace */
          seq: number;
          /** Position of its newest change; the same as seq when there was none */
          rev: number;
          /** How many texts it has had, when more than one */
          version?: number;
          replies?: {
            count: number;
            /** Position of the newest answer */
            lastSeq: number;
            lastAt: string;
            /** Ids of who answered, the newest first, at most five */
            users: string[];
          };
          /** It calls everybody, or everybody who is there */
          broadcast?: "channel" | "here";
          pinned?: {
            at: string;
            by: string;
          };
          files?: {
            id: string;
            name: string;
            /** Media type, as its bytes tell it */
            type: string;
            sizeBytes: number;
            thumbnail?: {
              /** Of the file that holds it */
              id: string;
              width: number;
              height: number;
            };
            /** It was taken away: what was found in it */
            blocked?: string;
            /** It was deleted: neither its bytes nor its name are there */
            deleted?: {
              at: string;
              by: string;
            };
          }[];
          /** Its writer is still writing it: chat.message.delta brings more */
          streaming?: true;
          reactions: {
            emoji: string;
            users: string[];
          }[];
          clientId?: string;
          /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
          undoMs?: number;
          /** Buttons under it, of which one may be pressed once */
          actions?: {
            id: string;
            label: string;
            /** Default: plain */
            style?: "primary" | "danger";
            /** Comes back with the answer; people do not see it */
            value?: string;
            /** Is asked before the press counts */
            confirm?: string;
            /** Whoever presses may add a comment */
            comment?: boolean;
          }[];
          /** Who pressed a button */
          acted?: {
            /** The button's id */
            action: string;
            label: string;
            user: {
              id: string;
              name: string;
            };
            comment?: string;
            at: string;
          };
          /** What a workflow asks; host.workflow.approve and reject decide it */
          approval?: {
            run: string;
            step: string;
            workflow: string;
            /** Who may decide: this role and those above it */
            role: "owner" | "admin" | "member" | "guest" | "agent";
            /** When it is rejected by itself */
            deadline?: string;
            state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
            /** Name of who decided */
            by?: string;
            comment?: string;
          };
        }>;
      };
      /** Adds one's reaction to a message, or takes it back */
      toggle_react: (params: {
        id: string;
        emoji: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        action: "added" | "removed";
      }>;
      /** Tells the others that the caller is writing */
      typing: (params: {
        /** Id of a channel, or #name */
        channel: string;
        threadId?: string;
      }, options?: CallOptions) => Promise<Record<string, unknown>>;
      /** Tells what a page that a message links to says of itself */
      unfurl: (params: {
        url: string;
      }, options?: CallOptions) => Promise<{
        card?: {
          url: string;
          title: string;
          description?: string;
          siteName?: string;
          /** On the other server; loading it tells that server who looks */
          imageUrl?: string;
        };
      }>;
      /** Takes a message off the pins of its channel */
      unpin: (params: {
        id: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        channelId: string;
        /** Markdown; empty when the message is deleted */
        text: string;
        author: {
          /** User id; workflow:<name> or plugin:<id> for others */
          id: string;
          name: string;
          kind: "human" | "agent" | "workflow" | "plugin" | "system";
        };
        createdAt: string;
        editedAt?: string;
        deletedAt?: string;
        /** The message that it answers */
        threadId?: string;
        /** An answer that the channel shows as well */
        inChannel?: true;
        /** Its position, growing over all channels of the workspace */
        seq: number;
        /** Position of its newest change; the same as seq when there was none */
        rev: number;
        /** How many texts it has had, when more than one */
        version?: number;
        replies?: {
          count: number;
          /** Position of the newest answer */
          lastSeq: number;
          lastAt: string;
          /** Ids of who answered, the newest first, at most five */
          users: string[];
        };
        /** It calls everybody, or everybody who is there */
        broadcast?: "channel" | "here";
        pinned?: {
          at: string;
          by: string;
        };
        files?: {
          id: string;
          name: string;
          /** Media type, as its bytes tell it */
          type: string;
          sizeBytes: number;
          thumbnail?: {
            /** Of the file that holds it */
            id: string;
            width: number;
            height: number;
          };
          /** It was taken away: what was found in it */
          blocked?: string;
          /** It was deleted: neither its bytes nor its name are there */
          deleted?: {
            at: string;
            by: string;
          };
        }[];
        /** Its writer is still writing it: chat.message.delta brings more */
        streaming?: true;
        reactions: {
          emoji: string;
          users: string[];
        }[];
        clientId?: string;
        /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
        undoMs?: number;
        /** Buttons under it, of which one may be pressed once */
        actions?: {
          id: string;
          label: string;
          /** Default: plain */
          style?: "primary" | "danger";
          /** Comes back with the answer; people do not see it */
          value?: string;
          /** Is asked before the press counts */
          confirm?: string;
          /** Whoever presses may add a comment */
          comment?: boolean;
        }[];
        /** Who pressed a button */
        acted?: {
          /** The button's id */
          action: string;
          label: string;
          user: {
            id: string;
            name: string;
          };
          comment?: string;
          at: string;
        };
        /** What a workflow asks; host.workflow.approve and reject decide it */
        approval?: {
          run: string;
          step: string;
          workflow: string;
          /** Who may decide: this role and those above it */
          role: "owner" | "admin" | "member" | "guest" | "agent";
          /** When it is rejected by itself */
          deadline?: string;
          state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
          /** Name of who decided */
          by?: string;
          comment?: string;
        };
      }>;
    };
    moderation: {
      /** Lists messages that were reported in a workspace, the newest first */
      list: (params?: {
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        filter?: "open" | "resolved" | "all";
        limit?: number;
        /** nextCursor of the page before */
        cursor?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          id: string;
          /** open: nobody has resolved it; dismissed: the message stays; deleted: a moderator took the message down */
          state: "open" | "dismissed" | "deleted";
          author: {
            /** User id; workflow:<name> or plugin:<id> for others */
            id: string;
            name: string;
            kind: "human" | "agent" | "workflow" | "plugin" | "system";
          };
          /** What it said when it was reported */
          text: string;
          files?: {
            name: string;
            /** Media type, as its bytes tell it */
            type: string;
            sizeBytes: number;
          }[];
          sentAt: string;
          place: {
            /** gone: the channel is deleted */
            kind: "channel" | "dm" | "group" | "gone";
            private: boolean;
            /** Only for who may read the channel, with the two that follow */
            channelId?: string;
            name?: string;
            messageId?: string;
          };
          /** The message is deleted meanwhile, by whomever */
          messageDeleted?: true;
          reportCount: number;
          /** Who reported it and why, the first 20 */
          reports: {
            user: {
              id: string;
              name: string;
            };
            reason: "spam" | "harassment" | "private_data" | "other";
            comment: string;
            /** What it said to this person, when that is another text */
            text?: string;
            at: string;
          }[];
          note?: string;
          resolvedBy?: {
            id: string;
            name: string;
          };
          resolvedAt?: string;
        }[];
        nextCursor?: string;
      }>;
      /** Resolves a reported message: dismisses the reports, or takes the message down */
      resolve: (params: {
        /** Of what chat.moderation.list shows */
        id: string;
        action: "dismiss" | "delete_message";
        /** For other moderators */
        note?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** open: nobody has resolved it; dismissed: the message stays; deleted: a moderator took the message down */
        state: "open" | "dismissed" | "deleted";
        author: {
          /** User id; workflow:<name> or plugin:<id> for others */
          id: string;
          name: string;
          kind: "human" | "agent" | "workflow" | "plugin" | "system";
        };
        /** What it said when it was reported */
        text: string;
        files?: {
          name: string;
          /** Media type, as its bytes tell it */
          type: string;
          sizeBytes: number;
        }[];
        sentAt: string;
        place: {
          /** gone: the channel is deleted */
          kind: "channel" | "dm" | "group" | "gone";
          private: boolean;
          /** Only for who may read the channel, with the two that follow */
          channelId?: string;
          name?: string;
          messageId?: string;
        };
        /** The message is deleted meanwhile, by whomever */
        messageDeleted?: true;
        reportCount: number;
        /** Who reported it and why, the first 20 */
        reports: {
          user: {
            id: string;
            name: string;
          };
          reason: "spam" | "harassment" | "private_data" | "other";
          comment: string;
          /** What it said to this person, when that is another text */
          text?: string;
          at: string;
        }[];
        note?: string;
        resolvedBy?: {
          id: string;
          name: string;
        };
        resolvedAt?: string;
      }>;
    };
    preferences: {
      /** Gets what the caller chose for all of chat */
      get: (params?: Record<string, unknown>, options?: CallOptions) => Promise<{
        /** For channels without a choice of their own */
        notify?: "all" | "mentions" | "none";
        /** Hear of answers in threads that one follows */
        threads?: boolean;
        keywords?: string[];
        /** When nothing makes a noise; null: never */
        quietHours?: {
          from: string;
          to: string;
          timezone?: string;
          /** 0 is Sunday */
          weekdays?: number[];
        } | null;
        sound?: boolean;
        desktop?: boolean;
        /** Tell the devices that were turned on with host.push.subscribe */
        push?: boolean;
        /** Show on them what the messages say */
        pushText?: boolean;
        email?: "off" | "hourly" | "daily";
        theme?: "system" | "light" | "dark";
        compact?: boolean;
        /** auto: as the browser */
        language?: string;
        timezone?: string;
        convertEmoticons?: boolean;
        enterSends?: boolean;
        unreadFirst?: boolean;
      }>;
      /** Changes what the caller chose for all of chat */
      set: (params: {
        preferences: {
          /** For channels without a choice of their own */
          notify?: "all" | "mentions" | "none";
          /** Hear of answers in threads that one follows */
          threads?: boolean;
          keywords?: string[];
          /** When nothing makes a noise; null: never */
          quietHours?: {
            from: string;
            to: string;
            timezone?: string;
            /** 0 is Sunday */
            weekdays?: number[];
          } | null;
          sound?: boolean;
          desktop?: boolean;
          /** Tell the devices that were turned on with host.push.subscribe */
          push?: boolean;
          /** Show on them what the messages say */
          pushText?: boolean;
          email?: "off" | "hourly" | "daily";
          theme?: "system" | "light" | "dark";
          compact?: boolean;
          /** auto: as the browser */
          language?: string;
          timezone?: string;
          convertEmoticons?: boolean;
          enterSends?: boolean;
          unreadFirst?: boolean;
        };
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        /** For channels without a choice of their own */
        notify?: "all" | "mentions" | "none";
        /** Hear of answers in threads that one follows */
        threads?: boolean;
        keywords?: string[];
        /** When nothing makes a noise; null: never */
        quietHours?: {
          from: string;
          to: string;
          timezone?: string;
          /** 0 is Sunday */
          weekdays?: number[];
        } | null;
        sound?: boolean;
        desktop?: boolean;
        /** Tell the devices that were turned on with host.push.subscribe */
        push?: boolean;
        /** Show on them what the messages say */
        pushText?: boolean;
        email?: "off" | "hourly" | "daily";
        theme?: "system" | "light" | "dark";
        compact?: boolean;
        /** auto: as the browser */
        language?: string;
        timezone?: string;
        convertEmoticons?: boolean;
        enterSends?: boolean;
        unreadFirst?: boolean;
      }>;
    };
    presence: {
      /** Gives a sign of life, and says whose presence is on the screen */
      ping: (params?: {
        /** Ids of the people who are on the screen */
        view?: string[];
      }, options?: CallOptions) => Promise<{
        items: {
          id: string;
          presence: "active" | "away" | "dnd";
        }[];
      }>;
    };
    reminder: {
      /** Takes a reminder away */
      cancel: (params: {
        id: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        text: string;
        messageId?: string;
        at: string;
        firedAt?: string;
      }>;
      /** Reminds the caller at a time */
      create: (params: {
        at: string;
        /** Of this message */
        messageId?: string;
        /** Of this; a message needs none */
        text?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        text: string;
        messageId?: string;
        at: string;
        firedAt?: string;
      }>;
      /** Lists the caller's reminders, the latest time first */
      list: (params?: Record<string, unknown>, options?: CallOptions) => Promise<{
        items: {
          id: string;
          text: string;
          messageId?: string;
          at: string;
          firedAt?: string;
        }[];
      }>;
    };
    saved: {
      /** Saves a message for later */
      add: (params: {
        id: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        messageId: string;
        state: "saved" | "done";
        rev: number;
      }>;
      /** Marks a saved message as done */
      complete: (params: {
        id: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        messageId: string;
        state: "saved" | "done";
        rev: number;
      }>;
      /** Lists the caller's saved messages, the newest first */
      list: (params?: {
        /** Those that are done, instead of those to do */
        done?: boolean;
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        limit?: number;
        /** nextCursor of the page before */
        cursor?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          message: {
            id: string;
            channelId: string;
            /** Markdown; empty when the message is deleted */
            text: string;
            author: {
              /** User id; workflow:<name> or plugin:<id> for others */
              id: string;
              name: string;
              kind: "human" | "agent" | "workflow" | "plugin" | "system";
            };
            createdAt: string;
            editedAt?: string;
            deletedAt?: string;
            /** The message that it answers */
            threadId?: string;
            /** An answer that the channel shows as well */
            inChannel?: true;
            /** Its position, growing over all channels of the workspace */
            seq: number;
            /** Position of its newest change; the same as seq when there was none */
            rev: number;
            /** How many texts it has had, when more than one */
            version?: number;
            replies?: {
              count: number;
              /** Position of the newest answer */
              lastSeq: number;
              lastAt: string;
              /** Ids of who answered, the newest first, at most five */
              users: string[];
            };
            /** It calls everybody, or everybody who is there */
            broadcast?: "channel" | "here";
            pinned?: {
              at: string;
              by: string;
            };
            files?: {
              id: string;
              name: string;
              /** Media type, as its bytes tell it */
              type: string;
              sizeBytes: number;
              thumbnail?: {
                /** Of the file that holds it */
                id: string;
                width: number;
                height: number;
              };
              /** It was taken away: what was found in it */
              blocked?: string;
              /** It was deleted: neither its bytes nor its name are there */
              deleted?: {
                at: string;
                by: string;
              };
            }[];
            /** Its writer is still writing it: chat.message.delta brings more */
            streaming?: true;
            reactions: {
              emoji: string;
              users: string[];
            }[];
            clientId?: string;
            /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
            undoMs?: number;
            /** Buttons under it, of which one may be pressed once */
            actions?: {
              id: string;
              label: string;
              /** Default: plain */
              style?: "primary" | "danger";
              /** Comes back with the answer; people do not see it */
              value?: string;
              /** Is asked before the press counts */
              confirm?: string;
              /** Whoever presses may add a comment */
              comment?: boolean;
            }[];
            /** Who pressed a button */
            acted?: {
              /** The button's id */
              action: string;
              label: string;
              user: {
                id: string;
                name: string;
              };
              comment?: string;
              at: string;
            };
            /** What a workflow asks; host.workflow.approve and reject decide it */
            approval?: {
              run: string;
              step: string;
              workflow: string;
              /** Who may decide: this role and those above it */
              role: "owner" | "admin" | "member" | "guest" | "agent";
              /** When it is rejected by itself */
              deadline?: string;
              state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
              /** Name of who decided */
              by?: string;
              comment?: string;
            };
          };
          savedAt: string;
          doneAt?: string;
        }[];
        nextCursor?: string;
      }>;
      /** Takes a message off the saved ones */
      remove: (params: {
        id: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        messageId: string;
        state: "removed";
        rev: number;
      }>;
    };
    scheduled: {
      /** Does not send a message that was to be sent later */
      cancel: (params: {
        id: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        channelId: string;
        threadId?: string;
        text: string;
        sendAt: string;
        /** Why it could not be sent; it stays until it is changed or cancelled */
        error?: string;
      }>;
      /** Lists what the caller has written to be sent later */
      list: (params?: {
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          id: string;
          channelId: string;
          threadId?: string;
          text: string;
          sendAt: string;
          /** Why it could not be sent; it stays until it is changed or cancelled */
          error?: string;
        }[];
      }>;
      /** Sends a message at once that was to be sent later */
      send_now: (params: {
        id: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        channelId: string;
        /** Markdown; empty when the message is deleted */
        text: string;
        author: {
          /** User id; workflow:<name> or plugin:<id> for others */
          id: string;
          name: string;
          kind: "human" | "agent" | "workflow" | "plugin" | "system";
        };
        createdAt: string;
        editedAt?: string;
        deletedAt?: string;
        /** The message that it answers */
        threadId?: string;
        /** An answer that the channel shows as well */
        inChannel?: true;
        /** Its position, growing over all channels of the workspace */
        seq: number;
        /** Position of its newest change; the same as seq when there was none */
        rev: number;
        /** How many texts it has had, when more than one */
        version?: number;
        replies?: {
          count: number;
          /** Position of the newest answer */
          lastSeq: number;
          lastAt: string;
          /** Ids of who answered, the newest first, at most five */
          users: string[];
        };
        /** It calls everybody, or everybody who is there */
        broadcast?: "channel" | "here";
        pinned?: {
          at: string;
          by: string;
        };
        files?: {
          id: string;
          name: string;
          /** Media type, as its bytes tell it */
          type: string;
          sizeBytes: number;
          thumbnail?: {
            /** Of the file that holds it */
            id: string;
            width: number;
            height: number;
          };
          /** It was taken away: what was found in it */
          blocked?: string;
          /** It was deleted: neither its bytes nor its name are there */
          deleted?: {
            at: string;
            by: string;
          };
        }[];
        /** Its writer is still writing it: chat.message.delta brings more */
        streaming?: true;
        reactions: {
          emoji: string;
          users: string[];
        }[];
        clientId?: string;
        /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
        undoMs?: number;
        /** Buttons under it, of which one may be pressed once */
        actions?: {
          id: string;
          label: string;
          /** Default: plain */
          style?: "primary" | "danger";
          /** Comes back with the answer; people do not see it */
          value?: string;
          /** Is asked before the press counts */
          confirm?: string;
          /** Whoever presses may add a comment */
          comment?: boolean;
        }[];
        /** Who pressed a button */
        acted?: {
          /** The button's id */
          action: string;
          label: string;
          user: {
            id: string;
            name: string;
          };
          comment?: string;
          at: string;
        };
        /** What a workflow asks; host.workflow.approve and reject decide it */
        approval?: {
          run: string;
          step: string;
          workflow: string;
          /** Who may decide: this role and those above it */
          role: "owner" | "admin" | "member" | "guest" | "agent";
          /** When it is rejected by itself */
          deadline?: string;
          state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
          /** Name of who decided */
          by?: string;
          comment?: string;
        };
      }>;
      /** Changes a message that is to be sent later */
      update: (params: {
        id: string;
        text?: string;
        sendAt?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        channelId: string;
        threadId?: string;
        text: string;
        sendAt: string;
        /** Why it could not be sent; it stays until it is changed or cancelled */
        error?: string;
      }>;
    };
    search: {
      /** Searches people, channels and messages at once */
      all: (params: {
        query: string;
        /** Of each kind */
        limit?: number;
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
      }, options?: CallOptions) => Promise<{
        people: {
          id: string;
          name: string;
          /** Without @ */
          handle?: string;
          role: "owner" | "admin" | "member" | "guest" | "agent";
          profile: {
            title?: string;
            pronouns?: string;
            phone?: string;
            timezone?: string;
            about?: string;
          };
          status?: {
            emoji?: string;
            text?: string;
            /** When it clears by itself */
            until?: string;
          };
          /** Position of the newest change of what stands here */
          rev: number;
        }[];
        channels: {
          id: string;
          /** dm: a conversation of two, or with oneself; group: of more */
          kind: "channel" | "dm" | "group";
          /** Without #; of a direct conversation the names of the others */
          name: string;
          private: boolean;
          topic: string;
          purpose: string;
          /** Who writes */
          posting: "everyone" | "managers";
          /** Ids of who is in a direct conversation */
          people?: string[];
          memberCount: number;
          /** Is the caller a member? */
          joined: boolean;
          /** The caller's in it */
          role?: "manager" | "member";
          /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
          unread: number;
          /** Those among them that call the caller; in a direct conversation all */
          mentions: number;
          /** Position of the newest message, 0 when there is none */
          lastSeq: number;
          /** Position up to which the caller has read */
          lastReadSeq: number;
          muted: boolean;
          starred: boolean;
          /** A direct conversation that is closed until there is a new message */
          hidden: boolean;
          /** Missing: as in the caller's preferences */
          notify?: "all" | "mentions" | "none";
          sectionId?: string;
          /** Order in its section, smallest first; the same means by name */
          place: number;
          /** Position of its newest change, messages left out */
          rev: number;
          workspaceId: string;
          createdBy: string;
          createdAt: string;
          archivedAt?: string;
        }[];
        messages: {
          message: {
            id: string;
            channelId: string;
            /** Markdown; empty when the message is deleted */
            text: string;
            author: {
              /** User id; workflow:<name> or plugin:<id> for others */
              id: string;
              name: string;
              kind: "human" | "agent" | "workflow" | "plugin" | "system";
            };
            createdAt: string;
            editedAt?: string;
            deletedAt?: string;
            /** The message that it answers */
            threadId?: string;
            /** An answer that the channel shows as well */
            inChannel?: true;
            /** Its position, growing over all channels of the workspace */
            seq: number;
            /** Position of its newest change; the same as seq when there was none */
            rev: number;
            /** How many texts it has had, when more than one */
            version?: number;
            replies?: {
              count: number;
              /** Position of the newest answer */
              lastSeq: number;
              lastAt: string;
              /** Ids of who answered, the newest first, at most five */
              users: string[];
            };
            /** It calls everybody, or everybody who is there */
            broadcast?: "channel" | "here";
            pinned?: {
              at: string;
              by: string;
            };
            files?: {
              id: string;
              name: string;
              /** Media type, as its bytes tell it */
              type: string;
              sizeBytes: number;
              thumbnail?: {
                /** Of the file that holds it */
                id: string;
                width: number;
                height: number;
              };
              /** It was taken away: what was found in it */
              blocked?: string;
              /** It was deleted: neither its bytes nor its name are there */
              deleted?: {
                at: string;
                by: string;
              };
            }[];
            /** Its writer is still writing it: chat.message.delta brings more */
            streaming?: true;
            reactions: {
              emoji: string;
              users: string[];
            }[];
            clientId?: string;
            /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
            undoMs?: number;
            /** Buttons under it, of which one may be pressed once */
            actions?: {
              id: string;
              label: string;
              /** Default: plain */
              style?: "primary" | "danger";
              /** Comes back with the answer; people do not see it */
              value?: string;
              /** Is asked before the press counts */
              confirm?: string;
              /** Whoever presses may add a comment */
              comment?: boolean;
            }[];
            /** Who pressed a button */
            acted?: {
              /** The button's id */
              action: string;
              label: string;
              user: {
                id: string;
                name: string;
              };
              comment?: string;
              at: string;
            };
            /** What a workflow asks; host.workflow.approve and reject decide it */
            approval?: {
              run: string;
              step: string;
              workflow: string;
              /** Who may decide: this role and those above it */
              role: "owner" | "admin" | "member" | "guest" | "agent";
              /** When it is rejected by itself */
              deadline?: string;
              state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
              /** Name of who decided */
              by?: string;
              comment?: string;
            };
          };
          /** Plain text around the first match: escape it */
          snippet: string;
          /** Begin and end of each match, in UTF-16 units of snippet */
          highlights: [number, number][];
        }[];
      }>;
      /** Searches the files of messages, by their names and by what was said with them */
      files: (params: {
        /** Words, "a phrase", begin*, *part*, -without, from:@name or from:me, in:#channel or in:@name, before: after: on: with 2026-11-20, 2026-11, today or yesterday, has:link|code|file|image|reaction|pin, is:thread|saved|pinned|edited|dm */
        query: string;
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        limit?: number;
        /** nextCursor of the page before */
        cursor?: string;
        /** The searcher's day, for today and yesterday; default: in UTC */
        today?: string;
        /** Only files of this kind */
        type?: "image" | "video" | "audio" | "document" | "archive" | "other";
      }, options?: CallOptions) => Promise<{
        items: {
          file: {
            id: string;
            name: string;
            /** Media type, as its bytes tell it */
            type: string;
            sizeBytes: number;
            thumbnail?: {
              /** Of the file that holds it */
              id: string;
              width: number;
              height: number;
            };
            /** It was taken away: what was found in it */
            blocked?: string;
            /** It was deleted: neither its bytes nor its name are there */
            deleted?: {
              at: string;
              by: string;
            };
          };
          messageId: string;
          channelId: string;
          /** User id of who uploaded it */
          owner: string;
          sentAt: string;
        }[];
        nextCursor?: string;
      }>;
      /** Forgets one of the searches that the caller did last, or all of them */
      forget: (params?: {
        /** Without it all of them in the workspace are forgotten */
        query?: string;
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        /** Those that are left */
        items: {
          query: string;
          at: string;
        }[];
      }>;
      /** Searches messages */
      messages: (params: {
        /** Words, "a phrase", begin*, *part*, -without, from:@name or from:me, in:#channel or in:@name, before: after: on: with 2026-11-20, 2026-11, today or yesterday, has:link|code|file|image|reaction|pin, is:thread|saved|pinned|edited|dm */
        query: string;
        sort?: "newest" | "relevance";
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        limit?: number;
        /** nextCursor of the page before */
        cursor?: string;
        /** The searcher's day, for today and yesterday; default: in UTC */
        today?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          message: {
            id: string;
            channelId: string;
            /** Markdown; empty when the message is deleted */
            text: string;
            author: {
              /** User id; workflow:<name> or plugin:<id> for others */
              id: string;
              name: string;
              kind: "human" | "agent" | "workflow" | "plugin" | "system";
            };
            createdAt: string;
            editedAt?: string;
            deletedAt?: string;
            /** The message that it answers */
            threadId?: string;
            /** An answer that the channel shows as well */
            inChannel?: true;
            /** Its position, growing over all channels of the workspace */
            seq: number;
            /** Position of its newest change; the same as seq when there was none */
            rev: number;
            /** How many texts it has had, when more than one */
            version?: number;
            replies?: {
              count: number;
              /** Position of the newest answer */
              lastSeq: number;
              lastAt: string;
              /** Ids of who answered, the newest first, at most five */
              users: string[];
            };
            /** It calls everybody, or everybody who is there */
            broadcast?: "channel" | "here";
            pinned?: {
              at: string;
              by: string;
            };
            files?: {
              id: string;
              name: string;
              /** Media type, as its bytes tell it */
              type: string;
              sizeBytes: number;
              thumbnail?: {
                /** Of the file that holds it */
                id: string;
                width: number;
                height: number;
              };
              /** It was taken away: what was found in it */
              blocked?: string;
              /** It was deleted: neither its bytes nor its name are there */
              deleted?: {
                at: string;
                by: string;
              };
            }[];
            /** Its writer is still writing it: chat.message.delta brings more */
            streaming?: true;
            reactions: {
              emoji: string;
              users: string[];
            }[];
            clientId?: string;
            /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
            undoMs?: number;
            /** Buttons under it, of which one may be pressed once */
            actions?: {
              id: string;
              label: string;
              /** Default: plain */
              style?: "primary" | "danger";
              /** Comes back with the answer; people do not see it */
              value?: string;
              /** Is asked before the press counts */
              confirm?: string;
              /** Whoever presses may add a comment */
              comment?: boolean;
            }[];
            /** Who pressed a button */
            acted?: {
              /** The button's id */
              action: string;
              label: string;
              user: {
                id: string;
                name: string;
              };
              comment?: string;
              at: string;
            };
            /** What a workflow asks; host.workflow.approve and reject decide it */
            approval?: {
              run: string;
              step: string;
              workflow: string;
              /** Who may decide: this role and those above it */
              role: "owner" | "admin" | "member" | "guest" | "agent";
              /** When it is rejected by itself */
              deadline?: string;
              state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
              /** Name of who decided */
              by?: string;
              comment?: string;
            };
          };
          /** Plain text around the first match: escape it */
          snippet: string;
          /** Begin and end of each match, in UTF-16 units of snippet */
          highlights: [number, number][];
        }[];
        nextCursor?: string;
        /** No whole word matched: these are parts of words */
        parts: boolean;
        /** After an import: not everything can be found yet */
        indexing: boolean;
      }>;
      /** Lists what the caller looked for last in a workspace, the newest first */
      recent: (params?: {
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          query: string;
          at: string;
        }[];
      }>;
      /** Keeps a search among those that the caller did last */
      remember: (params: {
        query: string;
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          query: string;
          at: string;
        }[];
      }>;
      /** Completes names of people and channels as somebody types */
      suggest: (params: {
        prefix: string;
        /** Of each kind */
        limit?: number;
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
      }, options?: CallOptions) => Promise<{
        people: {
          id: string;
          name: string;
          /** Without @ */
          handle?: string;
          role: "owner" | "admin" | "member" | "guest" | "agent";
          profile: {
            title?: string;
            pronouns?: string;
            phone?: string;
            timezone?: string;
            about?: string;
          };
          status?: {
            emoji?: string;
            text?: string;
            /** When it clears by itself */
            until?: string;
          };
          /** Position of the newest change of what stands here */
          rev: number;
        }[];
        channels: {
          id: string;
          /** dm: a conversation of two, or with oneself; group: of more */
          kind: "channel" | "dm" | "group";
          /** Without #; of a direct conversation the names of the others */
          name: string;
          private: boolean;
          topic: string;
          purpose: string;
          /** Who writes */
          posting: "everyone" | "managers";
          /** Ids of who is in a direct conversation */
          people?: string[];
          memberCount: number;
          /** Is the caller a member? */
          joined: boolean;
          /** The caller's in it */
          role?: "manager" | "member";
          /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
          unread: number;
          /** Those among them that call the caller; in a direct conversation all */
          mentions: number;
          /** Position of the newest message, 0 when there is none */
          lastSeq: number;
          /** Position up to which the caller has read */
          lastReadSeq: number;
          muted: boolean;
          starred: boolean;
          /** A direct conversation that is closed until there is a new message */
          hidden: boolean;
          /** Missing: as in the caller's preferences */
          notify?: "all" | "mentions" | "none";
          sectionId?: string;
          /** Order in its section, smallest first; the same means by name */
          place: number;
          /** Position of its newest change, messages left out */
          rev: number;
          workspaceId: string;
          createdBy: string;
          createdAt: string;
          archivedAt?: string;
        }[];
      }>;
    };
    section: {
      /** Puts a channel into one of the caller's sections */
      assign: (params: {
        /** Id of a channel, or #name */
        channel: string;
        /** null: into none */
        section: string | null;
        /** Order in the section, smallest first; the same means by name */
        place?: number;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** dm: a conversation of two, or with oneself; group: of more */
        kind: "channel" | "dm" | "group";
        /** Without #; of a direct conversation the names of the others */
        name: string;
        private: boolean;
        topic: string;
        purpose: string;
        /** Who writes */
        posting: "everyone" | "managers";
        /** Ids of who is in a direct conversation */
        people?: string[];
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** The caller's in it */
        role?: "manager" | "member";
        /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Those among them that call the caller; in a direct conversation all */
        mentions: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        muted: boolean;
        starred: boolean;
        /** A direct conversation that is closed until there is a new message */
        hidden: boolean;
        /** Missing: as in the caller's preferences */
        notify?: "all" | "mentions" | "none";
        sectionId?: string;
        /** Order in its section, smallest first; the same means by name */
        place: number;
        /** Position of its newest change, messages left out */
        rev: number;
        workspaceId: string;
        createdBy: string;
        createdAt: string;
        archivedAt?: string;
      }>;
      /** Makes a section in the caller's sidebar */
      create: (params: {
        name: string;
        emoji?: string;
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        name: string;
        emoji?: string;
        place: number;
        collapsed: boolean;
      }>;
      /** Deletes a section; its channels stay */
      delete: (params: {
        id: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
      }>;
      /** Lists the sections of the caller's sidebar */
      list: (params?: {
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          id: string;
          name: string;
          emoji?: string;
          place: number;
          collapsed: boolean;
        }[];
      }>;
      /** Renames, moves or folds a section */
      update: (params: {
        id: string;
        name?: string;
        emoji?: string | null;
        /** Order among the sections, smallest first */
        place?: number;
        collapsed?: boolean;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        name: string;
        emoji?: string;
        place: number;
        collapsed: boolean;
      }>;
    };
    /** Reads everything that a client starts with in a workspace, at one position */
    snapshot: (params?: {
      /** Id or short name of a workspace; default: the first one */
      workspaceId?: string;
    }, options?: CallOptions) => Promise<{
      /** The position at which all this is so: chat.sync goes on from here */
      seq: number;
      workspace: {
        id: string;
        name: string;
        /** In addresses and over WebDAV */
        slug?: string;
        description: string;
        /** open: everybody with an account finds and joins it; closed: only its members know of it */
        access?: "open" | "closed";
        /** The one that everybody with an account is in */
        first?: boolean;
        /** The caller's in it */
        role?: "owner" | "admin" | "member";
      };
      me: {
        id: string;
        name: string;
        /** Without @ */
        handle?: string;
        role: "owner" | "admin" | "member" | "guest" | "agent";
        profile: {
          title?: string;
          pronouns?: string;
          phone?: string;
          timezone?: string;
          about?: string;
        };
        status?: {
          emoji?: string;
          text?: string;
          /** When it clears by itself */
          until?: string;
        };
        /** Position of the newest change of what stands here */
        rev: number;
      };
      /** Those that the caller is in, direct conversations too */
      channels: {
        id: string;
        /** dm: a conversation of two, or with oneself; group: of more */
        kind: "channel" | "dm" | "group";
        /** Without #; of a direct conversation the names of the others */
        name: string;
        private: boolean;
        topic: string;
        purpose: string;
        /** Who writes */
        posting: "everyone" | "managers";
        /** Ids of who is in a direct conversation */
        people?: string[];
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** The caller's in it */
        role?: "manager" | "member";
        /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Those among them that call the caller; in a direct conversation all */
        mentions: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        muted: boolean;
        starred: boolean;
        /** A direct conversation that is closed until there is a new message */
        hidden: boolean;
        /** Missing: as in the caller's preferences */
        notify?: "all" | "mentions" | "none";
        sectionId?: string;
        /** Order in its section, smallest first; the same means by name */
        place: number;
        /** Position of its newest change, messages left out */
        rev: number;
        workspaceId: string;
        createdBy: string;
        createdAt: string;
        archivedAt?: string;
      }[];
      sections: {
        id: string;
        name: string;
        emoji?: string;
        place: number;
        collapsed: boolean;
      }[];
      drafts: {
        channelId: string;
        threadId?: string;
        /** Empty when there is none any more */
        text: string;
        rev: number;
        updatedAt: string;
      }[];
      preferences: {
        /** For channels without a choice of their own */
        notify?: "all" | "mentions" | "none";
        /** Hear of answers in threads that one follows */
        threads?: boolean;
        keywords?: string[];
        /** When nothing makes a noise; null: never */
        quietHours?: {
          from: string;
          to: string;
          timezone?: string;
          /** 0 is Sunday */
          weekdays?: number[];
        } | null;
        sound?: boolean;
        desktop?: boolean;
        /** Tell the devices that were turned on with host.push.subscribe */
        push?: boolean;
        /** Show on them what the messages say */
        pushText?: boolean;
        email?: "off" | "hourly" | "daily";
        theme?: "system" | "light" | "dark";
        compact?: boolean;
        /** auto: as the browser */
        language?: string;
        timezone?: string;
        convertEmoticons?: boolean;
        enterSends?: boolean;
        unreadFirst?: boolean;
      };
      threads: {
        /** Followed threads with something new */
        unread: number;
        mentions: number;
      };
      /** Those in direct conversations; of others chat.user.list tells */
      people: {
        id: string;
        name: string;
        /** Without @ */
        handle?: string;
        role: "owner" | "admin" | "member" | "guest" | "agent";
        profile: {
          title?: string;
          pronouns?: string;
          phone?: string;
          timezone?: string;
          about?: string;
        };
        status?: {
          emoji?: string;
          text?: string;
          /** When it clears by itself */
          until?: string;
        };
        /** Position of the newest change of what stands here */
        rev: number;
      }[];
      /** The first thousand */
      emoji: {
        name: string;
        /** Path of the picture on this host */
        url?: string;
        aliasOf?: string;
        createdBy: string;
        createdAt: string;
      }[];
      /** The first 200 */
      groups: {
        id: string;
        handle: string;
        name: string;
        description: string;
        /** Ids */
        members: string[];
      }[];
      scheduled: {
        id: string;
        channelId: string;
        threadId?: string;
        text: string;
        sendAt: string;
        /** Why it could not be sent; it stays until it is changed or cancelled */
        error?: string;
      }[];
      /** Ids of saved messages that are not done, the newest 500 */
      saved: string[];
      /** Ends of names of files that are not taken, such as .exe */
      refusedFiles: string[];
      /** Whom one has muted */
      muted: {
        userId: string;
        name: string;
        mutedAt: string;
      }[];
      /** For moderators of the workspace */
      moderation?: {
        /** Reported messages that wait, counted up to a hundred */
        open: number;
      };
    }>;
    snippet: {
      /** Deletes a text that the caller kept */
      delete: (params: {
        id: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
      }>;
      /** Lists the texts that the caller keeps to write them again, by name */
      list: (params?: Record<string, unknown>, options?: CallOptions) => Promise<{
        items: {
          id: string;
          /** Typed behind ; to find it */
          name: string;
          /** Markdown */
          text: string;
          updatedAt: string;
        }[];
      }>;
      /** Keeps a text to write it again, or changes one */
      save: (params: {
        /** Of the one that is changed; without it a new one is made */
        id?: string;
        name: string;
        text: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** Typed behind ; to find it */
        name: string;
        /** Markdown */
        text: string;
        updatedAt: string;
      }>;
    };
    /** Tells what is different in a workspace since a position */
    sync: (params: {
      /** seq of the snapshot, of the last sync, or the highest rev of an event that came */
      since: number;
      /** Most changes that are looked at */
      limit?: number;
      /** Id or short name of a workspace; default: the first one */
      workspaceId?: string;
    }, options?: CallOptions) => Promise<{
      /** The position up to which this tells: the next call goes on from here */
      seq: number;
      /** Call again at once with seq */
      hasMore: boolean;
      /** New and changed ones, tombstones too, in channels that the caller is in */
      messages: {
        id: string;
        channelId: string;
        /** Markdown; empty when the message is deleted */
        text: string;
        author: {
          /** User id; workflow:<name> or plugin:<id> for others */
          id: string;
          name: string;
          kind: "human" | "agent" | "workflow" | "plugin" | "system";
        };
        createdAt: string;
        editedAt?: string;
        deletedAt?: string;
        /** The message that it answers */
        threadId?: string;
        /** An answer that the channel shows as well */
        inChannel?: true;
        /** Its position, growing over all channels of the workspace */
        seq: number;
        /** Position of its newest change; the same as seq when there was none */
        rev: number;
        /** How many texts it has had, when more than one */
        version?: number;
        replies?: {
          count: number;
          /** Position of the newest answer */
          lastSeq: number;
          lastAt: string;
          /** Ids of who answered, the newest first, at most five */
          users: string[];
        };
        /** It calls everybody, or everybody who is there */
        broadcast?: "channel" | "here";
        pinned?: {
          at: string;
          by: string;
        };
        files?: {
          id: string;
          name: string;
          /** Media type, as its bytes tell it */
          type: string;
          sizeBytes: number;
          thumbnail?: {
            /** Of the file that holds it */
            id: string;
            width: number;
            height: number;
          };
          /** It was taken away: what was found in it */
          blocked?: string;
          /** It was deleted: neither its bytes nor its name are there */
          deleted?: {
            at: string;
            by: string;
          };
        }[];
        /** Its writer is still writing it: chat.message.delta brings more */
        streaming?: true;
        reactions: {
          emoji: string;
          users: string[];
        }[];
        clientId?: string;
        /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
        undoMs?: number;
        /** Buttons under it, of which one may be pressed once */
        actions?: {
          id: string;
          label: string;
          /** Default: plain */
          style?: "primary" | "danger";
          /** Comes back with the answer; people do not see it */
          value?: string;
          /** Is asked before the press counts */
          confirm?: string;
          /** Whoever presses may add a comment */
          comment?: boolean;
        }[];
        /** Who pressed a button */
        acted?: {
          /** The button's id */
          action: string;
          label: string;
          user: {
            id: string;
            name: string;
          };
          comment?: string;
          at: string;
        };
        /** What a workflow asks; host.workflow.approve and reject decide it */
        approval?: {
          run: string;
          step: string;
          workflow: string;
          /** Who may decide: this role and those above it */
          role: "owner" | "admin" | "member" | "guest" | "agent";
          /** When it is rejected by itself */
          deadline?: string;
          state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
          /** Name of who decided */
          by?: string;
          comment?: string;
        };
      }[];
      /** With their counts, also where only those changed */
      channels: {
        id: string;
        /** dm: a conversation of two, or with oneself; group: of more */
        kind: "channel" | "dm" | "group";
        /** Without #; of a direct conversation the names of the others */
        name: string;
        private: boolean;
        topic: string;
        purpose: string;
        /** Who writes */
        posting: "everyone" | "managers";
        /** Ids of who is in a direct conversation */
        people?: string[];
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** The caller's in it */
        role?: "manager" | "member";
        /** Messages shown after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Those among them that call the caller; in a direct conversation all */
        mentions: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        muted: boolean;
        starred: boolean;
        /** A direct conversation that is closed until there is a new message */
        hidden: boolean;
        /** Missing: as in the caller's preferences */
        notify?: "all" | "mentions" | "none";
        sectionId?: string;
        /** Order in its section, smallest first; the same means by name */
        place: number;
        /** Position of its newest change, messages left out */
        rev: number;
        workspaceId: string;
        createdBy: string;
        createdAt: string;
        archivedAt?: string;
      }[];
      /** Ids of channels that the caller cannot see or is not in any more */
      gone: string[];
      /** Those of them that are deleted, with all that one kept there */
      deleted?: string[];
      threads: {
        rootId: string;
        channelId: string;
        following: boolean;
        lastReadSeq: number;
        unread: number;
        mentions: number;
      }[];
      people: {
        id: string;
        name: string;
        /** Without @ */
        handle?: string;
        role: "owner" | "admin" | "member" | "guest" | "agent";
        profile: {
          title?: string;
          pronouns?: string;
          phone?: string;
          timezone?: string;
          about?: string;
        };
        status?: {
          emoji?: string;
          text?: string;
          /** When it clears by itself */
          until?: string;
        };
        /** Position of the newest change of what stands here */
        rev: number;
      }[];
      /** One with an empty text is gone */
      drafts: {
        channelId: string;
        threadId?: string;
        /** Empty when there is none any more */
        text: string;
        rev: number;
        updatedAt: string;
      }[];
      /** All of them, when one changed; so with the following */
      sections?: {
        id: string;
        name: string;
        emoji?: string;
        place: number;
        collapsed: boolean;
      }[];
      preferences?: {
        /** For channels without a choice of their own */
        notify?: "all" | "mentions" | "none";
        /** Hear of answers in threads that one follows */
        threads?: boolean;
        keywords?: string[];
        /** When nothing makes a noise; null: never */
        quietHours?: {
          from: string;
          to: string;
          timezone?: string;
          /** 0 is Sunday */
          weekdays?: number[];
        } | null;
        sound?: boolean;
        desktop?: boolean;
        /** Tell the devices that were turned on with host.push.subscribe */
        push?: boolean;
        /** Show on them what the messages say */
        pushText?: boolean;
        email?: "off" | "hourly" | "daily";
        theme?: "system" | "light" | "dark";
        compact?: boolean;
        /** auto: as the browser */
        language?: string;
        timezone?: string;
        convertEmoticons?: boolean;
        enterSends?: boolean;
        unreadFirst?: boolean;
      };
      scheduled?: {
        id: string;
        channelId: string;
        threadId?: string;
        text: string;
        sendAt: string;
        /** Why it could not be sent; it stays until it is changed or cancelled */
        error?: string;
      }[];
      saved: {
        messageId: string;
        state: "saved" | "done" | "removed";
      }[];
      groups: {
        id: string;
        handle: string;
        name: string;
        description: string;
        /** Ids */
        members: string[];
      }[];
      groupsGone: string[];
      emoji?: {
        name: string;
        /** Path of the picture on this host */
        url?: string;
        aliasOf?: string;
        createdBy: string;
        createdAt: string;
      }[];
      /** Those that were kept or changed */
      snippets: {
        id: string;
        /** Typed behind ; to find it */
        name: string;
        /** Markdown */
        text: string;
        updatedAt: string;
      }[];
      snippetsGone: string[];
      bookmarks: {
        channelId: string;
        items: {
          id: string;
          title: string;
          url: string;
          emoji?: string;
          place: number;
        }[];
      }[];
      workspace?: {
        id: string;
        name: string;
        /** In addresses and over WebDAV */
        slug?: string;
        description: string;
        /** open: everybody with an account finds and joins it; closed: only its members know of it */
        access?: "open" | "closed";
        /** The one that everybody with an account is in */
        first?: boolean;
        /** The caller's in it */
        role?: "owner" | "admin" | "member";
      };
      moderation?: {
        /** Reported messages that wait, counted up to a hundred */
        open: number;
      };
      /** All of them, when one changed; then all channels come with their counts */
      muted?: {
        userId: string;
        name: string;
        mutedAt: string;
      }[];
    }>;
    thread: {
      /** Counts the followed threads with something unread */
      counts: (params?: {
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
      }, options?: CallOptions) => Promise<{
        unread: number;
        mentions: number;
      }>;
      /** Follows a thread */
      follow: (params: {
        /** The first message, or an answer */
        id: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        rootId: string;
        channelId: string;
        following: boolean;
        lastReadSeq: number;
        unread: number;
        mentions: number;
      }>;
      /** Gets a thread: its first message and the answers */
      get: (params: {
        /** The first message, or an answer */
        id: string;
        /** Position; answers after it */
        after?: number;
        limit?: number;
      }, options?: CallOptions) => Promise<{
        root: {
          id: string;
          channelId: string;
          /** Markdown; empty when the message is deleted */
          text: string;
          author: {
            /** User id; workflow:<name> or plugin:<id> for others */
            id: string;
            name: string;
            kind: "human" | "agent" | "workflow" | "plugin" | "system";
          };
          createdAt: string;
          editedAt?: string;
          deletedAt?: string;
          /** The message that it answers */
          threadId?: string;
          /** An answer that the channel shows as well */
          inChannel?: true;
          /** Its position, growing over all channels of the workspace */
          seq: number;
          /** Position of its newest change; the same as seq when there was none */
          rev: number;
          /** How many texts it has had, when more than one */
          version?: number;
          replies?: {
            count: number;
            /** Position of the newest answer */
            lastSeq: number;
            lastAt: string;
            /** Ids of who answered, the newest first, at most five */
            users: string[];
          };
          /** It calls everybody, or everybody who is there */
          broadcast?: "channel" | "here";
          pinned?: {
            at: string;
            by: string;
          };
          files?: {
            id: string;
            name: string;
            /** Media type, as its bytes tell it */
            type: string;
            sizeBytes: number;
            thumbnail?: {
              /** Of the file that holds it */
              id: string;
              width: number;
              height: number;
            };
            /** It was taken away: what was found in it */
            blocked?: string;
            /** It was deleted: neither its bytes nor its name are there */
            deleted?: {
              at: string;
              by: string;
            };
          }[];
          /** Its writer is still writing it: chat.message.delta brings more */
          streaming?: true;
          reactions: {
            emoji: string;
            users: string[];
          }[];
          clientId?: string;
          /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
          undoMs?: number;
          /** Buttons under it, of which one may be pressed once */
          actions?: {
            id: string;
            label: string;
            /** Default: plain */
            style?: "primary" | "danger";
            /** Comes back with the answer; people do not see it */
            value?: string;
            /** Is asked before the press counts */
            confirm?: string;
            /** Whoever presses may add a comment */
            comment?: boolean;
          }[];
          /** Who pressed a button */
          acted?: {
            /** The button's id */
            action: string;
            label: string;
            user: {
              id: string;
              name: string;
            };
            comment?: string;
            at: string;
          };
          /** What a workflow asks; host.workflow.approve and reject decide it */
          approval?: {
            run: string;
            step: string;
            workflow: string;
            /** Who may decide: this role and those above it */
            role: "owner" | "admin" | "member" | "guest" | "agent";
            /** When it is rejected by itself */
            deadline?: string;
            state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
            /** Name of who decided */
            by?: string;
            comment?: string;
          };
        };
        /** Oldest first */
        items: {
          id: string;
          channelId: string;
          /** Markdown; empty when the message is deleted */
          text: string;
          author: {
            /** User id; workflow:<name> or plugin:<id> for others */
            id: string;
            name: string;
            kind: "human" | "agent" | "workflow" | "plugin" | "system";
          };
          createdAt: string;
          editedAt?: string;
          deletedAt?: string;
          /** The message that it answers */
          threadId?: string;
          /** An answer that the channel shows as well */
          inChannel?: true;
          /** Its position, growing over all channels of the workspace */
          seq: number;
          /** Position of its newest change; the same as seq when there was none */
          rev: number;
          /** How many texts it has had, when more than one */
          version?: number;
          replies?: {
            count: number;
            /** Position of the newest answer */
            lastSeq: number;
            lastAt: string;
            /** Ids of who answered, the newest first, at most five */
            users: string[];
          };
          /** It calls everybody, or everybody who is there */
          broadcast?: "channel" | "here";
          pinned?: {
            at: string;
            by: string;
          };
          files?: {
            id: string;
            name: string;
            /** Media type, as its bytes tell it */
            type: string;
            sizeBytes: number;
            thumbnail?: {
              /** Of the file that holds it */
              id: string;
              width: number;
              height: number;
            };
            /** It was taken away: what was found in it */
            blocked?: string;
            /** It was deleted: neither its bytes nor its name are there */
            deleted?: {
              at: string;
              by: string;
            };
          }[];
          /** Its writer is still writing it: chat.message.delta brings more */
          streaming?: true;
          reactions: {
            emoji: string;
            users: string[];
          }[];
          clientId?: string;
          /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
          undoMs?: number;
          /** Buttons under it, of which one may be pressed once */
          actions?: {
            id: string;
            label: string;
            /** Default: plain */
            style?: "primary" | "danger";
            /** Comes back with the answer; people do not see it */
            value?: string;
            /** Is asked before the press counts */
            confirm?: string;
            /** Whoever presses may add a comment */
            comment?: boolean;
          }[];
          /** Who pressed a button */
          acted?: {
            /** The button's id */
            action: string;
            label: string;
            user: {
              id: string;
              name: string;
            };
            comment?: string;
            at: string;
          };
          /** What a workflow asks; host.workflow.approve and reject decide it */
          approval?: {
            run: string;
            step: string;
            workflow: string;
            /** Who may decide: this role and those above it */
            role: "owner" | "admin" | "member" | "guest" | "agent";
            /** When it is rejected by itself */
            deadline?: string;
            state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
            /** Name of who decided */
            by?: string;
            comment?: string;
          };
        }[];
        hasMore: boolean;
        state: {
          rootId: string;
          channelId: string;
          following: boolean;
          lastReadSeq: number;
          unread: number;
          mentions: number;
        };
      }>;
      /** Lists the threads that the caller follows, the newest answer first */
      list: (params?: {
        /** Only those with something unread */
        unread?: boolean;
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        limit?: number;
        /** nextCursor of the page before */
        cursor?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          root: {
            id: string;
            channelId: string;
            /** Markdown; empty when the message is deleted */
            text: string;
            author: {
              /** User id; workflow:<name> or plugin:<id> for others */
              id: string;
              name: string;
              kind: "human" | "agent" | "workflow" | "plugin" | "system";
            };
            createdAt: string;
            editedAt?: string;
            deletedAt?: string;
            /** The message that it answers */
            threadId?: string;
            /** An answer that the channel shows as well */
            inChannel?: true;
            /** Its position, growing over all channels of the workspace */
            seq: number;
            /** Position of its newest change; the same as seq when there was none */
            rev: number;
            /** How many texts it has had, when more than one */
            version?: number;
            replies?: {
              count: number;
              /** Position of the newest answer */
              lastSeq: number;
              lastAt: string;
              /** Ids of who answered, the newest first, at most five */
              users: string[];
            };
            /** It calls everybody, or everybody who is there */
            broadcast?: "channel" | "here";
            pinned?: {
              at: string;
              by: string;
            };
            files?: {
              id: string;
              name: string;
              /** Media type, as its bytes tell it */
              type: string;
              sizeBytes: number;
              thumbnail?: {
                /** Of the file that holds it */
                id: string;
                width: number;
                height: number;
              };
              /** It was taken away: what was found in it */
              blocked?: string;
              /** It was deleted: neither its bytes nor its name are there */
              deleted?: {
                at: string;
                by: string;
              };
            }[];
            /** Its writer is still writing it: chat.message.delta brings more */
            streaming?: true;
            reactions: {
              emoji: string;
              users: string[];
            }[];
            clientId?: string;
            /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
            undoMs?: number;
            /** Buttons under it, of which one may be pressed once */
            actions?: {
              id: string;
              label: string;
              /** Default: plain */
              style?: "primary" | "danger";
              /** Comes back with the answer; people do not see it */
              value?: string;
              /** Is asked before the press counts */
              confirm?: string;
              /** Whoever presses may add a comment */
              comment?: boolean;
            }[];
            /** Who pressed a button */
            acted?: {
              /** The button's id */
              action: string;
              label: string;
              user: {
                id: string;
                name: string;
              };
              comment?: string;
              at: string;
            };
            /** What a workflow asks; host.workflow.approve and reject decide it */
            approval?: {
              run: string;
              step: string;
              workflow: string;
              /** Who may decide: this role and those above it */
              role: "owner" | "admin" | "member" | "guest" | "agent";
              /** When it is rejected by itself */
              deadline?: string;
              state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
              /** Name of who decided */
              by?: string;
              comment?: string;
            };
          };
          state: {
            rootId: string;
            channelId: string;
            following: boolean;
            lastReadSeq: number;
            unread: number;
            mentions: number;
          };
        }[];
        nextCursor?: string;
      }>;
      /** Moves the caller's read marker in a thread forward */
      mark_read: (params: {
        /** The first message, or an answer */
        id: string;
        /** Position of the last answer that was seen */
        seq: number;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        rootId: string;
        channelId: string;
        following: boolean;
        lastReadSeq: number;
        unread: number;
        mentions: number;
      }>;
      /** Does not follow a thread any more */
      unfollow: (params: {
        /** The first message, or an answer */
        id: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        rootId: string;
        channelId: string;
        following: boolean;
        lastReadSeq: number;
        unread: number;
        mentions: number;
      }>;
    };
    user: {
      /** Gets a person */
      get: (params: {
        /** Id of a person, or @handle */
        user: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        name: string;
        /** Without @ */
        handle?: string;
        role: "owner" | "admin" | "member" | "guest" | "agent";
        profile: {
          title?: string;
          pronouns?: string;
          phone?: string;
          timezone?: string;
          about?: string;
        };
        status?: {
          emoji?: string;
          text?: string;
          /** When it clears by itself */
          until?: string;
        };
        /** Position of the newest change of what stands here */
        rev: number;
      }>;
      /** Lists the people by name */
      list: (params?: {
        /** Only those whose name or handle holds this */
        query?: string;
        /** Id or short name of a workspace; default: the first one */
        workspaceId?: string;
        limit?: number;
        /** nextCursor of the page before */
        cursor?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          id: string;
          name: string;
          /** Without @ */
          handle?: string;
          role: "owner" | "admin" | "member" | "guest" | "agent";
          profile: {
            title?: string;
            pronouns?: string;
            phone?: string;
            timezone?: string;
            about?: string;
          };
          status?: {
            emoji?: string;
            text?: string;
            /** When it clears by itself */
            until?: string;
          };
          /** Position of the newest change of what stands here */
          rev: number;
        }[];
        nextCursor?: string;
      }>;
      /** Gets the caller as others see them */
      me: (params?: Record<string, unknown>, options?: CallOptions) => Promise<{
        id: string;
        name: string;
        /** Without @ */
        handle?: string;
        role: "owner" | "admin" | "member" | "guest" | "agent";
        profile: {
          title?: string;
          pronouns?: string;
          phone?: string;
          timezone?: string;
          about?: string;
        };
        status?: {
          emoji?: string;
          text?: string;
          /** When it clears by itself */
          until?: string;
        };
        /** Position of the newest change of what stands here */
        rev: number;
      }>;
      /** Mutes a person for the caller: nothing that they write calls the caller any more */
      mute: (params: {
        /** Id of a person, or @handle */
        user: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        userId: string;
        name: string;
        mutedAt: string;
      }>;
      /** Tells which of some people are there */
      presence: (params: {
        ids: string[];
      }, options?: CallOptions) => Promise<{
        presence: Record<string, "active" | "away" | "dnd">;
      }>;
      /** Says whether the caller is there */
      set_presence: (params: {
        /** auto: by signs of life; dnd: there, and not to be disturbed */
        presence: "auto" | "away" | "dnd";
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        presence: "active" | "away" | "dnd";
      }>;
      /** Sets the caller's status, or clears it */
      set_status: (params?: {
        emoji?: string;
        text?: string;
        /** When it clears by itself */
        until?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        name: string;
        /** Without @ */
        handle?: string;
        role: "owner" | "admin" | "member" | "guest" | "agent";
        profile: {
          title?: string;
          pronouns?: string;
          phone?: string;
          timezone?: string;
          about?: string;
        };
        status?: {
          emoji?: string;
          text?: string;
          /** When it clears by itself */
          until?: string;
        };
        /** Position of the newest change of what stands here */
        rev: number;
      }>;
      /** Lets a person call the caller again */
      unmute: (params: {
        /** Id of a person, or @handle */
        user: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        userId: string;
      }>;
      /** Changes what the caller says of themselves */
      update_profile: (params?: {
        title?: string;
        pronouns?: string;
        phone?: string;
        timezone?: string;
        about?: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        name: string;
        /** Without @ */
        handle?: string;
        role: "owner" | "admin" | "member" | "guest" | "agent";
        profile: {
          title?: string;
          pronouns?: string;
          phone?: string;
          timezone?: string;
          about?: string;
        };
        status?: {
          emoji?: string;
          text?: string;
          /** When it clears by itself */
          until?: string;
        };
        /** Position of the newest change of what stands here */
        rev: number;
      }>;
    };
    webhook: {
      incoming: {
        /** Makes an address at which other systems write into a channel */
        create: (params: {
          /** Id of a channel, or #name */
          channel: string;
          name: string;
          /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
          clientId?: string;
        }, options?: CallOptions) => Promise<{
          id: string;
          name: string;
          channelId: string;
          /** End of its secret part */
          last4: string;
          createdBy: string;
          createdAt: string;
          /** On this host, shown once: whoever knows it writes into the channel */
          path: string;
        }>;
        /** Lists the addresses at which other systems write */
        list: (params?: {
          limit?: number;
          /** nextCursor of the page before */
          cursor?: string;
        }, options?: CallOptions) => Promise<{
          items: {
            id: string;
            name: string;
            channelId: string;
            /** End of its secret part */
            last4: string;
            createdBy: string;
            createdAt: string;
          }[];
          nextCursor?: string;
        }>;
        /** Takes an address away at which other systems write */
        revoke: (params: {
          id: string;
          /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
          clientId?: string;
        }, options?: CallOptions) => Promise<{
          id: string;
          name: string;
          channelId: string;
          /** End of its secret part */
          last4: string;
          createdBy: string;
          createdAt: string;
        }>;
      };
      outgoing: {
        /** Tells another server of messages in a channel */
        create: (params: {
          /** Id of a channel, or #name */
          channel: string;
          name: string;
          url: string;
          /** Only messages that begin with one of these */
          words?: string[];
          /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
          clientId?: string;
        }, options?: CallOptions) => Promise<{
          id: string;
          name: string;
          channelId: string;
          words: string[];
          url: string;
          createdBy: string;
          createdAt: string;
          /** Shown once: the HMAC key of the header webhook-signature, as in Standard Webhooks */
          secret: string;
        }>;
        /** Does not tell another server of messages any more */
        delete: (params: {
          id: string;
          /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
          clientId?: string;
        }, options?: CallOptions) => Promise<{
          id: string;
          name: string;
          channelId: string;
          words: string[];
          url: string;
          createdBy: string;
          createdAt: string;
        }>;
        /** Lists what another server was told, the newest first */
        deliveries: (params: {
          id: string;
          limit?: number;
          /** nextCursor of the page before */
          cursor?: string;
        }, options?: CallOptions) => Promise<{
          items: {
            id: string;
            at: string;
            attempts: number;
            state: "delivered" | "waiting" | "given_up";
            nextAt?: string;
            /** HTTP status of the last attempt */
            status?: number;
            error?: string;
          }[];
          nextCursor?: string;
        }>;
        /** Lists the servers that are told of messages */
        list: (params?: {
          limit?: number;
          /** nextCursor of the page before */
          cursor?: string;
        }, options?: CallOptions) => Promise<{
          items: {
            id: string;
            name: string;
            channelId: string;
            words: string[];
            url: string;
            createdBy: string;
            createdAt: string;
          }[];
          nextCursor?: string;
        }>;
      };
    };
    workspace: {
      /** Lets people into a workspace */
      add_members: (params: {
        /** Id or short name of a workspace */
        id: string;
        members: string[];
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        /** Ids of those who are new */
        added: string[];
      }>;
      /** Makes a workspace: channels, groups and emoji of its own for some of the people here */
      create: (params: {
        name: string;
        /** In addresses and over WebDAV; default: made of the name */
        slug?: string;
        description?: string;
        /** open: everybody with an account finds and joins it; closed: only its members know of it */
        access?: "open" | "closed";
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        name: string;
        /** In addresses and over WebDAV */
        slug?: string;
        description: string;
        /** open: everybody with an account finds and joins it; closed: only its members know of it */
        access?: "open" | "closed";
        /** The one that everybody with an account is in */
        first?: boolean;
        /** The caller's in it */
        role?: "owner" | "admin" | "member";
      }>;
      /** Deletes a workspace with all of its channels, messages and files */
      delete: (params: {
        /** Id or short name of a workspace */
        id: string;
        /** Its name, as it is written */
        confirm: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
      }>;
      /** Gets a workspace that the caller is in or may join */
      get: (params: {
        /** Id or short name of a workspace */
        id: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        name: string;
        /** In addresses and over WebDAV */
        slug: string;
        description: string;
        /** open: everybody with an account finds and joins it; closed: only its members know of it */
        access: "open" | "closed";
        /** The one that everybody with an account is in */
        first: boolean;
        /** The caller's in it */
        role?: "owner" | "admin" | "member";
        /** Is the caller in it? If not it can be joined */
        member: boolean;
        memberCount: number;
        /** Unread messages in channels that the caller has not muted */
        unread: number;
        /** Those among them that call the caller */
        mentions: number;
        /** Its position */
        seq: number;
        createdAt: string;
      }>;
      /** Joins an open workspace */
      join: (params: {
        /** Id or short name of a workspace */
        id: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        name: string;
        /** In addresses and over WebDAV */
        slug?: string;
        description: string;
        /** open: everybody with an account finds and joins it; closed: only its members know of it */
        access?: "open" | "closed";
        /** The one that everybody with an account is in */
        first?: boolean;
        /** The caller's in it */
        role?: "owner" | "admin" | "member";
      }>;
      /** Leaves a workspace, and all of its channels */
      leave: (params: {
        /** Id or short name of a workspace */
        id: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
      }>;
      /** Lists the workspaces that the caller is in, and those that they may join */
      list: (params?: {
        /** For an owner of the host: closed ones too, by name, which they may delete */
        all?: boolean;
      }, options?: CallOptions) => Promise<{
        items: {
          id: string;
          name: string;
          /** In addresses and over WebDAV */
          slug: string;
          description: string;
          /** open: everybody with an account finds and joins it; closed: only its members know of it */
          access: "open" | "closed";
          /** The one that everybody with an account is in */
          first: boolean;
          /** The caller's in it */
          role?: "owner" | "admin" | "member";
          /** Is the caller in it? If not it can be joined */
          member: boolean;
          memberCount: number;
          /** Unread messages in channels that the caller has not muted */
          unread: number;
          /** Those among them that call the caller */
          mentions: number;
          /** Its position */
          seq: number;
          createdAt: string;
        }[];
      }>;
      /** Lists who is in a workspace, with their roles */
      members: (params: {
        /** Id or short name of a workspace */
        id: string;
        /** Only those whose name or handle holds this */
        q?: string;
        limit?: number;
        /** nextCursor of the page before */
        cursor?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          user: {
            id: string;
            name: string;
            /** Without @ */
            handle?: string;
            role: "owner" | "admin" | "member" | "guest" | "agent";
            profile: {
              title?: string;
              pronouns?: string;
              phone?: string;
              timezone?: string;
              about?: string;
            };
            status?: {
              emoji?: string;
              text?: string;
              /** When it clears by itself */
              until?: string;
            };
            /** Position of the newest change of what stands here */
            rev: number;
          };
          role: "owner" | "admin" | "member";
          /** Missing in the first workspace, which everybody is in */
          joinedAt?: string;
        }[];
        nextCursor?: string;
      }>;
      /** Takes somebody out of a workspace, and of all of its channels */
      remove_member: (params: {
        /** Id or short name of a workspace */
        id: string;
        /** Id of a person, or @handle */
        user: string;
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        userId: string;
      }>;
      /** Makes somebody an owner or admin of a workspace, or a member again */
      set_role: (params: {
        /** Id or short name of a workspace */
        id: string;
        /** Id of a person, or @handle */
        user: string;
        role: "owner" | "admin" | "member";
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        userId: string;
        role: "owner" | "admin" | "member";
      }>;
      /** Counts what is in a workspace */
      stats: (params: {
        /** Id or short name of a workspace */
        id: string;
      }, options?: CallOptions) => Promise<{
        members: number;
        /** Public ones */
        channels: number;
        privateChannels: number;
        /** Direct conversations */
        directs: number;
        /** Answers in threads too, deleted ones left out */
        messages: number;
        files: number;
      }>;
      /** Changes what a workspace is called, what it is for, and who comes in */
      update: (params?: {
        /** Id or short name; default: the first one */
        id?: string;
        name?: string;
        slug?: string;
        description?: string;
        /** open: everybody with an account finds and joins it; closed: only its members know of it */
        access?: "open" | "closed";
        /** Made by the caller: calling again with the same one changes nothing more and answers the first result */
        clientId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        name: string;
        /** In addresses and over WebDAV */
        slug?: string;
        description: string;
        /** open: everybody with an account finds and joins it; closed: only its members know of it */
        access?: "open" | "closed";
        /** The one that everybody with an account is in */
        first?: boolean;
        /** The caller's in it */
        role?: "owner" | "admin" | "member";
      }>;
    };
  };
  github: {
    delivery: {
      /** Lists the deliveries that were accepted, newest first */
      list: (params?: {
        limit?: number;
        /** nextCursor of the page before */
        cursor?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          /** GitHub's delivery id, which is the event's id too */
          id: string;
          type: string;
          subject?: string;
          receivedAt: string;
          /** How often it came again, and was dropped */
          redeliveries: number;
        }[];
        nextCursor?: string;
      }>;
    };
    webhook: {
      /** Says where GitHub must deliver, and whether the secret is set */
      get: (params?: Record<string, unknown>, options?: CallOptions) => Promise<{
        /** Below the server's public URL */
        path: string;
        contentType: string;
        /** Name of the secret */
        secret: string;
        configured: boolean;
      }>;
    };
  };
  supervisor: {
    action: {
      /** Lists what services can do beside running, and when that is due */
      list: (params?: {
        service?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          service: string;
          name: string;
          description?: string;
          exec: string[];
          schedule?: string;
          timezone?: string;
          nextAt?: string;
          lastAt?: string;
          needs: string[];
        }[];
      }>;
      /** Runs an action of a service; answers at once with its job, or with `wait` when it has ended */
      run: (params: {
        service: string;
        action: string;
        wait?: boolean;
      }, options?: CallOptions) => Promise<{
        id: string;
        service?: string;
        action?: string;
        name: string;
        /** lost: the host ended while it ran */
        state: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "lost";
        trigger: "manual" | "schedule" | "need" | "report";
        parentId?: string;
        done?: number;
        total?: number;
        /** How far it is, or why it failed */
        message?: string;
        exitCode?: number;
        createdAt: string;
        startedAt?: string;
        endedAt?: string;
      }>;
    };
    /** Which service waits for which, and for what */
    graph: (params?: Record<string, unknown>, options?: CallOptions) => Promise<{
      nodes: {
        name: string;
        actual: string;
        known: boolean;
      }[];
      edges: {
        /** Who waits */
        from: string;
        to: string;
        condition: string;
      }[];
    }>;
    health: {
      /** How well a service is, and what each of its checks said last */
      get: (params: {
        name: string;
      }, options?: CallOptions) => Promise<{
        name: string;
        health: "unknown" | "starting" | "healthy" | "unhealthy";
        checks: {
          at: string;
          kind: "startup" | "readiness" | "liveness";
          ok: boolean;
          ms: number;
          detail: string;
        }[];
      }>;
      /** What the checks of a service said, newest first; the last 500 are kept */
      history: (params: {
        name: string;
        limit?: number;
      }, options?: CallOptions) => Promise<{
        items: {
          at: string;
          kind: "startup" | "readiness" | "liveness";
          ok: boolean;
          ms: number;
          detail: string;
        }[];
      }>;
    };
    job: {
      /** Ends a job of an action and its children; answers when they have ended */
      cancel: (params: {
        id: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        service?: string;
        action?: string;
        name: string;
        /** lost: the host ended while it ran */
        state: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "lost";
        trigger: "manual" | "schedule" | "need" | "report";
        parentId?: string;
        done?: number;
        total?: number;
        /** How far it is, or why it failed */
        message?: string;
        exitCode?: number;
        createdAt: string;
        startedAt?: string;
        endedAt?: string;
      }>;
      /** A job, with its children */
      get: (params: {
        id: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        service?: string;
        action?: string;
        name: string;
        /** lost: the host ended while it ran */
        state: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "lost";
        trigger: "manual" | "schedule" | "need" | "report";
        parentId?: string;
        done?: number;
        total?: number;
        /** How far it is, or why it failed */
        message?: string;
        exitCode?: number;
        createdAt: string;
        startedAt?: string;
        endedAt?: string;
        children: {
          id: string;
          service?: string;
          action?: string;
          name: string;
          /** lost: the host ended while it ran */
          state: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "lost";
          trigger: "manual" | "schedule" | "need" | "report";
          parentId?: string;
          done?: number;
          total?: number;
          /** How far it is, or why it failed */
          message?: string;
          exitCode?: number;
          createdAt: string;
          startedAt?: string;
          endedAt?: string;
        }[];
      }>;
      /** Lists jobs, newest first: of a service, in a state, or the children of one */
      list: (params?: {
        service?: string;
        state?: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "lost";
        parentId?: string;
        limit?: number;
        /** nextCursor of the page before */
        cursor?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          id: string;
          service?: string;
          action?: string;
          name: string;
          /** lost: the host ended while it ran */
          state: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "lost";
          trigger: "manual" | "schedule" | "need" | "report";
          parentId?: string;
          done?: number;
          total?: number;
          /** How far it is, or why it failed */
          message?: string;
          exitCode?: number;
          createdAt: string;
          startedAt?: string;
          endedAt?: string;
        }[];
        nextCursor?: string;
      }>;
      /** What a job has printed, the newest lines, oldest of them first */
      logs: (params: {
        id: string;
        limit?: number;
        /** nextCursor of the page before */
        cursor?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          id: number;
          time: string;
          source: string;
          level: string;
          message: string;
          fields?: Record<string, unknown>;
        }[];
        nextCursor?: string;
      }>;
      /** Says how far a job is that something outside carries out; without a known id it begins one */
      report: (params?: {
        id?: string;
        service?: string;
        name?: string;
        state?: "running" | "succeeded" | "failed" | "cancelled";
        done?: number;
        total?: number;
        message?: string;
        parentId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        service?: string;
        action?: string;
        name: string;
        /** lost: the host ended while it ran */
        state: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "lost";
        trigger: "manual" | "schedule" | "need" | "report";
        parentId?: string;
        done?: number;
        total?: number;
        /** How far it is, or why it failed */
        message?: string;
        exitCode?: number;
        createdAt: string;
        startedAt?: string;
        endedAt?: string;
      }>;
      /** Runs an action of a service as a job, with arguments of the caller's behind its own; answers at once */
      submit: (params: {
        service: string;
        action: string;
        args?: string[];
        /** The job that this one is part of */
        parentId?: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        service?: string;
        action?: string;
        name: string;
        /** lost: the host ended while it ran */
        state: "queued" | "running" | "succeeded" | "failed" | "cancelled" | "lost";
        trigger: "manual" | "schedule" | "need" | "report";
        parentId?: string;
        done?: number;
        total?: number;
        /** How far it is, or why it failed */
        message?: string;
        exitCode?: number;
        createdAt: string;
        startedAt?: string;
        endedAt?: string;
      }>;
    };
    logs: {
      /** Writes lines of a service that ships them itself, up to 500 at once */
      insert: (params: {
        service: string;
        lines: {
          /** Below the service's own */
          source?: string;
          level?: "debug" | "info" | "warn" | "error";
          message: string;
          fields?: Record<string, string | number | boolean | null | unknown[] | Record<string, unknown>>;
          time?: string;
        }[];
      }, options?: CallOptions) => Promise<{
        inserted: number;
      }>;
      /** Removes the oldest lines of services above what their specs keep */
      prune: (params?: {
        /** Default all services that have limits */
        service?: string;
        days?: number;
        /** About; by what the newest lines take */
        max_mb?: number;
      }, options?: CallOptions) => Promise<{
        items: {
          service: string;
          removed: number;
        }[];
      }>;
      /** The newest lines of services that fit, oldest of them first */
      query: (params?: {
        /** Default all services */
        service?: string;
        /** This level and above */
        level?: "debug" | "info" | "warn" | "error";
        /** Words in the message or its fields */
        text?: string;
        from?: string;
        to?: string;
        limit?: number;
        /** nextCursor of the page before: the lines older than it */
        cursor?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          id: number;
          time: string;
          source: string;
          level: string;
          message: string;
          fields?: Record<string, unknown>;
        }[];
        nextCursor?: string;
      }>;
      /** Lines of services after a position; waits for the first when there is none yet */
      tail: (params?: {
        /** Default all services */
        service?: string;
        /** This level and above */
        level?: "debug" | "info" | "warn" | "error";
        /** Words in the message or its fields */
        text?: string;
        /** Position of the call before; default: from now on */
        after?: number;
        waitMs?: number;
        limit?: number;
      }, options?: CallOptions) => Promise<{
        items: {
          id: number;
          time: string;
          source: string;
          level: string;
          message: string;
          fields?: Record<string, unknown>;
        }[];
        position: number;
      }>;
      /** The sources below the services, or below one, with how many lines and errors each holds */
      tree: (params?: {
        /** Default all services */
        service?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          name: string;
          count: number;
          errors: number;
          children: boolean;
        }[];
      }>;
    };
    service: {
      /** Ends a service and does not let it run, whoever wants it, until it is enabled */
      disable: (params: {
        name: string;
      }, options?: CallOptions) => Promise<{
        name: string;
        /** What somebody wants */
        desired: "running" | "stopped";
        /** How it is */
        actual: "disabled" | "pending" | "starting" | "running" | "ready" | "unhealthy" | "stopping" | "stopped" | "completed" | "failed" | "backoff" | "skipped" | "scheduled";
        /** unknown: it has no check */
        health: "unknown" | "starting" | "healthy" | "unhealthy";
        /** When it came to be so */
        since: string;
        /** Why it is so, and what to do where something is wrong */
        reason?: string;
        /** How often it was restarted since the host knows it */
        restarts: number;
        enabled: boolean;
        source: "toml" | "registered";
        /** Of a TOML spec */
        file?: string;
        description?: string;
        version?: string;
        pid?: number;
        startedAt?: string;
        readyAt?: string;
        /** Who stopped it */
        stoppedBy?: string;
        nextRestartAt?: string;
        after: {
          service: string;
          condition: string;
        }[];
        actions: string[];
        lastEnd?: {
          at: string;
          /** As shells tell it: 128 + n when signal n ended it */
          code?: number;
          signal?: string;
          reason: string;
          /** The last lines that it printed, at most 20 */
          lastLines: string[];
        };
      }>;
      /** Lets a service run again; it starts when that is wanted */
      enable: (params: {
        name: string;
      }, options?: CallOptions) => Promise<{
        name: string;
        /** What somebody wants */
        desired: "running" | "stopped";
        /** How it is */
        actual: "disabled" | "pending" | "starting" | "running" | "ready" | "unhealthy" | "stopping" | "stopped" | "completed" | "failed" | "backoff" | "skipped" | "scheduled";
        /** unknown: it has no check */
        health: "unknown" | "starting" | "healthy" | "unhealthy";
        /** When it came to be so */
        since: string;
        /** Why it is so, and what to do where something is wrong */
        reason?: string;
        /** How often it was restarted since the host knows it */
        restarts: number;
        enabled: boolean;
        source: "toml" | "registered";
        /** Of a TOML spec */
        file?: string;
        description?: string;
        version?: string;
        pid?: number;
        startedAt?: string;
        readyAt?: string;
        /** Who stopped it */
        stoppedBy?: string;
        nextRestartAt?: string;
        after: {
          service: string;
          condition: string;
        }[];
        actions: string[];
        lastEnd?: {
          at: string;
          /** As shells tell it: 128 + n when signal n ended it */
          code?: number;
          signal?: string;
          reason: string;
          /** The last lines that it printed, at most 20 */
          lastLines: string[];
        };
      }>;
      /** What is wrong in the folder of specs, by file and line */
      faults: (params?: Record<string, unknown>, options?: CallOptions) => Promise<{
        folder: string;
        items: {
          /** Name of the file; empty for one that was registered */
          file: string;
          /** From 1; 0 when the file as a whole is at fault */
          line: number;
          /** JSON pointer into the spec */
          path: string;
          service?: string;
          message: string;
        }[];
      }>;
      /** A service: what is wanted of it, how it is, what it uses and, to owners and admins, its spec */
      get: (params: {
        name: string;
      }, options?: CallOptions) => Promise<{
        name: string;
        /** What somebody wants */
        desired: "running" | "stopped";
        /** How it is */
        actual: "disabled" | "pending" | "starting" | "running" | "ready" | "unhealthy" | "stopping" | "stopped" | "completed" | "failed" | "backoff" | "skipped" | "scheduled";
        /** unknown: it has no check */
        health: "unknown" | "starting" | "healthy" | "unhealthy";
        /** When it came to be so */
        since: string;
        /** Why it is so, and what to do where something is wrong */
        reason?: string;
        /** How often it was restarted since the host knows it */
        restarts: number;
        enabled: boolean;
        source: "toml" | "registered";
        /** Of a TOML spec */
        file?: string;
        description?: string;
        version?: string;
        pid?: number;
        startedAt?: string;
        readyAt?: string;
        /** Who stopped it */
        stoppedBy?: string;
        nextRestartAt?: string;
        after: {
          service: string;
          condition: string;
        }[];
        actions: string[];
        lastEnd?: {
          at: string;
          /** As shells tell it: 128 + n when signal n ended it */
          code?: number;
          signal?: string;
          reason: string;
          /** The last lines that it printed, at most 20 */
          lastLines: string[];
        };
        use?: {
          processes: number;
          rssBytes: number;
          /** Processor time since the start */
          cpuMs: number;
        };
        spec?: Record<string, unknown>;
      }>;
      /** Lists the services: what is wanted of each, and how it is */
      list: (params?: {
        limit?: number;
        /** nextCursor of the page before */
        cursor?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          name: string;
          /** What somebody wants */
          desired: "running" | "stopped";
          /** How it is */
          actual: "disabled" | "pending" | "starting" | "running" | "ready" | "unhealthy" | "stopping" | "stopped" | "completed" | "failed" | "backoff" | "skipped" | "scheduled";
          /** unknown: it has no check */
          health: "unknown" | "starting" | "healthy" | "unhealthy";
          /** When it came to be so */
          since: string;
          /** Why it is so, and what to do where something is wrong */
          reason?: string;
          /** How often it was restarted since the host knows it */
          restarts: number;
          enabled: boolean;
          source: "toml" | "registered";
          /** Of a TOML spec */
          file?: string;
          description?: string;
          version?: string;
          pid?: number;
          startedAt?: string;
          readyAt?: string;
          /** Who stopped it */
          stoppedBy?: string;
          nextRestartAt?: string;
          after: {
            service: string;
            condition: string;
          }[];
          actions: string[];
          lastEnd?: {
            at: string;
            /** As shells tell it: 128 + n when signal n ended it */
            code?: number;
            signal?: string;
            reason: string;
            /** The last lines that it printed, at most 20 */
            lastLines: string[];
          };
        }[];
        nextCursor?: string;
      }>;
      /** Describes a service, or describes one anew that was registered before */
      register: (params: {
        spec: Record<string, unknown>;
        start?: boolean;
      }, options?: CallOptions) => Promise<{
        name: string;
      }>;
      /** Reads the folder of specs anew and says what has changed; happens by itself whenever a file there does */
      reload: (params?: Record<string, unknown>, options?: CallOptions) => Promise<{
        added: string[];
        changed: string[];
        restarted: string[];
        removed: string[];
        faults: {
          /** Name of the file; empty for one that was registered */
          file: string;
          /** From 1; 0 when the file as a whole is at fault */
          line: number;
          /** JSON pointer into the spec */
          path: string;
          service?: string;
          message: string;
        }[];
      }>;
      /** Stops a registered service and forgets it; its folder and its log stay */
      remove: (params: {
        name: string;
      }, options?: CallOptions) => Promise<{
        name: string;
      }>;
      /** Ends a service and begins it anew; starts one that was stopped */
      restart: (params: {
        name: string;
        wait?: boolean;
        timeoutMs?: number;
      }, options?: CallOptions) => Promise<{
        name: string;
        /** What somebody wants */
        desired: "running" | "stopped";
        /** How it is */
        actual: "disabled" | "pending" | "starting" | "running" | "ready" | "unhealthy" | "stopping" | "stopped" | "completed" | "failed" | "backoff" | "skipped" | "scheduled";
        /** unknown: it has no check */
        health: "unknown" | "starting" | "healthy" | "unhealthy";
        /** When it came to be so */
        since: string;
        /** Why it is so, and what to do where something is wrong */
        reason?: string;
        /** How often it was restarted since the host knows it */
        restarts: number;
        enabled: boolean;
        source: "toml" | "registered";
        /** Of a TOML spec */
        file?: string;
        description?: string;
        version?: string;
        pid?: number;
        startedAt?: string;
        readyAt?: string;
        /** Who stopped it */
        stoppedBy?: string;
        nextRestartAt?: string;
        after: {
          service: string;
          condition: string;
        }[];
        actions: string[];
        lastEnd?: {
          at: string;
          /** As shells tell it: 128 + n when signal n ended it */
          code?: number;
          signal?: string;
          reason: string;
          /** The last lines that it printed, at most 20 */
          lastLines: string[];
        };
      }>;
      /** Sends a signal to a running service: to its process group, or to the program alone */
      signal: (params: {
        name: string;
        signal: "SIGTERM" | "SIGINT" | "SIGQUIT" | "SIGHUP" | "SIGUSR1" | "SIGUSR2" | "SIGKILL" | "SIGSTOP" | "SIGCONT";
        group?: boolean;
      }, options?: CallOptions) => Promise<{
        name: string;
      }>;
      /** Wants a service to run, and what it needs with it */
      start: (params: {
        name: string;
        /** Start what it needs even where somebody has stopped it */
        dependencies?: boolean;
        wait?: boolean;
        timeoutMs?: number;
      }, options?: CallOptions) => Promise<{
        name: string;
        /** What somebody wants */
        desired: "running" | "stopped";
        /** How it is */
        actual: "disabled" | "pending" | "starting" | "running" | "ready" | "unhealthy" | "stopping" | "stopped" | "completed" | "failed" | "backoff" | "skipped" | "scheduled";
        /** unknown: it has no check */
        health: "unknown" | "starting" | "healthy" | "unhealthy";
        /** When it came to be so */
        since: string;
        /** Why it is so, and what to do where something is wrong */
        reason?: string;
        /** How often it was restarted since the host knows it */
        restarts: number;
        enabled: boolean;
        source: "toml" | "registered";
        /** Of a TOML spec */
        file?: string;
        description?: string;
        version?: string;
        pid?: number;
        startedAt?: string;
        readyAt?: string;
        /** Who stopped it */
        stoppedBy?: string;
        nextRestartAt?: string;
        after: {
          service: string;
          condition: string;
        }[];
        actions: string[];
        lastEnd?: {
          at: string;
          /** As shells tell it: 128 + n when signal n ended it */
          code?: number;
          signal?: string;
          reason: string;
          /** The last lines that it printed, at most 20 */
          lastLines: string[];
        };
      }>;
      /** Wants a service not to run; answers when all of it has ended */
      stop: (params: {
        name: string;
      }, options?: CallOptions) => Promise<{
        name: string;
        /** What somebody wants */
        desired: "running" | "stopped";
        /** How it is */
        actual: "disabled" | "pending" | "starting" | "running" | "ready" | "unhealthy" | "stopping" | "stopped" | "completed" | "failed" | "backoff" | "skipped" | "scheduled";
        /** unknown: it has no check */
        health: "unknown" | "starting" | "healthy" | "unhealthy";
        /** When it came to be so */
        since: string;
        /** Why it is so, and what to do where something is wrong */
        reason?: string;
        /** How often it was restarted since the host knows it */
        restarts: number;
        enabled: boolean;
        source: "toml" | "registered";
        /** Of a TOML spec */
        file?: string;
        description?: string;
        version?: string;
        pid?: number;
        startedAt?: string;
        readyAt?: string;
        /** Who stopped it */
        stoppedBy?: string;
        nextRestartAt?: string;
        after: {
          service: string;
          condition: string;
        }[];
        actions: string[];
        lastEnd?: {
          at: string;
          /** As shells tell it: 128 + n when signal n ended it */
          code?: number;
          signal?: string;
          reason: string;
          /** The last lines that it printed, at most 20 */
          lastLines: string[];
        };
      }>;
      /** Describes a registered service anew; it begins anew only where what it was launched with has changed */
      update: (params: {
        spec: Record<string, unknown>;
      }, options?: CallOptions) => Promise<{
        name: string;
        restarted: boolean;
      }>;
      /** What the running services use now: memory, processor time, processes */
      usage: (params?: Record<string, unknown>, options?: CallOptions) => Promise<{
        items: {
          name: string;
          processes: number;
          rssBytes: number;
          /** Processor time since the start: two answers tell how busy it is */
          cpuMs: number;
        }[];
        at: string;
      }>;
      /** Answers when a service is ready, and fails with what is wrong and what to do when it does not become so */
      wait_ready: (params: {
        name: string;
        timeoutMs?: number;
      }, options?: CallOptions) => Promise<{
        name: string;
        /** What somebody wants */
        desired: "running" | "stopped";
        /** How it is */
        actual: "disabled" | "pending" | "starting" | "running" | "ready" | "unhealthy" | "stopping" | "stopped" | "completed" | "failed" | "backoff" | "skipped" | "scheduled";
        /** unknown: it has no check */
        health: "unknown" | "starting" | "healthy" | "unhealthy";
        /** When it came to be so */
        since: string;
        /** Why it is so, and what to do where something is wrong */
        reason?: string;
        /** How often it was restarted since the host knows it */
        restarts: number;
        enabled: boolean;
        source: "toml" | "registered";
        /** Of a TOML spec */
        file?: string;
        description?: string;
        version?: string;
        pid?: number;
        startedAt?: string;
        readyAt?: string;
        /** Who stopped it */
        stoppedBy?: string;
        nextRestartAt?: string;
        after: {
          service: string;
          condition: string;
        }[];
        actions: string[];
        lastEnd?: {
          at: string;
          /** As shells tell it: 128 + n when signal n ended it */
          code?: number;
          signal?: string;
          reason: string;
          /** The last lines that it printed, at most 20 */
          lastLines: string[];
        };
      }>;
    };
    system: {
      /** Where specs are read from, how many services are in which state, and what is weak on this machine */
      info: (params?: Record<string, unknown>, options?: CallOptions) => Promise<{
        folder: string;
        services: number;
        states: Record<string, number>;
        faults: number;
        /** Services do not see the host's data folder */
        confined: boolean;
        warnings: string[];
      }>;
    };
  };
}

/** What events carry in `data`, by type. */
export interface Events {
  "chat.bookmark.changed": {
    channelId: string;
    items: {
      id: string;
      title: string;
      url: string;
      emoji?: string;
      place: number;
    }[];
    /** The position that this change took */
    rev: number;
  };
  "chat.channel.archived": {
    channelId: string;
    /** The workspace in which it happened */
    workspaceId: string;
    /** The position that this change took */
    rev: number;
  };
  "chat.channel.arranged": {
    /** Whose; only their own devices hear of it */
    userId: string;
    channelId: string;
    muted: boolean;
    starred: boolean;
    hidden: boolean;
    notify?: "all" | "mentions" | "none";
    sectionId?: string;
    place: number;
    /** The position that this change took */
    rev: number;
  };
  "chat.channel.created": {
    id: string;
    name: string;
    private: boolean;
    topic: string;
    createdBy: string;
    /** The workspace in which it happened */
    workspaceId: string;
    /** The position that this change took */
    rev: number;
  };
  "chat.channel.deleted": {
    channelId: string;
    /** The workspace in which it happened */
    workspaceId: string;
    /** The position that this change took */
    rev: number;
    name: string;
    /** Who deleted it */
    userId: string;
  };
  "chat.channel.joined": {
    channelId: string;
    userId: string;
    /** The workspace in which it happened */
    workspaceId: string;
    /** The position that this change took */
    rev: number;
  };
  "chat.channel.left": {
    channelId: string;
    userId: string;
    /** The workspace in which it happened */
    workspaceId: string;
    /** The position that this change took */
    rev: number;
  };
  "chat.channel.read": {
    channelId: string;
    userId: string;
    lastReadSeq: number;
    unread: number;
    mentions: number;
    /** The position that this change took */
    rev: number;
  };
  "chat.channel.role_changed": {
    channelId: string;
    userId: string;
    /** The position that this change took */
    rev: number;
    role: "manager" | "member";
  };
  "chat.channel.unarchived": {
    channelId: string;
    /** The workspace in which it happened */
    workspaceId: string;
    /** The position that this change took */
    rev: number;
  };
  "chat.channel.updated": {
    channelId: string;
    name: string;
    topic: string;
    purpose: string;
    posting: "everyone" | "managers";
    private: boolean;
    /** The workspace in which it happened */
    workspaceId: string;
    /** The position that this change took */
    rev: number;
  };
  "chat.command.answered": {
    /** Whose; only their own devices hear of it */
    userId: string;
    invocation: string;
    command: string;
    channelId: string;
    threadId?: string;
    /** Name of who answers */
    from: string;
    text: string;
  };
  "chat.command.invoked": {
    /** For chat.command.respond */
    invocation: string;
    command: string;
    /** What stands behind the name */
    text: string;
    channelId: string;
    channelName: string;
    threadId?: string;
    /** Who ran it */
    userId: string;
    userName: string;
  };
  "chat.draft.saved": {
    channelId: string;
    threadId?: string;
    /** Empty when there is none any more */
    text: string;
    rev: number;
    updatedAt: string;
    /** Whose; only their own devices hear of it */
    userId: string;
  };
  "chat.emoji.changed": {
    emoji: {
      name: string;
      /** Path of the picture on this host */
      url?: string;
      aliasOf?: string;
      createdBy: string;
      createdAt: string;
    };
    state: "added" | "removed";
    /** The workspace in which it happened */
    workspaceId: string;
    /** The position that this change took */
    rev: number;
  };
  "chat.file.attached": {
    file: {
      id: string;
      name: string;
      /** Media type, as its bytes tell it */
      type: string;
      sizeBytes: number;
      thumbnail?: {
        /** Of the file that holds it */
        id: string;
        width: number;
        height: number;
      };
      /** It was taken away: what was found in it */
      blocked?: string;
      /** It was deleted: neither its bytes nor its name are there */
      deleted?: {
        at: string;
        by: string;
      };
    };
    messageId: string;
    channelId: string;
    /** Id of who attached it */
    owner: string;
  };
  "chat.file.deleted": {
    id: string;
    messageId: string;
    channelId: string;
    /** Id of who deleted it */
    by: string;
    /** The position that this change took */
    rev: number;
  };
  "chat.group.changed": {
    group: {
      id: string;
      handle: string;
      name: string;
      description: string;
      /** Ids */
      members: string[];
    };
    state: "set" | "deleted";
    /** The workspace in which it happened */
    workspaceId: string;
    /** The position that this change took */
    rev: number;
  };
  "chat.member.joined": {
    userId: string;
    name: string;
    /** Without @ */
    handle?: string;
    role: "owner" | "admin" | "member" | "guest" | "agent";
  };
  "chat.mention.created": {
    message: {
      id: string;
      channelId: string;
      /** Markdown; empty when the message is deleted */
      text: string;
      author: {
        /** User id; workflow:<name> or plugin:<id> for others */
        id: string;
        name: string;
        kind: "human" | "agent" | "workflow" | "plugin" | "system";
      };
      createdAt: string;
      editedAt?: string;
      deletedAt?: string;
      /** The message that it answers */
      threadId?: string;
      /** An answer that the channel shows as well */
      inChannel?: true;
      /** Its position, growing over all channels of the workspace */
      seq: number;
      /** Position of its newest change; the same as seq when there was none */
      rev: number;
      /** How many texts it has had, when more than one */
      version?: number;
      replies?: {
        count: number;
        /** Position of the newest answer */
        lastSeq: number;
        lastAt: string;
        /** Ids of who answered, the newest first, at most five */
        users: string[];
      };
      /** It calls everybody, or everybody who is there */
      broadcast?: "channel" | "here";
      pinned?: {
        at: string;
        by: string;
      };
      files?: {
        id: string;
        name: string;
        /** Media type, as its bytes tell it */
        type: string;
        sizeBytes: number;
        thumbnail?: {
          /** Of the file that holds it */
          id: string;
          width: number;
          height: number;
        };
        /** It was taken away: what was found in it */
        blocked?: string;
        /** It was deleted: neither its bytes nor its name are there */
        deleted?: {
          at: string;
          by: string;
        };
      }[];
      /** Its writer is still writing it: chat.message.delta brings more */
      streaming?: true;
      reactions: {
        emoji: string;
        users: string[];
      }[];
      clientId?: string;
      /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
      undoMs?: number;
      /** Buttons under it, of which one may be pressed once */
      actions?: {
        id: string;
        label: string;
        /** Default: plain */
        style?: "primary" | "danger";
        /** Comes back with the answer; people do not see it */
        value?: string;
        /** Is asked before the press counts */
        confirm?: string;
        /** Whoever presses may add a comment */
        comment?: boolean;
      }[];
      /** Who pressed a button */
      acted?: {
        /** The button's id */
        action: string;
        label: string;
        user: {
          id: string;
          name: string;
        };
        comment?: string;
        at: string;
      };
      /** What a workflow asks; host.workflow.approve and reject decide it */
      approval?: {
        run: string;
        step: string;
        workflow: string;
        /** Who may decide: this role and those above it */
        role: "owner" | "admin" | "member" | "guest" | "agent";
        /** When it is rejected by itself */
        deadline?: string;
        state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
        /** Name of who decided */
        by?: string;
        comment?: string;
      };
    };
    /** Id of who is mentioned */
    user: string;
  };
  "chat.message.acted": {
    messageId: string;
    channelId: string;
    /** The button's id */
    action: string;
    label: string;
    /** As the sender of the message gave it */
    value?: string;
    comment?: string;
    /** Id of who pressed */
    user: string;
    userName: string;
    actedAt: string;
    /** The position that this change took */
    rev: number;
  };
  "chat.message.deleted": {
    id: string;
    channelId: string;
    /** Markdown; empty when the message is deleted */
    text: string;
    author: {
      /** User id; workflow:<name> or plugin:<id> for others */
      id: string;
      name: string;
      kind: "human" | "agent" | "workflow" | "plugin" | "system";
    };
    createdAt: string;
    editedAt?: string;
    deletedAt?: string;
    /** The message that it answers */
    threadId?: string;
    /** An answer that the channel shows as well */
    inChannel?: true;
    /** Its position, growing over all channels of the workspace */
    seq: number;
    /** Position of its newest change; the same as seq when there was none */
    rev: number;
    /** How many texts it has had, when more than one */
    version?: number;
    replies?: {
      count: number;
      /** Position of the newest answer */
      lastSeq: number;
      lastAt: string;
      /** Ids of who answered, the newest first, at most five */
      users: string[];
    };
    /** It calls everybody, or everybody who is there */
    broadcast?: "channel" | "here";
    pinned?: {
      at: string;
      by: string;
    };
    files?: {
      id: string;
      name: string;
      /** Media type, as its bytes tell it */
      type: string;
      sizeBytes: number;
      thumbnail?: {
        /** Of the file that holds it */
        id: string;
        width: number;
        height: number;
      };
      /** It was taken away: what was found in it */
      blocked?: string;
      /** It was deleted: neither its bytes nor its name are there */
      deleted?: {
        at: string;
        by: string;
      };
    }[];
    /** Its writer is still writing it: chat.message.delta brings more */
    streaming?: true;
    reactions: {
      emoji: string;
      users: string[];
    }[];
    clientId?: string;
    /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
    undoMs?: number;
    /** Buttons under it, of which one may be pressed once */
    actions?: {
      id: string;
      label: string;
      /** Default: plain */
      style?: "primary" | "danger";
      /** Comes back with the answer; people do not see it */
      value?: string;
      /** Is asked before the press counts */
      confirm?: string;
      /** Whoever presses may add a comment */
      comment?: boolean;
    }[];
    /** Who pressed a button */
    acted?: {
      /** The button's id */
      action: string;
      label: string;
      user: {
        id: string;
        name: string;
      };
      comment?: string;
      at: string;
    };
    /** What a workflow asks; host.workflow.approve and reject decide it */
    approval?: {
      run: string;
      step: string;
      workflow: string;
      /** Who may decide: this role and those above it */
      role: "owner" | "admin" | "member" | "guest" | "agent";
      /** When it is rejected by itself */
      deadline?: string;
      state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
      /** Name of who decided */
      by?: string;
      comment?: string;
    };
  };
  "chat.message.edited": {
    id: string;
    channelId: string;
    /** Markdown; empty when the message is deleted */
    text: string;
    author: {
      /** User id; workflow:<name> or plugin:<id> for others */
      id: string;
      name: string;
      kind: "human" | "agent" | "workflow" | "plugin" | "system";
    };
    createdAt: string;
    editedAt?: string;
    deletedAt?: string;
    /** The message that it answers */
    threadId?: string;
    /** An answer that the channel shows as well */
    inChannel?: true;
    /** Its position, growing over all channels of the workspace */
    seq: number;
    /** Position of its newest change; the same as seq when there was none */
    rev: number;
    /** How many texts it has had, when more than one */
    version?: number;
    replies?: {
      count: number;
      /** Position of the newest answer */
      lastSeq: number;
      lastAt: string;
      /** Ids of who answered, the newest first, at most five */
      users: string[];
    };
    /** It calls everybody, or everybody who is there */
    broadcast?: "channel" | "here";
    pinned?: {
      at: string;
      by: string;
    };
    files?: {
      id: string;
      name: string;
      /** Media type, as its bytes tell it */
      type: string;
      sizeBytes: number;
      thumbnail?: {
        /** Of the file that holds it */
        id: string;
        width: number;
        height: number;
      };
      /** It was taken away: what was found in it */
      blocked?: string;
      /** It was deleted: neither its bytes nor its name are there */
      deleted?: {
        at: string;
        by: string;
      };
    }[];
    /** Its writer is still writing it: chat.message.delta brings more */
    streaming?: true;
    reactions: {
      emoji: string;
      users: string[];
    }[];
    clientId?: string;
    /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
    undoMs?: number;
    /** Buttons under it, of which one may be pressed once */
    actions?: {
      id: string;
      label: string;
      /** Default: plain */
      style?: "primary" | "danger";
      /** Comes back with the answer; people do not see it */
      value?: string;
      /** Is asked before the press counts */
      confirm?: string;
      /** Whoever presses may add a comment */
      comment?: boolean;
    }[];
    /** Who pressed a button */
    acted?: {
      /** The button's id */
      action: string;
      label: string;
      user: {
        id: string;
        name: string;
      };
      comment?: string;
      at: string;
    };
    /** What a workflow asks; host.workflow.approve and reject decide it */
    approval?: {
      run: string;
      step: string;
      workflow: string;
      /** Who may decide: this role and those above it */
      role: "owner" | "admin" | "member" | "guest" | "agent";
      /** When it is rejected by itself */
      deadline?: string;
      state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
      /** Name of who decided */
      by?: string;
      comment?: string;
    };
  };
  "chat.message.pinned": {
    id: string;
    channelId: string;
    /** Markdown; empty when the message is deleted */
    text: string;
    author: {
      /** User id; workflow:<name> or plugin:<id> for others */
      id: string;
      name: string;
      kind: "human" | "agent" | "workflow" | "plugin" | "system";
    };
    createdAt: string;
    editedAt?: string;
    deletedAt?: string;
    /** The message that it answers */
    threadId?: string;
    /** An answer that the channel shows as well */
    inChannel?: true;
    /** Its position, growing over all channels of the workspace */
    seq: number;
    /** Position of its newest change; the same as seq when there was none */
    rev: number;
    /** How many texts it has had, when more than one */
    version?: number;
    replies?: {
      count: number;
      /** Position of the newest answer */
      lastSeq: number;
      lastAt: string;
      /** Ids of who answered, the newest first, at most five */
      users: string[];
    };
    /** It calls everybody, or everybody who is there */
    broadcast?: "channel" | "here";
    pinned?: {
      at: string;
      by: string;
    };
    files?: {
      id: string;
      name: string;
      /** Media type, as its bytes tell it */
      type: string;
      sizeBytes: number;
      thumbnail?: {
        /** Of the file that holds it */
        id: string;
        width: number;
        height: number;
      };
      /** It was taken away: what was found in it */
      blocked?: string;
      /** It was deleted: neither its bytes nor its name are there */
      deleted?: {
        at: string;
        by: string;
      };
    }[];
    /** Its writer is still writing it: chat.message.delta brings more */
    streaming?: true;
    reactions: {
      emoji: string;
      users: string[];
    }[];
    clientId?: string;
    /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
    undoMs?: number;
    /** Buttons under it, of which one may be pressed once */
    actions?: {
      id: string;
      label: string;
      /** Default: plain */
      style?: "primary" | "danger";
      /** Comes back with the answer; people do not see it */
      value?: string;
      /** Is asked before the press counts */
      confirm?: string;
      /** Whoever presses may add a comment */
      comment?: boolean;
    }[];
    /** Who pressed a button */
    acted?: {
      /** The button's id */
      action: string;
      label: string;
      user: {
        id: string;
        name: string;
      };
      comment?: string;
      at: string;
    };
    /** What a workflow asks; host.workflow.approve and reject decide it */
    approval?: {
      run: string;
      step: string;
      workflow: string;
      /** Who may decide: this role and those above it */
      role: "owner" | "admin" | "member" | "guest" | "agent";
      /** When it is rejected by itself */
      deadline?: string;
      state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
      /** Name of who decided */
      by?: string;
      comment?: string;
    };
  };
  "chat.message.sent": {
    id: string;
    channelId: string;
    /** Markdown; empty when the message is deleted */
    text: string;
    author: {
      /** User id; workflow:<name> or plugin:<id> for others */
      id: string;
      name: string;
      kind: "human" | "agent" | "workflow" | "plugin" | "system";
    };
    createdAt: string;
    editedAt?: string;
    deletedAt?: string;
    /** The message that it answers */
    threadId?: string;
    /** An answer that the channel shows as well */
    inChannel?: true;
    /** Its position, growing over all channels of the workspace */
    seq: number;
    /** Position of its newest change; the same as seq when there was none */
    rev: number;
    /** How many texts it has had, when more than one */
    version?: number;
    replies?: {
      count: number;
      /** Position of the newest answer */
      lastSeq: number;
      lastAt: string;
      /** Ids of who answered, the newest first, at most five */
      users: string[];
    };
    /** It calls everybody, or everybody who is there */
    broadcast?: "channel" | "here";
    pinned?: {
      at: string;
      by: string;
    };
    files?: {
      id: string;
      name: string;
      /** Media type, as its bytes tell it */
      type: string;
      sizeBytes: number;
      thumbnail?: {
        /** Of the file that holds it */
        id: string;
        width: number;
        height: number;
      };
      /** It was taken away: what was found in it */
      blocked?: string;
      /** It was deleted: neither its bytes nor its name are there */
      deleted?: {
        at: string;
        by: string;
      };
    }[];
    /** Its writer is still writing it: chat.message.delta brings more */
    streaming?: true;
    reactions: {
      emoji: string;
      users: string[];
    }[];
    clientId?: string;
    /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
    undoMs?: number;
    /** Buttons under it, of which one may be pressed once */
    actions?: {
      id: string;
      label: string;
      /** Default: plain */
      style?: "primary" | "danger";
      /** Comes back with the answer; people do not see it */
      value?: string;
      /** Is asked before the press counts */
      confirm?: string;
      /** Whoever presses may add a comment */
      comment?: boolean;
    }[];
    /** Who pressed a button */
    acted?: {
      /** The button's id */
      action: string;
      label: string;
      user: {
        id: string;
        name: string;
      };
      comment?: string;
      at: string;
    };
    /** What a workflow asks; host.workflow.approve and reject decide it */
    approval?: {
      run: string;
      step: string;
      workflow: string;
      /** Who may decide: this role and those above it */
      role: "owner" | "admin" | "member" | "guest" | "agent";
      /** When it is rejected by itself */
      deadline?: string;
      state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
      /** Name of who decided */
      by?: string;
      comment?: string;
    };
  };
  "chat.message.unpinned": {
    id: string;
    channelId: string;
    /** Markdown; empty when the message is deleted */
    text: string;
    author: {
      /** User id; workflow:<name> or plugin:<id> for others */
      id: string;
      name: string;
      kind: "human" | "agent" | "workflow" | "plugin" | "system";
    };
    createdAt: string;
    editedAt?: string;
    deletedAt?: string;
    /** The message that it answers */
    threadId?: string;
    /** An answer that the channel shows as well */
    inChannel?: true;
    /** Its position, growing over all channels of the workspace */
    seq: number;
    /** Position of its newest change; the same as seq when there was none */
    rev: number;
    /** How many texts it has had, when more than one */
    version?: number;
    replies?: {
      count: number;
      /** Position of the newest answer */
      lastSeq: number;
      lastAt: string;
      /** Ids of who answered, the newest first, at most five */
      users: string[];
    };
    /** It calls everybody, or everybody who is there */
    broadcast?: "channel" | "here";
    pinned?: {
      at: string;
      by: string;
    };
    files?: {
      id: string;
      name: string;
      /** Media type, as its bytes tell it */
      type: string;
      sizeBytes: number;
      thumbnail?: {
        /** Of the file that holds it */
        id: string;
        width: number;
        height: number;
      };
      /** It was taken away: what was found in it */
      blocked?: string;
      /** It was deleted: neither its bytes nor its name are there */
      deleted?: {
        at: string;
        by: string;
      };
    }[];
    /** Its writer is still writing it: chat.message.delta brings more */
    streaming?: true;
    reactions: {
      emoji: string;
      users: string[];
    }[];
    clientId?: string;
    /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
    undoMs?: number;
    /** Buttons under it, of which one may be pressed once */
    actions?: {
      id: string;
      label: string;
      /** Default: plain */
      style?: "primary" | "danger";
      /** Comes back with the answer; people do not see it */
      value?: string;
      /** Is asked before the press counts */
      confirm?: string;
      /** Whoever presses may add a comment */
      comment?: boolean;
    }[];
    /** Who pressed a button */
    acted?: {
      /** The button's id */
      action: string;
      label: string;
      user: {
        id: string;
        name: string;
      };
      comment?: string;
      at: string;
    };
    /** What a workflow asks; host.workflow.approve and reject decide it */
    approval?: {
      run: string;
      step: string;
      workflow: string;
      /** Who may decide: this role and those above it */
      role: "owner" | "admin" | "member" | "guest" | "agent";
      /** When it is rejected by itself */
      deadline?: string;
      state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
      /** Name of who decided */
      by?: string;
      comment?: string;
    };
  };
  "chat.moderation.changed": {
    /** The workspace in which it happened */
    workspaceId: string;
    /** Of what was reported, for chat.moderation.resolve; only moderators hear of it */
    id: string;
    /** open: nobody has resolved it; dismissed: the message stays; deleted: a moderator took the message down */
    state: "open" | "dismissed" | "deleted";
    /** The position that this change took */
    rev: number;
  };
  "chat.mute.changed": {
    /** Whose; only their own devices hear of it */
    userId: string;
    /** Whom they have muted now */
    muted: {
      userId: string;
      name: string;
      mutedAt: string;
    }[];
    /** The position that this change took */
    rev: number;
  };
  "chat.notification.created": {
    /** Whose; only their own devices hear of it */
    userId: string;
    kind: "person" | "group" | "channel" | "here" | "keyword" | "direct" | "thread" | "message";
    /** In quiet hours or while not to be disturbed: no sound, nothing that pops up */
    quiet: boolean;
    message: {
      id: string;
      channelId: string;
      /** Markdown; empty when the message is deleted */
      text: string;
      author: {
        /** User id; workflow:<name> or plugin:<id> for others */
        id: string;
        name: string;
        kind: "human" | "agent" | "workflow" | "plugin" | "system";
      };
      createdAt: string;
      editedAt?: string;
      deletedAt?: string;
      /** The message that it answers */
      threadId?: string;
      /** An answer that the channel shows as well */
      inChannel?: true;
      /** Its position, growing over all channels of the workspace */
      seq: number;
      /** Position of its newest change; the same as seq when there was none */
      rev: number;
      /** How many texts it has had, when more than one */
      version?: number;
      replies?: {
        count: number;
        /** Position of the newest answer */
        lastSeq: number;
        lastAt: string;
        /** Ids of who answered, the newest first, at most five */
        users: string[];
      };
      /** It calls everybody, or everybody who is there */
      broadcast?: "channel" | "here";
      pinned?: {
        at: string;
        by: string;
      };
      files?: {
        id: string;
        name: string;
        /** Media type, as its bytes tell it */
        type: string;
        sizeBytes: number;
        thumbnail?: {
          /** Of the file that holds it */
          id: string;
          width: number;
          height: number;
        };
        /** It was taken away: what was found in it */
        blocked?: string;
        /** It was deleted: neither its bytes nor its name are there */
        deleted?: {
          at: string;
          by: string;
        };
      }[];
      /** Its writer is still writing it: chat.message.delta brings more */
      streaming?: true;
      reactions: {
        emoji: string;
        users: string[];
      }[];
      clientId?: string;
      /** In answers to whoever deleted it: for so many milliseconds chat.message.restore takes that back */
      undoMs?: number;
      /** Buttons under it, of which one may be pressed once */
      actions?: {
        id: string;
        label: string;
        /** Default: plain */
        style?: "primary" | "danger";
        /** Comes back with the answer; people do not see it */
        value?: string;
        /** Is asked before the press counts */
        confirm?: string;
        /** Whoever presses may add a comment */
        comment?: boolean;
      }[];
      /** Who pressed a button */
      acted?: {
        /** The button's id */
        action: string;
        label: string;
        user: {
          id: string;
          name: string;
        };
        comment?: string;
        at: string;
      };
      /** What a workflow asks; host.workflow.approve and reject decide it */
      approval?: {
        run: string;
        step: string;
        workflow: string;
        /** Who may decide: this role and those above it */
        role: "owner" | "admin" | "member" | "guest" | "agent";
        /** When it is rejected by itself */
        deadline?: string;
        state: "open" | "approved" | "rejected" | "expired" | "withdrawn";
        /** Name of who decided */
        by?: string;
        comment?: string;
      };
    };
    channelName: string;
    /** The workspace in which it happened */
    workspaceId: string;
  };
  "chat.preferences.changed": {
    /** Whose; only their own devices hear of it */
    userId: string;
    preferences: {
      /** For channels without a choice of their own */
      notify?: "all" | "mentions" | "none";
      /** Hear of answers in threads that one follows */
      threads?: boolean;
      keywords?: string[];
      /** When nothing makes a noise; null: never */
      quietHours?: {
        from: string;
        to: string;
        timezone?: string;
        /** 0 is Sunday */
        weekdays?: number[];
      } | null;
      sound?: boolean;
      desktop?: boolean;
      /** Tell the devices that were turned on with host.push.subscribe */
      push?: boolean;
      /** Show on them what the messages say */
      pushText?: boolean;
      email?: "off" | "hourly" | "daily";
      theme?: "system" | "light" | "dark";
      compact?: boolean;
      /** auto: as the browser */
      language?: string;
      timezone?: string;
      convertEmoticons?: boolean;
      enterSends?: boolean;
      unreadFirst?: boolean;
    };
    /** The position that this change took */
    rev: number;
  };
  "chat.reaction.added": {
    messageId: string;
    channelId: string;
    emoji: string;
    /** Id of who reacted */
    user: string;
    /** The position that this change took */
    rev: number;
  };
  "chat.reaction.removed": {
    messageId: string;
    channelId: string;
    emoji: string;
    /** Id of who reacted */
    user: string;
    /** The position that this change took */
    rev: number;
  };
  "chat.reminder.changed": {
    /** Whose; only their own devices hear of it */
    userId: string;
    reminder: {
      id: string;
      text: string;
      messageId?: string;
      at: string;
      firedAt?: string;
    };
    state: "set" | "cancelled";
    /** The position that this change took */
    rev: number;
  };
  "chat.reminder.fired": {
    /** Whose; only their own devices hear of it */
    userId: string;
    reminder: {
      id: string;
      text: string;
      messageId?: string;
      at: string;
      firedAt?: string;
    };
    /** The position that this change took */
    rev: number;
  };
  "chat.saved.changed": {
    /** Whose; only their own devices hear of it */
    userId: string;
    messageId: string;
    state: "saved" | "done" | "removed";
    /** The workspace in which it happened */
    workspaceId: string;
    /** The position that this change took */
    rev: number;
  };
  "chat.scheduled.changed": {
    /** Whose; only their own devices hear of it */
    userId: string;
    scheduled: {
      id: string;
      channelId: string;
      threadId?: string;
      text: string;
      sendAt: string;
      /** Why it could not be sent; it stays until it is changed or cancelled */
      error?: string;
    };
    state: "set" | "sent" | "cancelled" | "failed";
    /** The position that this change took */
    rev: number;
  };
  "chat.search.changed": {
    /** Whose; only their own devices hear of it */
    userId: string;
    /** The workspace in which it happened */
    workspaceId: string;
    /** What they looked for last, the newest first */
    items: {
      query: string;
      at: string;
    }[];
  };
  "chat.section.changed": {
    /** Whose; only their own devices hear of it */
    userId: string;
    items: {
      id: string;
      name: string;
      emoji?: string;
      place: number;
      collapsed: boolean;
    }[];
    /** The workspace in which it happened */
    workspaceId: string;
    /** The position that this change took */
    rev: number;
  };
  "chat.snippet.changed": {
    /** Whose; only their own devices hear of it */
    userId: string;
    id: string;
    state: "set" | "deleted";
    /** Unless it is deleted */
    snippet?: {
      id: string;
      /** Typed behind ; to find it */
      name: string;
      /** Markdown */
      text: string;
      updatedAt: string;
    };
    /** The position that this change took */
    rev: number;
  };
  "chat.thread.followed": {
    rootId: string;
    channelId: string;
    following: boolean;
    lastReadSeq: number;
    unread: number;
    mentions: number;
    /** Whose; only their own devices hear of it */
    userId: string;
    /** The position that this change took */
    rev: number;
  };
  "chat.thread.read": {
    rootId: string;
    channelId: string;
    following: boolean;
    lastReadSeq: number;
    unread: number;
    mentions: number;
    /** Whose; only their own devices hear of it */
    userId: string;
    /** The position that this change took */
    rev: number;
  };
  "chat.thread.updated": {
    rootId: string;
    channelId: string;
    replies?: {
      count: number;
      /** Position of the newest answer */
      lastSeq: number;
      lastAt: string;
      /** Ids of who answered, the newest first, at most five */
      users: string[];
    };
    /** The position that this change took */
    rev: number;
  };
  "chat.user.updated": {
    id: string;
    name: string;
    /** Without @ */
    handle?: string;
    role: "owner" | "admin" | "member" | "guest" | "agent";
    profile: {
      title?: string;
      pronouns?: string;
      phone?: string;
      timezone?: string;
      about?: string;
    };
    status?: {
      emoji?: string;
      text?: string;
      /** When it clears by itself */
      until?: string;
    };
    /** Position of the newest change of what stands here */
    rev: number;
  };
  "chat.workspace.created": {
    id: string;
    name: string;
    /** In addresses and over WebDAV */
    slug?: string;
    description: string;
    /** open: everybody with an account finds and joins it; closed: only its members know of it */
    access?: "open" | "closed";
    /** The one that everybody with an account is in */
    first?: boolean;
    /** The caller's in it */
    role?: "owner" | "admin" | "member";
    /** Whose; only their own devices hear of it */
    userId: string;
    /** The position that this change took */
    rev: number;
  };
  "chat.workspace.deleted": {
    /** The workspace in which it happened */
    workspaceId: string;
    /** The position that this change took */
    rev: number;
  };
  "chat.workspace.joined": {
    /** The workspace in which it happened */
    workspaceId: string;
    userId: string;
    role: "owner" | "admin" | "member";
    /** The position that this change took */
    rev: number;
  };
  "chat.workspace.left": {
    /** The workspace in which it happened */
    workspaceId: string;
    userId: string;
    /** The position that this change took */
    rev: number;
  };
  "chat.workspace.role_changed": {
    /** The workspace in which it happened */
    workspaceId: string;
    userId: string;
    role: "owner" | "admin" | "member";
    /** The position that this change took */
    rev: number;
  };
  "chat.workspace.updated": {
    id: string;
    name: string;
    /** In addresses and over WebDAV */
    slug?: string;
    description: string;
    /** open: everybody with an account finds and joins it; closed: only its members know of it */
    access?: "open" | "closed";
    /** The position that this change took */
    rev: number;
  };
  "supervisor.service.removed": {
    name: string;
  };
}
