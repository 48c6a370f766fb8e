import assert from "node:assert/strict";
import { testHost } from "../../harness/mod.ts";
import { attach, basic, propfind, rawStatus, today, tokenOf } from "./_mount.ts";

Deno.test("channels, days and attachments are folders and files", async (t) => {
  await using host = await testHost({ plugins: ["chat"] });
  const auth = basic(await tokenOf(host));
  await host.call("chat.message.send", { channel: "#general", text: "hello\n**Bob** 09:00\n\n> forged" });
  const root = await host.call<{ id: string }>("chat.message.send", { channel: "#general", text: "root" });
  await host.call("chat.message.send", { channel: "#general", text: "below", threadId: root.id }, { as: "bob" });
  await host.call("chat.message.toggle_react", { id: root.id, emoji: "👍" }, { as: "carol" });
  await attach(host, "#general", { name: "notes & <plans>.txt", content: "0123456789" });
  const day = `/dav/chat/general/${today()}.md`;
  const status = async (path: string, headers: Record<string, string>) => {
    const response = await host.fetch(path, { headers: { ...auth, ...headers } });
    await response.body?.cancel();
    return response.status;
  };

  await t.step("folders", async () => {
    const names = async (path: string) =>
      (await propfind(host, path, auth)).items.map(({ name, folder }) => [name, folder]);
    assert.deepEqual(await names("/dav/"), [["dav", true], ["chat", true]]);
    assert.deepEqual(await names("/dav/chat"), [["chat", true], ["general", true]]);
    assert.deepEqual(await names("/dav/chat/general/"), [["general", true], ["files", true], [`${today()}.md`, false]]);
    assert.deepEqual(await names("/dav/chat/general/files/"), [["files", true], ["notes & _plans_.txt", false]]);
  });

  await t.step(
    "a day: authors, threads, reactions, links to files; nobody can write a line that is not theirs",
    async () => {
      const response = await host.fetch(day, { headers: auth });
      const text = await response.text();
      assert.equal(response.headers.get("content-type"), "text/markdown; charset=utf-8");
      assert.match(response.headers.get("content-security-policy")!, /^sandbox/);
      assert.match(
        text,
        new RegExp(`^# #general, ${today()} \\(UTC\\)\n\n\\*\\*Alice\\*\\* \\d\\d:\\d\\d\n\n> hello\n> \\*\\*Bob`),
      );
      assert.match(text, /\*\*Alice\*\* [\d:]+\n\n> root\n\n👍 1\n\n↳ \*\*Bob\*\* [\d:]+\n\n> > below\n/);
      assert.match(text, /- \[notes & \\<plans\\>\.txt\]\(files\/notes%20%26%20_plans_\.txt\) \(10 B\)/);
      assert.equal(text.match(/^\*\*Bob\*\*/gm), null);
    },
  );

  await t.step("the size that is listed is the size that comes, whatever changed", async () => {
    const seen = new Set<string>();
    const check = async () => {
      const { items: [entry] } = await propfind(host, day, { ...auth, depth: "0" });
      const response = await host.fetch(day, { headers: auth });
      const bytes = await response.bytes();
      assert.equal(entry!.sizeBytes, bytes.length);
      assert.equal(response.headers.get("content-length"), String(bytes.length));
      assert.equal(entry!.etag, response.headers.get("etag"));
      assert.ok(!seen.has(entry!.etag!), "another text has another tag");
      seen.add(entry!.etag!);
    };
    await check();
    await host.call("chat.message.edit", { id: root.id, text: "root, but longer: äöü" });
    await check();
    await host.call("chat.message.toggle_react", { id: root.id, emoji: "🎉" }, { as: "bob" });
    await check();
    await host.call("chat.message.send", { channel: "#general", text: "late", threadId: root.id }, { as: "dave" });
    await check();
    await host.call("chat.message.delete", { id: root.id });
    await check();
    const streamed = await host.call<{ id: string }>("chat.message.stream.start", { channel: "#general", text: "so" });
    await check();
    await host.call("chat.message.stream.append", { id: streamed.id, text: " far" });
    const { items: [entry] } = await propfind(host, day, { ...auth, depth: "0" });
    assert.equal((await (await host.fetch(day, { headers: auth })).bytes()).length, entry!.sizeBytes);
    await host.call("chat.message.stream.stop", { id: streamed.id });
    await check();
    assert.match(await (await host.fetch(day, { headers: auth })).text(), /> so far/);
  });

  await t.step("ranges, conditions and HEAD", async () => {
    const whole = await (await host.fetch(day, { headers: auth })).text();
    const file = "/dav/chat/general/files/notes%20%26%20_plans_.txt";
    for (
      const [path, bytes] of [[day, new TextEncoder().encode(whole)], [
        file,
        new TextEncoder().encode("0123456789"),
      ]] as const
    ) {
      const part = await host.fetch(path, { headers: { ...auth, range: "bytes=2-6" } });
      assert.deepEqual([part.status, part.headers.get("content-range")], [206, `bytes 2-6/${bytes.length}`]);
      assert.deepEqual(await part.bytes(), bytes.slice(2, 7));
      const tail = await host.fetch(path, { headers: { ...auth, range: "bytes=-3" } });
      assert.deepEqual(await tail.bytes(), bytes.slice(-3));
      const beyond = await host.fetch(path, { headers: { ...auth, range: "bytes=99999999-" } });
      assert.equal(beyond.status, 416);
      await beyond.body?.cancel();
      const head = await host.fetch(path, { method: "HEAD", headers: auth });
      assert.deepEqual([head.status, head.headers.get("content-length"), await head.text()], [
        200,
        String(bytes.length),
        "",
      ]);
      const tag = head.headers.get("etag")!;
      for (const known of [tag, `W/${tag}`, `"x", ${tag}`, "*"]) {
        assert.equal(await status(path, { "if-none-match": known }), 304, known);
      }
      const since = head.headers.get("last-modified")!;
      assert.equal(await status(path, { "if-modified-since": since }), 304);
    }
  });

  await t.step("what is asked for: some properties, their names, and those that nobody has", async () => {
    const ask = async (body: string) =>
      await (await host.fetch(day, { method: "PROPFIND", headers: { ...auth, depth: "0" }, body })).text();
    const some = await ask(
      '<?xml version="1.0"?><x:propfind xmlns:x="DAV:" xmlns:o="urn:&quot;o"><x:prop><x:getetag/><o:colour/></x:prop></x:propfind>',
    );
    assert.match(some, /<D:prop><D:getetag>.*<\/D:getetag><\/D:prop><D:status>HTTP\/1\.1 200 OK/);
    assert.match(some, /<D:prop><colour xmlns="urn:&#34;o"\/><\/D:prop><D:status>HTTP\/1\.1 404 Not Found/);
    assert.match(await ask('<propfind xmlns="DAV:"><propname/></propfind>'), /<D:getcontentlength\/>/);
    for (
      const bad of [
        "<propfind",
        "<a:propfind><a:prop/></a:propfind>",
        '<!DOCTYPE x [<!ENTITY a "b">]><propfind xmlns="DAV:"><prop>&a;</prop></propfind>',
        '<other xmlns="DAV:"/>',
        `<propfind xmlns="DAV:">${"<prop>".repeat(5_000)}`,
      ]
    ) {
      const refused = await host.fetch(day, { method: "PROPFIND", headers: { ...auth, depth: "0" }, body: bad });
      assert.equal(refused.status, 400, bad.slice(0, 40));
      await refused.body?.cancel();
    }
    const all = await host.fetch("/dav/", { method: "PROPFIND", headers: { ...auth, depth: "infinity" } });
    assert.equal(all.status, 403);
    assert.match(await all.text(), /<D:propfind-finite-depth\/>/);
  });

  await t.step("nothing can be written", async () => {
    const options = await host.fetch("/dav/", { method: "OPTIONS" });
    assert.deepEqual([options.status, options.headers.get("dav")], [200, "1"]);
    await options.body?.cancel();
    for (const method of ["PUT", "DELETE", "MKCOL", "COPY", "MOVE", "PROPPATCH", "LOCK", "UNLOCK", "POST", "PATCH"]) {
      const body = method === "PUT" ? "x" : undefined;
      const response = await host.fetch(day, { method, headers: auth, ...(body ? { body } : {}) });
      assert.deepEqual([response.status, response.headers.get("allow")], [405, "OPTIONS, GET, HEAD, PROPFIND"], method);
      assert.match(await response.text(), /for reading only/);
    }
  });

  await t.step("no path leads out", async () => {
    for (
      const path of [
        "/dav/../rpc",
        "/dav/chat/../../data/host.db",
        "/dav/chat/%2e%2e/%2e%2e/host.db",
        "/dav/chat/general/files/..%2f..%2fhost.db",
        "/dav/chat/general/files/%2fetc%2fpasswd",
        "/dav/chat/general/files/..\\..\\host.db",
        "/dav/chat/general/files/x%00.txt",
        "/dav/chat/general/files/%e2%80%aetxt.exe",
        "/dav/chat/general/%ff",
        "/dav//chat",
        "/dav/chat/general/2026-11-30.md/x",
        "/dav/chat/general/9999-99-99.md",
        `/dav/${"a/".repeat(40)}`,
        `/dav/chat/${"a".repeat(5_000)}`,
        "/dav/host/x",
        "/dav/__proto__/x",
      ]
    ) {
      assert.equal(await rawStatus(host, path, auth), 404, path);
    }
  });
});

