/**
 * The service worker of the cockpit. It shows what is pushed while no page is open, and opens the place when somebody clicks on
 * it. It serves no requests: without it the cockpit is the same.
 */
import { type Notice, noticeOf, OPEN, optionsOf, pathOf, type ShownNotice } from "../state/push/notice.ts";

/** What of a service worker's world is used; TypeScript has it only in a library that excludes that of pages. */
interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface WindowClient {
  readonly url: string;
  readonly focused: boolean;
  readonly visibilityState: DocumentVisibilityState;
  readonly frameType: string;
  focus(): Promise<WindowClient>;
  navigate(url: string): Promise<WindowClient | null>;
  postMessage(message: unknown, transfer: Transferable[]): void;
}
interface Scope {
  readonly registration: ServiceWorkerRegistration;
  readonly location: Location;
  readonly clients: {
    matchAll(options: { type: "window"; includeUncontrolled: boolean }): Promise<WindowClient[]>;
    openWindow(url: string): Promise<WindowClient | null>;
    claim(): Promise<void>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: WorkerEvent) => void): void;
  addEventListener(type: "push", listener: (event: WorkerEvent & { data: { json(): unknown } | null }) => void): void;
  addEventListener(
    type: "notificationclick",
    listener: (event: WorkerEvent & { notification: Notification }) => void,
  ): void;
}

/** A page that has not answered until then is one that cannot go anywhere by itself. */
const ANSWER_MS = 1_000;

const worker = globalThis as unknown as Scope;

// A new version takes over at once: it holds nothing that pages depend on.
worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("push", (event) => {
  let json: unknown;
  try {
    json = event.data?.json();
  } catch {
    // Not of this host.
  }
  const notice = noticeOf(json);
  if (notice) event.waitUntil(show(notice));
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { url } = (event.notification.data ?? { url: "/" }) as ShownNotice;
  event.waitUntil(open(pathOf(url, worker.location.origin)));
});

async function show(notice: Notice): Promise<void> {
  if (notice.plugin !== "" && (await pages()).some((page) => looksAt(page, notice.plugin))) return;
  const options = optionsOf(notice);
  // A page in the background was quicker, and may have said more: the push only confirms it.
  const [shown] = await worker.registration.getNotifications({ tag: notice.tag });
  await worker.registration.showNotification(
    shown?.title ?? notice.title,
    shown?.body ? { ...options, body: shown.body } : options,
  );
}

/** Somebody has the plugin's own page before them, which tells them itself. */
function looksAt({ focused, visibilityState, url }: WindowClient, plugin: string): boolean {
  const { pathname } = new URL(url);
  return focused && visibilityState === "visible" && `${pathname}/`.startsWith(`/app/${plugin}/`);
}

/** Goes to a place in a page that is open, the one before somebody first; opens one where there is none. */
async function open(path: string): Promise<void> {
  const open = await pages();
  const page = open.find(({ focused }) => focused) ??
    open.find(({ visibilityState }) => visibilityState === "visible") ?? open[0];
  if (!page) return void await worker.clients.openWindow(path);
  const front = await page.focus().catch(() => page);
  if (await goes(front, path)) return;
  const moved = await front.navigate(path).catch(() => null);
  if (!moved) await worker.clients.openWindow(path);
}

/** Asks a page to go there by itself, which keeps what it holds; false when it does not answer. */
function goes(page: WindowClient, path: string): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), ANSWER_MS);
    port1.onmessage = () => {
      clearTimeout(late);
      resolve(true);
    };
    page.postMessage({ type: OPEN, path }, [port2]);
  });
}

async function pages(): Promise<WindowClient[]> {
  const all = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  return all.filter(({ frameType }) => frameType !== "nested");
}
