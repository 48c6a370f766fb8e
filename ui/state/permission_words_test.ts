import assert from "node:assert/strict";
import { abilities, type Asked, byRisk, grantNouns, listOf, permissionWords } from "./permission_words.ts";

const asked = (kind: string, target = "", risk?: "low" | "high"): Asked => ({ kind, target, risk });

Deno.test("a permission is told as what it lets a plugin do", () => {
  assert.equal(permissionWords(asked("net", "api.example.com")), "Connect to api.example.com");
  assert.equal(permissionWords(asked("net", "*")), "Connect to any host on the internet");
  assert.equal(permissionWords(asked("net", "*.example.com")), "Connect to every host under example.com");
  assert.equal(permissionWords(asked("call", "chat.**")), "Call every method of chat");
  assert.equal(permissionWords(asked("call", "chat.message.send")), "Call chat.message.send");
  assert.equal(permissionWords(asked("process", "*")), "Run any program on this machine");
  assert.equal(permissionWords(asked("sys", "hostname")), "Learn the machine's name");
  assert.equal(permissionWords(asked("magic", "wand")), "magic wand");
});

Deno.test("the host's own words win", () => {
  assert.equal(
    permissionWords({ kind: "net", target: "10.0.0.7", words: "Connect to the printer" }),
    "Connect to the printer",
  );
});

Deno.test("a button names the kinds that it grants, the dangerous ones first, and stays short", () => {
  assert.equal(grantNouns([]), "");
  assert.equal(
    grantNouns([asked("publish", "polls.**"), asked("net", "a.com"), asked("net", "b.com")]),
    "network and events",
  );
  assert.equal(
    grantNouns([
      asked("sys", "uid"),
      asked("call", "chat.**"),
      asked("publish", "a"),
      asked("net", "a"),
      asked("process", "git"),
    ]),
    "programs, network and 3 more",
  );
  assert.equal(grantNouns([asked("magic", "wand")]), "magic");
});

Deno.test("one sentence says what it will be able to do, what matters most first", () => {
  assert.match(abilities("Polls", []), /asks for nothing/);
  assert.equal(
    abilities("Polls", [asked("publish", "polls.**"), asked("process", "git", "high")]),
    "Polls will be able to run the program git and announce events of the type polls.**. Everything else stays closed to it.",
  );
  const many = Array.from({ length: 7 }, (_, index) => asked("net", `h${index}.example.com`));
  assert.match(abilities("Polls", many), /able to connect to 7 hosts\./);
  assert.match(
    abilities("Polls", [...many, asked("net", "*", "high"), asked("net", "10.0.0.1", "high")]),
    /able to connect to any host on the internet, connect to 10\.0\.0\.1 and connect to 7 hosts\./,
  );
  const kinds = ["net", "call", "publish", "subscribe", "hooks", "sys", "sockets"].map((kind) => asked(kind, "x"));
  assert.match(abilities("Polls", kinds), /and 3 more things\./);
});

Deno.test("permissions are grouped by risk and keep their order", () => {
  const { high, low } = byRisk([asked("net", "a"), asked("process", "git", "high"), asked("net", "b")]);
  assert.deepEqual(high.map((each) => each.target), ["git"]);
  assert.deepEqual(low.map((each) => each.target), ["a", "b"]);
});

Deno.test("lists read as in a sentence", () => {
  assert.deepEqual([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(listOf), ["", "a", "a and b", "a, b and c"]);
});