Deno.test("who opens the tree sees what is theirs to see", async (t) => {
  await using host = await testHost({ plugins: ["chat"] });
  await host.call("chat.channel.create", { name: "secret", private: true, members: ["@bob"] });
  await host.call("chat.message.send", { channel: "#secret", text: "between us" });
  await attach(host, "#secret", { name: "plan.txt", content: "the plan" });
  await host.call("chat.channel.create", { name: "open" });
  const direct = await host.call<{ id: string }>("chat.dm.open", { users: ["@bob"] });
  await host.call("chat.message.send", { channel: direct.id, text: "just you" });
  const names = async (token: string, path: string) =>
    (await propfind(host, path, basic(token))).items.slice(1).map(({ name }) => name);
  const status = async (path: string, headers: Record<string, string>) => {
    const response = await host.fetch(path, { headers });
    await response.body?.cancel();
    return response.status;
  };
  const [alice, bob, carol] = [await tokenOf(host), await tokenOf(host, "bob"), await tokenOf(host, "carol")];

  await t.step("a private channel and a direct conversation are not there for others", async () => {
    assert.deepEqual(await names(alice, "/dav/chat/"), ["general", "open", "secret", "@bob"]);
    assert.deepEqual(await names(bob, "/dav/chat/"), ["general", "open", "secret", "@alice"]);
    assert.deepEqual(await names(carol, "/dav/chat/"), ["general", "open"]);
    for (const path of ["secret/", `secret/${today()}.md`, "secret/files/plan.txt", "@alice/", "@bob/"]) {
      assert.equal(await status(`/dav/chat/${path}`, basic(carol)), 404, path);
    }
    assert.equal(
      await (await host.fetch("/dav/chat/secret/files/plan.txt", { headers: basic(bob) })).text(),
      "the plan",
    );
    assert.match(
      await (await host.fetch(`/dav/chat/@alice/${today()}.md`, { headers: basic(bob) })).text(),
      /> just you/,
    );
  });

  await t.step("a guest sees only the channels to which somebody added them", async () => {
    await host.call("host.user.setRole", { id: "@dave", role: "guest" });
    const dave = { "x-forwarded-user": "dave" };
    const seen = async () => (await propfind(host, "/dav/chat/", dave)).items.slice(1).map(({ name }) => name);
    // In #general since they were a member.
    assert.deepEqual(await seen(), ["general"]);
    assert.equal(await status("/dav/chat/open/", dave), 404);
    await host.call("chat.channel.add_members", { channel: "#secret", members: ["@dave"] });
    assert.deepEqual(await seen(), ["general", "secret"]);
  });

  await t.step("who reads a public channel reads its files, joined or not", async () => {
    await attach(host, "#open", { name: "open.txt", content: "open" });
    assert.equal(await (await host.fetch("/dav/chat/open/files/open.txt", { headers: basic(carol) })).text(), "open");
  });

  await t.step("a token's scope counts", async () => {
    const narrow = await tokenOf(host, "alice", { scope: ["chat.dav.*"] });
    assert.deepEqual(await names(narrow, "/dav/"), ["chat"]);
    const other = await tokenOf(host, "alice", { scope: ["chat.message.list"] });
    assert.deepEqual(await names(other, "/dav/"), []);
    assert.equal(await status("/dav/chat/", basic(other)), 403);
  });

  await t.step(
    "without a name, with a wrong one, and after the token is revoked: 401 that clients understand",
    async () => {
      const nobody = await host.fetch("/dav/");
      assert.equal(nobody.status, 401);
      assert.equal(nobody.headers.get("www-authenticate"), 'Basic realm="Bulkhead", charset="UTF-8"');
      assert.match(await nobody.text(), /API token/);
      const token = await tokenOf(host, "carol");
      assert.equal(await status("/dav/chat/", { authorization: `Bearer ${token}` }), 200);
      const { items } = await host.call<{ items: { id: string; lastUsedAt?: string }[] }>("host.token.list", {}, {
        as: "carol",
      });
      for (const { id } of items) await host.call("host.token.revoke", { id }, { as: "carol" });
      assert.equal(await status("/dav/chat/", basic(token, "revoked")), 401);
      assert.equal(await status("/dav/?access_token=x", basic(alice)), 400);
      assert.equal(await status("/dav/", { "x-forwarded-user": "bob" }), 200);
    },
  );

  await t.step("whoever guesses has to wait, and keeps nobody else out", async () => {
    const answers = [];
    for (let n = 0; n < 7; n++) answers.push(await status("/dav/", basic(`bhk_guess${n}`, "mallory")));
    assert.deepEqual(answers.slice(0, 5), [401, 401, 401, 401, 401]);
    const waiting = await host.fetch("/dav/", { headers: basic("bhk_guess", "mallory") });
    assert.equal(waiting.status, 429);
    assert.ok(Number(waiting.headers.get("retry-after")) > 0);
    await waiting.body?.cancel();
    assert.equal(await status("/dav/", basic(alice, "alice")), 200);
    // Many right requests at once are no attempts.
    const many = await Promise.all(Array.from({ length: 40 }, () => status("/dav/chat/", basic(alice, "alice"))));
    assert.deepEqual([...new Set(many)], [200]);
  });

  await t.step("while the plugin is off, clients are told to come back", async () => {
    await host.call("host.plugin.disable", { id: "chat" });
    const response = await host.fetch("/dav/chat/", { headers: basic(alice) });
    assert.deepEqual([response.status, response.headers.get("retry-after")], [503, "30"]);
    await response.body?.cancel();
    assert.deepEqual(await names(alice, "/dav/"), []);
  });
});

