import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { locale, useCockpit, useColorScheme } from "@bulkhead/ui";
import type { FontData } from "../../sdk/page/protocol.ts";
import { FrameSession, type PageCall } from "./frame_session.ts";

/** What the plugin of a page is and may. */
export interface FramePlugin {
  id: string;
  /** Patterns of the types that it may hear of. */
  allowed: readonly string[];
  fonts: FontData[];
}

/** What the frame shows of the plugin's page. */
export interface FramePlace {
  /** What comes after `/app/<plugin>/` in the address. */
  route: string;
  /** Id of the panel, where it is not the page. */
  panel?: string;
  /** The page wants to show another place. */
  go(route: string, options: { replace: boolean }): void;
}

/** A question that waits for the person's answer. */
export interface Question {
  call: PageCall;
  answer(agreed: boolean): void;
}

/** How the page in the frame is doing. */
export interface FrameStatus {
  /** It has said something. */
  alive: boolean;
  flooded: boolean;
  /** Pixels, once it has told how high it is. */
  height: number | undefined;
  question: Question | undefined;
  /** To be called whenever the frame has loaded. */
  loaded(): void;
}

/** Time for the host to answer a page's call. */
const CALL_MS = 60_000;

/** Speaks with the page in a frame for as long as the component is there. */
export function useFrameSession(
  frame: RefObject<HTMLIFrameElement | null>,
  plugin: FramePlugin,
  { route, panel, go }: FramePlace,
): FrameStatus {
  const { rpc, live, me } = useCockpit();
  const theme = useColorScheme();
  const [status, setStatus] = useState<Omit<FrameStatus, "loaded">>({
    alive: false,
    flooded: false,
    height: undefined,
    question: undefined,
  });
  const session = useRef<FrameSession | undefined>(undefined);
  const change = (part: Partial<FrameStatus>) => setStatus((before) => ({ ...before, ...part }));

  const init = useEffectEvent(() => ({
    plugin: plugin.id,
    theme,
    route,
    ...(panel === undefined ? {} : { panel }),
    locale: locale() ?? navigator.language,
    user: { id: me.id, handle: me.handle, name: me.name, role: me.role },
    fonts: plugin.fonts,
  }));
  const allowed = useEffectEvent(() => plugin.allowed);
  const move = useEffectEvent((place: string, replace: boolean) => go(place, { replace }));

  useLayoutEffect(() => {
    const ask = (call: PageCall, signal: AbortSignal) =>
      new Promise<boolean | undefined>((resolve) => {
        const answer = (agreed: boolean | undefined) => {
          change({ question: undefined });
          resolve(agreed);
        };
        signal.addEventListener("abort", () => answer(undefined), { once: true });
        change({ question: { call, answer } });
      });
    const current = session.current = new FrameSession({
      // The page's origin is opaque and has no name; what goes to this window is not secret from its own plugin.
      post: (message) => frame.current?.contentWindow?.postMessage(message, "*"),
      init: () => init(),
      call: ({ method, params }, { confirmed, signal }) =>
        rpc.call("host.plugin.page.call", { id: plugin.id, method, params, ...(confirmed ? { confirmed } : {}) }, {
          signal,
          timeoutMs: CALL_MS,
        }),
      ask,
      subscribe: (types, listener) => live.subscribe(types, listener),
      allowed: () => allowed(),
      go: (place, { replace }) => move(place, replace),
      resize: (height) => change({ height }),
      alive: () => change({ alive: true }),
      flooded: () => change({ flooded: true }),
      now: () => performance.now(),
    });
    const receive = (event: MessageEvent) => {
      const page = frame.current?.contentWindow;
      // Whoever else can send messages here, another frame or a frame in the page's frame, is not the page.
      if (page && event.source === page && event.origin === "null") current.receive(event);
    };
    addEventListener("message", receive);
    return () => {
      removeEventListener("message", receive);
      current.end();
    };
  }, [frame, live, rpc, plugin.id]);

  useEffect(() => session.current?.theme(theme), [theme]);
  useEffect(() => session.current?.route(route), [route]);
  const grant = plugin.allowed.join(" ");
  useEffect(() => session.current?.grantChanged(), [grant]);
  return { ...status, loaded: () => session.current?.loaded() };
}
