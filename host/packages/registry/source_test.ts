import assert from "node:assert/strict";
import { PackageError } from "../ports.ts";
import { parseSource, registryUrl } from "./source.ts";

Deno.test("a registry's URL has one form, however it is given", () => {
  for (
    const text of [
      "https://plugins.example/team",
      "https://plugins.example/team/",
      "https://plugins.example/team/index.json",
      "HTTPS://Plugins.Example:443/team//",
    ]
  ) assert.equal(registryUrl(text).href, "https://plugins.example/team/");
  assert.equal(registryUrl("http://127.1:8000").href, "http://127.0.0.1:8000/");
});

Deno.test("a registry's URL with a query, a fragment, a password or another scheme is refused with what to do", () => {
  const refused: [string, RegExp][] = [
    ["https://plugins.example/?key=1", /query string/],
    ["https://plugins.example/?", /query string/],
    ["https://plugins.example/#hello", /#/],
    ["https://user:hunter2@plugins.example/", /signing in/],
    ["ftp://plugins.example/", /https/],
    ["plugins.example", /https/],
    ["javascript:alert(1)", /https/],
    ["https://", /https/],
  ];
  for (const [text, hint] of refused) {
    assert.throws(() => registryUrl(text), (error) => {
      assert.ok(error instanceof PackageError && error.fault === "source_invalid");
      assert.match(error.hint!, hint);
      assert.doesNotMatch(error.message, /hunter2/);
      return true;
    });
  }
});

Deno.test("each form of a source is told from the others", () => {
  const read = (text: string) => {
    const source = parseSource(text);
    return "url" in source ? { ...source, url: source.url.href } : source;
  };
  assert.deepEqual(read("https://r.example/a#hello"), { kind: "registry", url: "https://r.example/a/", id: "hello" });
  assert.deepEqual(read("https://r.example/a/index.json#hello@>=1 <2 || 3"), {
    kind: "registry",
    url: "https://r.example/a/",
    id: "hello",
    range: ">=1 <2 || 3",
  });
  assert.deepEqual(read("https://r.example/#hello@%5E1"), {
    kind: "registry",
    url: "https://r.example/",
    id: "hello",
    range: "^1",
  });
  assert.deepEqual(read("hello"), { kind: "id", id: "hello" });
  assert.deepEqual(read("hello@1.2.3-rc.1"), { kind: "id", id: "hello", range: "1.2.3-rc.1" });
  assert.deepEqual(read("https://r.example/x/hello-1.0.0.tgz?token=1"), {
    kind: "package",
    url: "https://r.example/x/hello-1.0.0.tgz?token=1",
  });
  assert.deepEqual(read("/srv/plugins/hello"), { kind: "path", path: "/srv/plugins/hello" });
});

Deno.test("what is no source is refused with the form that it should have", () => {
  const refused: [string, RegExp][] = [
    ["./hello", /absolute/],
    ["../hello.tgz", /absolute/],
    ["~/hello", /absolute/],
    ["plugins/hello", /absolute/],
    ["hello-1.0.0.tgz", /absolute/],
    ["file:///srv/hello", /absolute path/],
    ["git+ssh://host/x", /https/],
    ["Hello", /registry URL/],
    ["", /registry URL/],
    ["hello@", /registry URL/],
    ["https://r.example/hello", /ends with \.tgz/],
    ["https://r.example/#", /id/],
    ["https://r.example/#Hello", /id/],
    ["https://r.example/?a=1#hello", /query string/],
    ["https://u:p@r.example/x.tgz", /signing in/],
    ["x".repeat(3_000), /^$/],
  ];
  for (const [text, hint] of refused) {
    assert.throws(() => parseSource(text), (error) => {
      assert.ok(error instanceof PackageError && error.fault === "source_invalid", text);
      assert.match(error.hint ?? "", hint);
      return true;
    });
  }
});