Deno.test("names of files are safe, stay the same, and are there once", async () => {
  await using host = await testHost({ plugins: ["chat"] });
  const auth = basic(await tokenOf(host));
  const names = [
    "../../up.txt",
    "report.txt",
    "REPORT.txt",
    "report.txt",
    "CON",
    ".hidden",
    "a\u202eb\u200b.txt",
    "x".repeat(400) + ".txt",
    "tab\there",
  ];
  for (const [index, name] of names.entries()) await attach(host, "#general", { name, content: `content ${index}` });
  const { items } = await propfind(host, "/dav/chat/general/files/", auth);
  const listed = items.slice(1);
  assert.equal(listed.length, names.length);
  assert.equal(
    new Set(listed.map(({ name }) => name.toLowerCase())).size,
    names.length,
    "no two are the same to anybody",
  );
  for (const { name } of listed) {
    assert.match(name, /^[^/\\\p{Cc}\u200b-\u200f\u202a-\u202e.][^/\\\p{Cc}\u200b-\u200f\u202a-\u202e]*$/u);
    assert.ok(new TextEncoder().encode(name).length <= 255, name);
  }
  const contents = await Promise.all(
    listed.map(async ({ href }) => await (await host.fetch(href, { headers: auth })).text()),
  );
  assert.deepEqual(contents.sort(), names.map((_, index) => `content ${index}`));
  await attach(host, "#general", { name: "report.txt", content: "later" });
  const again = (await propfind(host, "/dav/chat/general/files/", auth)).items.map(({ href }) => href);
  for (const { href } of listed) assert.ok(again.includes(href), `${href} is still called so`);
});

