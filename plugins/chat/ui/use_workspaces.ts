import { createContext, useContext, useEffect, useMemo, useSyncExternalStore } from "react";
import { type Cockpit, type PluginRoute, useCockpit, usePluginRoute } from "@bulkhead/ui";
import { ChatHub } from "./state/chat_hub.ts";
import type { ChatModel } from "./state/chat_model.ts";
import type { WorkspaceItem } from "./state/wire.ts";
import type { BoardState } from "./state/workspace_board.ts";

/** What an address begins with that leads into another workspace than the first: `/app/chat/~design/general`. */
const MARK = "~";

const hubs = new WeakMap<Cockpit, ChatHub>();

/** The workspace in which something is drawn. */
export interface Scope {
  model: ChatModel;
  /** Undefined in the first workspace, whose addresses begin with the conversation. */
  slug?: string;
}

export const ScopeContext = createContext<Scope | undefined>(undefined);

/** The page's chat in all workspaces. */
export function useHub(): ChatHub {
  const cockpit = useCockpit();
  let hub = hubs.get(cockpit);
  if (!hub) {
    hub = new ChatHub(cockpit);
    hubs.set(cockpit, hub);
  }
  return hub;
}

/** Workspaces of this person and those that they may join, kept current while the component is there. */
export function useWorkspaces(): BoardState {
  const { board } = useHub();
  useEffect(() => board.hold(), [board]);
  return useSyncExternalStore(board.state.subscribe, board.state.get);
}

/** What is unread in the workspaces that the page does not show. */
export function useElsewhere(): { unread: number; mentions: number } {
  const { items } = useWorkspaces();
  const here = useHere();
  const others = items.filter((item) => item.member && item.id !== here?.id);
  return {
    unread: others.reduce((sum, item) => sum + item.unread, 0),
    mentions: others.reduce((sum, item) => sum + item.mentions, 0),
  };
}

/** The workspace in which the component is drawn; undefined until it is known. */
export function useHere(): WorkspaceItem | undefined {
  const slug = useContext(ScopeContext)?.slug;
  const { board } = useHub();
  const { items } = useSyncExternalStore(board.state.subscribe, board.state.get);
  return items.find((item) => slug === undefined ? item.first : item.slug === slug);
}

export interface ChatRoute extends PluginRoute {
  /** The workspace in which one is, when it is not the first. */
  slug?: string;
  /** Goes to another workspace. */
  enter(
    workspace: Pick<WorkspaceItem, "slug" | "first">,
    path?: string,
    options?: Parameters<PluginRoute["go"]>[1],
  ): void;
  /** A path in this workspace as the plugin's page has it. */
  inside(path: string): string;
}

/** The address below the workspace. */
export function useChatRoute(): ChatRoute {
  const route = usePluginRoute();
  const slug = useContext(ScopeContext)?.slug;
  const inside = (path: string) => slug === undefined ? path : join(`${MARK}${slug}`, path);
  return {
    ...route,
    ...(slug === undefined ? {} : { slug }),
    segments: slugOf(route.segments) === undefined ? route.segments : route.segments.slice(1),
    inside,
    go: (path, options) => route.go(inside(path), options),
    enter: ({ slug, first }, path = "", options) => route.go(first ? path : join(`${MARK}${slug}`, path), options),
  };
}

/** The workspace that an address names. */
export function slugOf([first]: readonly string[]): string | undefined {
  return first?.startsWith(MARK) ? first.slice(MARK.length) : undefined;
}

function join(head: string, path: string): string {
  return path === "" ? head : `${head}/${path}`;
}

/** The scope that the address names; undefined while it is not known which it is. */
export function useAddressed(): { scope?: Scope; missing: boolean; state: BoardState } {
  const hub = useHub();
  const state = useWorkspaces();
  const slug = slugOf(usePluginRoute().segments);
  const id = slug === undefined ? undefined : state.items.find((item) => item.member && item.slug === slug)?.id;
  const model = slug === undefined ? hub.first : id === undefined ? undefined : hub.model(id);
  const scope = useMemo(() => model && { model, ...(slug === undefined ? {} : { slug }) }, [model, slug]);
  useEffect(() => {
    hub.shown = model ?? hub.first;
    return () => void (hub.shown = hub.first);
  }, [hub, model]);
  return { scope, missing: scope === undefined && state.phase === "ready", state };
}
