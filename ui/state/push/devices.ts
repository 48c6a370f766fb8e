import { RpcFailure } from "../../sdk/failure.ts";
import type { PageNotice, PushDevice, PushPort, PushView, RpcPort } from "../../sdk/ports.ts";
import { Store } from "../../sdk/store.ts";
import { deviceName } from "./device_name.ts";
import { type Notice, optionsOf, type ShownNotice, WORKER } from "./notice.ts";

export interface PushDevicesOptions {
  rpc: RpcPort;
  /** User id. */
  me: string;
  /** This browser's session: with it the device is turned off. */
  sessionId: string | undefined;
}

/** User id of whoever turned it on here and then signed out: at their next sign-in it is on again. */
const RESUME = "bulkhead.push.resume";
/** Id of this browser's device; by it a changed subscription is recognised. */
const DEVICE = "bulkhead.push.device";

/** This browser's part in notifications: whether it can show them, whether they are on, and showing them. */
export class PushDevices implements PushPort {
  readonly view: Store<PushView> = new Store<PushView>({ state: "unknown", devices: [] });
  readonly #options: PushDevicesOptions;

  constructor(options: PushDevicesOptions) {
    this.#options = options;
  }

  /** What is to be put right when the cockpit begins: only where this browser has had to do with it before. */
  async start(): Promise<void> {
    if (!isSupported() || Notification.permission !== "granted") return;
    if (readItem(RESUME) === this.#options.me) {
      writeItem(RESUME, undefined);
      return await this.turnOn();
    }
    const subscription = await (await registered())?.pushManager.getSubscription();
    if (!subscription) return;
    const { devices } = await this.#devices();
    if (devices.some(({ endpoint }) => endpoint === subscription.endpoint)) return;
    const before = devices.find(({ id }) => id === readItem(DEVICE));
    // The browser has changed it by itself; or somebody turned this one off from another device.
    if (!before) return void await subscription.unsubscribe();
    await this.turnOn();
    await this.#options.rpc.call("host.push.unsubscribe", { id: before.id }).catch(() => {});
  }

  async load(): Promise<void> {
    const { devices } = await this.#devices();
    await this.#settle(devices);
  }

  async turnOn(): Promise<void> {
    if (!isSupported()) return this.#put(isSecureContext ? "unsupported" : "insecure");
    const permission = Notification.permission === "default"
      ? await Notification.requestPermission()
      : Notification.permission;
    if (permission !== "granted") return await this.load();
    const { key } = await this.#devices();
    const subscription = await subscribe(key);
    const { endpoint, keys } = subscription.toJSON();
    const { sessionId } = this.#options;
    const device = await this.#options.rpc.call<PushDevice>("host.push.subscribe", {
      endpoint,
      keys,
      name: deviceName(navigator.userAgent),
      language: navigator.language,
      ...(sessionId === undefined ? {} : { sessionId }),
    });
    writeItem(DEVICE, device.id);
    await this.load();
  }

  async turnOff(id: string): Promise<void> {
    const here = this.view.get().here === id;
    await this.#options.rpc.call("host.push.unsubscribe", { id });
    if (here) {
      writeItem(DEVICE, undefined);
      await (await (await registered())?.pushManager.getSubscription())?.unsubscribe();
    }
    await this.load();
  }

  async try(id: string, text: { title: string; body: string }): Promise<void> {
    const answer = await this.#options.rpc.call<{ sent: boolean; error?: string; removed?: boolean }>(
      "host.push.try",
      { id, ...text },
    );
    if (answer.removed) await this.load();
    if (!answer.sent) {
      throw new RpcFailure({ code: 0, reason: "push_failed", message: answer.error ?? "The push service refused it" });
    }
  }

  async show(notice: PageNotice): Promise<void> {
    if (!("Notification" in globalThis) || Notification.permission !== "granted") return;
    const tag = `${notice.plugin}:${notice.tag}`;
    const whole: Notice = { ...notice, tag, at: Date.now() };
    const worker = await registered();
    if (worker) return await worker.showNotification(whole.title, optionsOf(whole));
    // Without the worker a click is the page's own.
    const shown = new Notification(whole.title, optionsOf(whole));
    shown.onclick = () => {
      globalThis.focus();
      shown.close();
      this.onOpen?.(whole.url);
    };
  }

  /** Told where to go when somebody clicks on what the page itself has shown. */
  onOpen: ((path: string) => void) | undefined;

  async close(plugin: string, wasSeen: (group: string, order: number) => boolean): Promise<void> {
    for (const shown of await (await registered())?.getNotifications() ?? []) {
      const { plugin: by, group, order } = (shown.data ?? {}) as Partial<ShownNotice>;
      if (by === plugin && group !== undefined && order !== undefined && wasSeen(group, order)) shown.close();
    }
  }

  /** This person signs out, and wants it to be on again when they are back. */
  async leave(): Promise<void> {
    if (!isSupported() || readItem(DEVICE) === undefined) return;
    const subscription = await (await registered())?.pushManager.getSubscription();
    if (subscription) writeItem(RESUME, this.#options.me);
  }

  async #devices(): Promise<{ key: string; devices: PushDevice[] }> {
    return await this.#options.rpc.call("host.push.get");
  }

  async #settle(devices: PushDevice[]): Promise<void> {
    const put = (state: PushView["state"], here?: string) =>
      this.view.set({ state, devices, ...(here === undefined ? {} : { here }) });
    if (!isSupported()) return put(globalThis.isSecureContext ? "unsupported" : "insecure");
    const subscription = await (await registered())?.pushManager.getSubscription();
    const here = devices.find(({ endpoint }) => endpoint === subscription?.endpoint)?.id;
    if (Notification.permission === "denied") return put("denied", here);
    put(here === undefined ? "off" : "on", here);
  }

  #put(state: PushView["state"]): void {
    this.view.update((view) => ({ ...view, state }));
  }
}

function isSupported(): boolean {
  return globalThis.isSecureContext && "serviceWorker" in navigator && "PushManager" in globalThis &&
    "Notification" in globalThis;
}

async function registered(): Promise<ServiceWorkerRegistration | undefined> {
  if (!("serviceWorker" in (globalThis.navigator ?? {}))) return undefined;
  return await navigator.serviceWorker.getRegistration("/").catch(() => undefined);
}

/** The browser's subscription for this key; one for another key is given up. */
async function subscribe(key: string): Promise<PushSubscription> {
  await navigator.serviceWorker.register(WORKER, { scope: "/" });
  const { pushManager } = await navigator.serviceWorker.ready;
  const before = await pushManager.getSubscription();
  if (before) {
    if (encoded(before.options.applicationServerKey) === key) return before;
    await before.unsubscribe();
  }
  try {
    return await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  } catch (cause) {
    throw new RpcFailure({
      code: 0,
      reason: "push_service",
      message: "The browser could not reach its push service",
      hint: "Some browsers have none, or it is switched off in their settings",
    }, { cause });
  }
}

/** Base64url without what not all browsers have that show notifications. */
function encoded(bytes: ArrayBuffer | null): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer())));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/(?<!=)=+$/, "");
}

function readItem(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function writeItem(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Without storage it has to be turned on again.
  }
}