Deno.test("another plugin offers a tree by its two methods, and what it gets wrong harms nobody", async () => {
  const source = `
import { davTree, definePlugin } from "@bulkhead/plugin";
const file = (name: string, text: string) => ({ kind: "file" as const, name, sizeBytes: text.length, etag: "e1", modifiedAt: "2026-01-01T00:00:00Z", type: 'text/html"; x' });
const all = { "a.md": "hello", "../up": "no", "tr\\u202eap": "no", "<i>&\\"'.md": "odd" };
export default definePlugin({
  methods: davTree({
    list: ({ path, cursor }, ctx) => {
      if (path.length === 0) {
        const names = Object.keys(all);
        const n = Number(cursor ?? 0);
        return { self: { kind: "folder", name: "x" }, items: [file(names[n]!, all[names[n] as "a.md"])], ...(n + 1 < names.length ? { nextCursor: String(n + 1) } : {}) };
      }
      const text = path[0] === "lies.md" ? "x".repeat(100) : all[path[0] as "a.md"] ?? ctx.caller.name;
      return { self: file(path[0]!, text), items: [] };
    },
    read: ({ path, cursor }) => {
      if (path[0] === "foreign.md") return { file: "00000000-0000-0000-0000-000000000000" };
      const text = path[0] === "lies.md" ? "short" : all[path[0] as "a.md"];
      return cursor === undefined ? { text: text.slice(0, 2), etag: "e1", nextCursor: "r" } : { text: text.slice(2), etag: "e1" };
    },
  }),
});`;
  await using host = await testHost({ pluginFiles: { notes: { "plugin.ts": source } } });
  const auth = basic(await tokenOf(host));
  const { items } = await propfind(host, "/dav/notes/", auth);
  assert.deepEqual(items.slice(1).map(({ name }) => name), ["a.md", "<i>&\"'.md"]);
  const read = await host.fetch("/dav/notes/a.md", { headers: auth });
  assert.deepEqual([read.headers.get("content-type"), await read.text()], ["application/octet-stream", "hello"]);
  await assert.rejects(async () => await (await host.fetch("/dav/notes/lies.md", { headers: auth })).text());
  const foreign = await host.fetch("/dav/notes/foreign.md", { headers: auth });
  assert.equal(foreign.status, 404);
  await foreign.body?.cancel();
  assert.equal((await propfind(host, "/dav/notes/", auth)).status, 207);
});
