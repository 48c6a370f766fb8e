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
    channel: {
      /** Adds people to a channel */
      add_members: (params: {
        /** Id of a channel, or #name */
        channel: string;
        members: string[];
      }, options?: CallOptions) => Promise<{
        id: string;
        /** Without # */
        name: string;
        private: boolean;
        topic: string;
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** Messages after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        createdAt: string;
        archivedAt?: string;
      }>;
      /** Closes a channel for writing */
      archive: (params: {
        /** Id of a channel, or #name */
        channel: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** Without # */
        name: string;
        private: boolean;
        topic: string;
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** Messages after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        createdAt: string;
        archivedAt?: string;
      }>;
      /** Creates a channel */
      create: (params: {
        name: string;
        /** Seen by its members only */
        private?: boolean;
        topic?: string;
        /** Further members; the creator is one */
        members?: string[];
      }, options?: CallOptions) => Promise<{
        id: string;
        /** Without # */
        name: string;
        private: boolean;
        topic: string;
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** Messages after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        createdAt: string;
        archivedAt?: string;
      }>;
      /** Gets a channel */
      get: (params: {
        /** Id of a channel, or #name */
        channel: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** Without # */
        name: string;
        private: boolean;
        topic: string;
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** Messages after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        createdAt: string;
        archivedAt?: string;
      }>;
      /** Joins a public channel */
      join: (params: {
        /** Id of a channel, or #name */
        channel: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** Without # */
        name: string;
        private: boolean;
        topic: string;
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** Messages after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        createdAt: string;
        archivedAt?: string;
      }>;
      /** Leaves a channel */
      leave: (params: {
        /** Id of a channel, or #name */
        channel: string;
      }, options?: CallOptions) => Promise<{
        channelId: string;
      }>;
      /** Lists the channels that the caller can see, with their unread counts */
      list: (params?: {
        /** Only those of which the caller is a member */
        joined?: boolean;
        limit?: number;
        /** nextCursor of the page before */
        cursor?: string;
      }, options?: CallOptions) => Promise<{
        items: {
          id: string;
          /** Without # */
          name: string;
          private: boolean;
          topic: string;
          memberCount: number;
          /** Is the caller a member? */
          joined: boolean;
          /** Messages after lastReadSeq that are not deleted, counted up to 1000 */
          unread: number;
          /** Position of the newest message, 0 when there is none */
          lastSeq: number;
          /** Position up to which the caller has read */
          lastReadSeq: number;
          createdAt: string;
          archivedAt?: string;
        }[];
        nextCursor?: string;
      }>;
      /** Moves the caller's read marker forward */
      mark_read: (params: {
        /** Id of a channel, or #name */
        channel: string;
        /** Position of the last message that was seen; beyond the newest counts as the newest */
        seq: number;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** Without # */
        name: string;
        private: boolean;
        topic: string;
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** Messages after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        createdAt: string;
        archivedAt?: string;
      }>;
      /** Opens an archived channel again */
      unarchive: (params: {
        /** Id of a channel, or #name */
        channel: string;
      }, options?: CallOptions) => Promise<{
        id: string;
        /** Without # */
        name: string;
        private: boolean;
        topic: string;
        memberCount: number;
        /** Is the caller a member? */
        joined: boolean;
        /** Messages after lastReadSeq that are not deleted, counted up to 1000 */
        unread: number;
        /** Position of the newest message, 0 when there is none */
        lastSeq: number;
        /** Position up to which the caller has read */
        lastReadSeq: number;
        createdAt: string;
        archivedAt?: string;
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
        /** Its position, growing over all channels of the workspace */
        seq: number;
        reactions: {
          emoji: string;
          users: string[];
        }[];
        clientId?: string;
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
      /** Deletes a message, leaving a tombstone */
      delete: (params: {
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
        /** Its position, growing over all channels of the workspace */
        seq: number;
        reactions: {
          emoji: string;
          users: string[];
        }[];
        clientId?: string;
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
        /** Its position, growing over all channels of the workspace */
        seq: number;
        reactions: {
          emoji: string;
          users: string[];
        }[];
        clientId?: string;
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
        /** Its position, growing over all channels of the workspace */
        seq: number;
        reactions: {
          emoji: string;
          users: string[];
        }[];
        clientId?: string;
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
      /** Lists a channel's messages, oldest first */
      list: (params: {
        /** Id of a channel, or #name */
        channel: string;
        /** A message's seq or id */
        before?: number | string;
        /** A message's seq or id */
        after?: number | string;
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
          /** Its position, growing over all channels of the workspace */
          seq: number;
          reactions: {
            emoji: string;
            users: string[];
          }[];
          clientId?: string;
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
      }>;
      /** Sends a message to a channel */
      send: (params: {
        /** Id of a channel, or #name */
        channel: string;
        /** Markdown; @handle mentions a person */
        text: string;
        /** The message that this one answers */
        threadId?: string;
        /** Made by the sender: sending again with the same one answers the first message */
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
        /** Its position, growing over all channels of the workspace */
        seq: number;
        reactions: {
          emoji: string;
          users: string[];
        }[];
        clientId?: string;
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
      /** Adds one's reaction to a message, or takes it back */
      toggle_react: (params: {
        id: string;
        emoji: string;
      }, options?: CallOptions) => Promise<{
        action: "added" | "removed";
      }>;
    };
    workspace: {
      /** Lists the workspaces */
      list: (params?: Record<string, unknown>, options?: CallOptions) => Promise<{
        items: {
          id: string;
          name: string;
          seq: number;
          createdAt: string;
        }[];
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
}

/** What events carry in `data`, by type. */
export interface Events {
  "chat.channel.archived": {
    channelId: string;
  };
  "chat.channel.created": {
    id: string;
    name: string;
    private: boolean;
    topic: string;
    createdBy: string;
  };
  "chat.channel.joined": {
    channelId: string;
    userId: string;
  };
  "chat.channel.left": {
    channelId: string;
    userId: string;
  };
  "chat.channel.read": {
    channelId: string;
    userId: string;
    lastReadSeq: number;
  };
  "chat.channel.unarchived": {
    channelId: string;
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
      /** Its position, growing over all channels of the workspace */
      seq: number;
      reactions: {
        emoji: string;
        users: string[];
      }[];
      clientId?: string;
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
    /** Its position, growing over all channels of the workspace */
    seq: number;
    reactions: {
      emoji: string;
      users: string[];
    }[];
    clientId?: string;
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
    /** Its position, growing over all channels of the workspace */
    seq: number;
    reactions: {
      emoji: string;
      users: string[];
    }[];
    clientId?: string;
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
    /** Its position, growing over all channels of the workspace */
    seq: number;
    reactions: {
      emoji: string;
      users: string[];
    }[];
    clientId?: string;
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
  "chat.reaction.added": {
    messageId: string;
    channelId: string;
    emoji: string;
    /** Id of who reacted */
    user: string;
  };
  "chat.reaction.removed": {
    messageId: string;
    channelId: string;
    emoji: string;
    /** Id of who reacted */
    user: string;
  };
}
