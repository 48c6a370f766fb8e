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
  "supervisor.service.removed": {
    name: string;
  };
}
