import assert from "node:assert/strict";
import { startTestHost } from "../_test_host.ts";
import { connect, GENERATIONS, offer, provider } from "./_test_client.ts";

for (const generation of GENERATIONS) {
  Deno.test(`${generation}: who may call what came or went is told, and nobody else`, async () => {
    await using host = await startTestHost();
    const heard: string[] = [];
    const listen = (who: string) => {
      const next: { resolve: (names: string[]) => void } = { resolve: () => {} };
      const onChanged = (_: unknown, tools: { name: string }[] | null) => {
        heard.push(who);
        next.resolve((tools ?? []).map(({ name }) => name));
      };
      const changed = () => new Promise<string[]>((resolve) => next.resolve = resolve);
      return { changed, options: { listChanged: { tools: { debounceMs: 0, onChanged } } } };
    };
    const member = listen("member");
    const guest = listen("guest");
    await using one = await connect(host, generation, member.options);
    await using two = await connect(host, generation, { ...guest.options, token: "guest" });
    await one.client.listTools();
    await two.client.listTools();
    // The streams on which changes come are opened beside the first requests.
    await new Promise((resolve) => setTimeout(resolve, 300));

    let told = member.changed();
    offer(host, provider("shop", [{ name: "shop.item.list" }]));
    assert.ok((await told).includes("shop_item_list"));

    told = member.changed();
    host.router.setProvider("shop", undefined);
    assert.ok(!(await told).includes("shop_item_list"));

    const both = [member.changed(), guest.changed()];
    offer(host, provider("shop", [{ name: "shop.item.list", roles: ["member", "guest"] }]));
    for (const names of await Promise.all(both)) assert.ok(names.includes("shop_item_list"));
    assert.deepEqual(heard.filter((who) => who === "guest").length, 1);
  });

  Deno.test(`${generation}: a plugin that starts anew with the same methods changes nothing`, async () => {
    await using host = await startTestHost();
    let heard = 0;
    offer(host, provider("shop", [{ name: "shop.item.list" }]));
    await using it = await connect(host, generation, {
      listChanged: { tools: { debounceMs: 0, onChanged: () => void heard++ } },
    });
    await it.client.listTools();
    await new Promise((resolve) => setTimeout(resolve, 300));
    host.router.setProvider("shop", undefined);
    offer(host, provider("shop", [{ name: "shop.item.list" }]));
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(heard, 0);
  });
}
