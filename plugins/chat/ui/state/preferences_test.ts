import assert from "node:assert/strict";
import { RpcFailure, type RpcPort, Store } from "@bulkhead/ui";
import { NOTHING, type Personal } from "./personal.ts";
import { changePreferences, isTimezone, keywordsOf } from "./preferences.ts";
import type { Preferences } from "./wire.ts";

function begun(answer: (change: Preferences) => Promise<Preferences>) {
  const personal = new Store<Personal>({ ...NOTHING, preferences: { notify: "mentions", sound: true } });
  const rpc: RpcPort = {
    call: <T>(_method: string, params: unknown) =>
      answer((params as { preferences: Preferences }).preferences) as Promise<T>,
  };
  return { personal, rpc };
}

Deno.test("a choice shows before the host has answered, and stands as the host has it", async () => {
  const { personal, rpc } = begun((change) => Promise.resolve({ notify: "mentions", sound: true, ...change }));
  const changing = changePreferences({ personal, rpc }, { notify: "all" });
  assert.equal(personal.get().preferences.notify, "all");
  await changing;
  assert.deepEqual(personal.get().preferences, { notify: "all", sound: true });
});

Deno.test("a choice that the host refuses goes back alone", async () => {
  const { personal, rpc } = begun(() =>
    Promise.reject(new RpcFailure({ code: 0, reason: "offline", message: "away" }))
  );
  const changing = changePreferences({ personal, rpc }, { notify: "all" });
  // Meanwhile another device has turned the sound off.
  personal.update((state) => ({ ...state, preferences: { ...state.preferences, sound: false } }));
  await assert.rejects(changing);
  assert.deepEqual(personal.get().preferences, { notify: "mentions", sound: false });
});

Deno.test("keywords are single words in small letters, each once", () => {
  assert.deepEqual(keywordsOf("Deploy, on-call  deploy; a ÜBER <b> "), ["deploy", "on-call", "über"]);
});

Deno.test("a time zone is one that formatters know", () => {
  assert.deepEqual(["Europe/Berlin", "UTC", "Mars/Base", ""].map(isTimezone), [true, true, false, false]);
});
