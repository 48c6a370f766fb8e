/** A device is turned on, told while nobody looks, and a click leads to the message: with a push service that speaks the real protocol. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { CDPSession } from "playwright-core";
import { ensureUi } from "../../scripts/build_ui.ts";
import { CHECKOUT, lacks, pushService, testHost, until } from "../harness/mod.ts";
import { testBrowser, type TestPage } from "./browser.ts";
import { composerOf, messageIn, ownMenu, send, signIn } from "./chat_person.ts";
import { violations } from "./axe.ts";

const OUTPUT = `${CHECKOUT}/tests/output/chat_push/`;
const shot = (page: TestPage, name: string) => page.screenshot({ path: `${OUTPUT}${name}.png` });

/** Hands what the push service would bring to this browser to its service worker, as Chromium itself does. */
async function wire(page: TestPage, origin: string): Promise<(data: unknown) => Promise<void>> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const known = Promise.withResolvers<string>();
  session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
    if (registrations[0]) known.resolve(registrations[0].registrationId);
  });
  await session.send("ServiceWorker.enable");
  return async (data) => {
    const registrationId = await known.promise;
    await session.send("ServiceWorker.deliverPushMessage", { origin, registrationId, data: JSON.stringify(data) });
  };
}

/** What the device shows, as the service worker knows it. */
const shown = (page: TestPage) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const all = await registration.getNotifications();
    return all.map(({ title, body, tag, data }) => ({ title, body, tag, url: data.url as string }));
  });

Deno.test({
  name: "a device is told of a mention while nobody looks, a click leads to it, and reading it takes it away",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using service = pushService();
    await using host = await testHost({ plugins: ["chat"], pages: true, push: { loopback: true } });
    await using chromium = await testBrowser();
    const options = { baseURL: host.url };
    const alice = await signIn(await chromium.page(options), host, "alice");
    const bob = await signIn(await chromium.page(options), host, "bob");
    const { key } = await host.call<{ key: string }>("host.push.get");
    const { subscription } = await service.browser("alice", key);
    await alice.context().grantPermissions(["notifications"], { origin: host.url });
    // Chromium's own push service is on the internet: this one stands in for it, behind the browser's interface.
    await alice.addInitScript(({ subscription, key }) => {
      const bytes = Uint8Array.fromBase64(key, { alphabet: "base64url" });
      const made = {
        ...subscription,
        options: { applicationServerKey: bytes.buffer, userVisibleOnly: true },
        toJSON: () => subscription,
        unsubscribe: () => {
          localStorage.removeItem("test.subscribed");
          return Promise.resolve(true);
        },
      };
      PushManager.prototype.getSubscription = () =>
        Promise.resolve(localStorage.getItem("test.subscribed") ? made as unknown as PushSubscription : null);
      PushManager.prototype.subscribe = (wanted) => {
        if (wanted?.applicationServerKey !== key) return Promise.reject(new Error("It is bound to another key"));
        localStorage.setItem("test.subscribed", "yes");
        return Promise.resolve(made as unknown as PushSubscription);
      };
    }, { subscription, key });
    for (const page of [alice, bob]) {
      await page.goto(`${host.url}/app/chat/general`);
      await composerOf(page, "general").waitFor();
    }

    await ownMenu(alice, "Preferences");
    const section = alice.locator("section").filter({
      has: alice.getByRole("heading", { name: "While no page is open" }),
    });
    await section.getByRole("button", { name: "Turn on" }).click();
    await section.getByRole("listitem").getByText("this device").waitFor();
    await section.getByRole("switch", { name: "Show what messages say" }).click();
    await section.getByRole("button", { name: "Try" }).click();
    await until(() => service.taken.length === 1, { what: "the try" });
    await section.scrollIntoViewIfNeeded();
    await shot(alice, "1-device");
    assert.deepEqual(await violations(alice), []);

    // She is in the cockpit, but not at chat; the host is not to wait until that is clear.
    const bring = await wire(alice, host.url);
    await alice.goto(`${host.url}/account`);
    {
      using db = new DatabaseSync(`${host.dataDir}/plugins/chat/data.db`);
      db.exec("PRAGMA busy_timeout = 5000");
      db.exec("UPDATE people SET seen_at = 0");
    }
    await send(bob, "general", "**@alice** have a look at the _coracle_");
    await until(() => service.taken.length === 2, { what: "the push" });
    assert.deepEqual(service.faults, []);
    await bring(service.taken[1]!.data);
    const [notice] = await until(async () => (await shown(alice)).length > 0 && shown(alice), {
      what: "a notification",
    });
    assert.deepEqual([notice!.title, notice!.body], ["Bob in #general", "@alice have a look at the coracle"]);
    // The same once more, as when an acknowledgement got lost.
    await bring(service.taken[1]!.data);
    assert.equal((await shown(alice)).length, 1);

    // A click goes there in the page that is open, without loading it anew.
    await alice.evaluate(() => Object.assign(globalThis, { stays: true }));
    const [worker] = alice.context().serviceWorkers();
    await worker!.evaluate(async () => {
      const scope = globalThis as unknown as { registration: ServiceWorkerRegistration };
      const [notification] = await scope.registration.getNotifications();
      const Made = (globalThis as unknown as { NotificationEvent: new (type: string, init: object) => Event })
        .NotificationEvent;
      dispatchEvent(new Made("notificationclick", { notification }));
    });
    await messageIn(alice, "general", "have a look at the coracle").waitFor();
    assert.match(alice.url(), /\/app\/chat\/[^/]+#message_/);
    assert.equal(await alice.evaluate(() => (globalThis as unknown as { stays?: boolean }).stays), true);
    await until(async () => (await shown(alice)).length === 0, { what: "the notification to be taken away" });

    // What she reads elsewhere is taken away here.
    await alice.goto(`${host.url}/account`);
    await bring({ ...service.taken[1]!.data, tag: "chat:again" });
    await until(async () => (await shown(alice)).length === 1, { what: "it to be shown again" });
    await alice.goto(`${host.url}/app/chat/general`);
    await until(async () => (await shown(alice)).length === 0, { what: "it to be closed" });

    // Removed, it is told nothing more.
    await ownMenu(alice, "Preferences");
    await section.getByRole("button", { name: /^Remove / }).click();
    await section.getByRole("button", { name: "Turn on" }).waitFor();
    assert.deepEqual((await host.call<{ devices: unknown[] }>("host.push.get")).devices, []);
    const { push } = await host.call<{ push: boolean }>("chat.preferences.get");
    assert.equal(push, false);
    for (const page of [alice, bob]) assert.deepEqual(page.faults, []);
  },
});
