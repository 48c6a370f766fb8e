import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode, useEffect } from "react";
import { KitLanguageProvider, toast, Toasts, TooltipProvider } from "@bulkhead/kit";
import { type Cockpit, CockpitProvider, locale, RpcFailure, rpcKey, useLanguage } from "@bulkhead/ui";
import { FileUploads } from "../state/file_uploads.ts";
import { LiveConnection } from "../state/live_connection.ts";
import { PushDevices } from "../state/push/devices.ts";
import { OPEN, pathOf } from "../state/push/notice.ts";
import { RpcClient } from "../state/rpc_client.ts";
import { Session } from "../state/session.ts";
import { beginLanguage } from "./data/language.ts";
import { SessionContext } from "./data/session.ts";
import { render } from "./root.ts";
import { createCockpitRouter } from "./router.tsx";
import { plural, t } from "../i18n/texts.ts";

/** Longest time that pages wait for the live connection before they show what a plain call gives them. */
const LIVE_WAIT_MS = 400;

/** Draws the cockpit for the person who is signed in, once there is something to draw. */
export async function renderApp(session: Session): Promise<void> {
  const rpc = new RpcClient({
    csrf: session.csrf,
    onUnauthenticated: () => startAnew(session),
    onLimited: tellLimited,
  });
  const live = new LiveConnection({
    open: () => new WebSocket(`${location.origin.replace(/^http/, "ws")}/ws`),
    onRefused: () => void stillHere(session),
  });
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        // Pushes keep answers current; nothing is read again only because time went by.
        staleTime: Infinity,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        // A refusal for too many calls was waited for already.
        retry: (count, error) => error instanceof RpcFailure && error.retryable && error.code !== -32029 && count < 2,
        retryDelay: (attempt) => 400 * 2 ** attempt,
      },
    },
  });
  const files = new FileUploads({ csrf: session.csrf, onReturn: (callback) => onReturn(live, callback) });
  const me = session.state!.user!;
  const push = new PushDevices({ rpc, me: me.id, sessionId: session.state!.sessionId });
  const cockpit: Cockpit = { rpc, live, files, push, me };
  // The frame's own types; with them the log's position is known before any page asks for anything.
  live.subscribe(["host.plugin.changed", "host.workflow.changed", "host.workflow.run.changed"], {});
  live.connect();
  const preload = (method: string, params: object) =>
    void queries.prefetchQuery({
      queryKey: rpcKey(method, params),
      queryFn: ({ signal }) => rpc.call(method, params, { signal }),
    });
  const router = createCockpitRouter({ preload });
  await Promise.all([online(live), beginLanguage(me.id)]);
  // What cannot be loaded is told by the router, once it is drawn.
  await router.load().catch(() => {});
  openFromNotifications(push, (path) => router.history.push(path));
  render(
    <StrictMode>
      <App cockpit={cockpit} live={live} queries={queries} session={session} router={router} />
    </StrictMode>,
  );
}

/** Calls back when the live connection is there again, or the browser says that the network is. */
function onReturn(live: LiveConnection, callback: () => void): () => void {
  const off = live.onState(() => live.state === "online" && callback());
  addEventListener("online", callback);
  return () => {
    off();
    removeEventListener("online", callback);
  };
}

/** A click on a notification goes to its place in this page, whoever has shown it. */
function openFromNotifications(push: PushDevices, go: (path: string) => void): void {
  push.onOpen = go;
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", ({ data, ports }: MessageEvent) => {
    if (data?.type !== OPEN || typeof data.path !== "string") return;
    ports[0]?.postMessage(true);
    go(pathOf(data.path, location.origin));
  });
  // What was turned on here may have to be put right; what fails shows in the preferences.
  void push.start().catch(() => {});
}

/** Resolves when there is a live connection, or none for too long. */
function online(live: LiveConnection): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      off();
      clearTimeout(timer);
      resolve();
    };
    const off = live.onState(done);
    const timer = setTimeout(done, LIVE_WAIT_MS);
  });
}

/** The session is over: the entry asks anew who is here. Once in ten seconds, so that no fault makes it a loop. */
function startAnew(session: Session): void {
  if (session.leaving) return;
  const key = "bulkhead.started-anew";
  if (Date.now() - Number(sessionStorage.getItem(key) ?? 0) < 10_000) return;
  sessionStorage.setItem(key, String(Date.now()));
  location.reload();
}

/** Somebody who was signed out elsewhere, or has another role now, sees that at once and not at the next call. */
async function stillHere(session: Session): Promise<void> {
  const user = session.state?.user;
  if (session.leaving || !user) return;
  // Without an answer the host is away: then it is the connection that is told of.
  const now = await new Session().load().catch(() => undefined);
  if (session.leaving) return;
  if (now && (now.user?.id !== user.id || now.user.role !== user.role)) location.reload();
}

/** Says why something takes longer than it should. */
function tellLimited(method: string, waitMs: number): void {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  toast({
    title: t("The server slows this page down"),
    description: plural("There were too many calls of {method}; it goes on in {count} s.", seconds, { method }),
  });
}

interface AppProps {
  cockpit: Cockpit;
  live: LiveConnection;
  queries: QueryClient;
  session: Session;
  router: ReturnType<typeof createCockpitRouter>;
}

function App({ cockpit, live, queries, session, router }: AppProps) {
  const { language } = useLanguage();
  useEffect(() => {
    const back = () => document.visibilityState === "visible" && live.retryNow();
    addEventListener("online", back);
    document.addEventListener("visibilitychange", back);
    return () => {
      removeEventListener("online", back);
      document.removeEventListener("visibilitychange", back);
    };
  }, [live]);
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queries}>
        <SessionContext value={session}>
          <CockpitProvider value={cockpit}>
            <TooltipProvider delay={500} closeDelay={0}>
              <KitLanguageProvider language={language} locale={locale()}>
                <RouterProvider router={router} />
                <Toasts />
              </KitLanguageProvider>
            </TooltipProvider>
          </CockpitProvider>
        </SessionContext>
      </QueryClientProvider>
    </CSPProvider>
  );
}
