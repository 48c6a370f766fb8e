/** A notification as the host sends it, and as a page that is in the background shows it: the same on the device. */
export interface Notice {
  /** Empty: the host itself. */
  plugin: string;
  title: string;
  body?: string;
  /** Path in the cockpit that a click opens. */
  url: string;
  /** Of several with one tag the last is shown. */
  tag: string;
  /** What it belongs to, such as a channel, and where in it. */
  group?: string;
  order?: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** What is kept with a notification that is shown. */
export type ShownNotice = Pick<Notice, "plugin" | "url" | "group" | "order">;

/** Address of the worker; it stands at the root, so that all of the cockpit is its own. */
export const WORKER = "/push_worker.js";
/** Message of the worker to a page: somebody has clicked on a notification. */
export const OPEN = "bulkhead.push.open";

/** How a notification looks. */
export function optionsOf(notice: Notice): NotificationOptions {
  const { plugin, body, url, tag, group, order, at } = notice;
  const data: ShownNotice = { plugin, url };
  if (group !== undefined) data.group = group;
  if (order !== undefined) data.order = order;
  const options: NotificationOptions & { timestamp: number } = {
    tag,
    data,
    timestamp: at,
    icon: "/icon-192.png",
    badge: "/badge-96.png",
  };
  if (body) options.body = body;
  return options;
}

/** What came with a push; undefined for what the host did not send. */
export function noticeOf(json: unknown): Notice | undefined {
  if (typeof json !== "object" || json === null) return undefined;
  const notice = json as Notice;
  const isText = (value: unknown) => typeof value === "string";
  if (![notice.plugin, notice.title, notice.url, notice.tag].every(isText)) return undefined;
  return typeof notice.at === "number" ? notice : undefined;
}

/** An address of the cockpit, or its first page for one that leads elsewhere. */
export function pathOf(url: string, origin: string): string {
  const address = URL.parse(url, origin);
  if (!address || address.origin !== origin) return "/";
  return `${address.pathname}${address.search}${address.hash}`;
}
