import assert from "node:assert/strict";
import { RpcError } from "../sdk/errors.ts";
import { argumentFault } from "./argument_fault.ts";

const call = { method: "desk.write", params: { note: { stars: "many", "a/b": [1, null] }, text: "x".repeat(500) } };
const told = (message: string, path?: string) =>
  (argumentFault(new RpcError("invalid_params", message, { path, hint: "h" }), call) as RpcError).message;

Deno.test("wrong arguments are told with method, place and value", () => {
  const fault = argumentFault(new RpcError("invalid_params", "expected number", { path: "/note/stars" }), call);
  assert.ok(fault instanceof RpcError);
  assert.equal(fault.message, 'Wrong arguments of desk.write at "/note/stars": expected number (given: "many")');
  assert.deepEqual(fault.data, { reason: "invalid_params", path: "/note/stars" });
  assert.equal(told("no", "/note/a~1b/1"), 'Wrong arguments of desk.write at "/note/a~1b/1": no (given: null)');
  assert.match(told("no", "/text"), /\(given: "x{119}…\)$/);
  // What is missing has no value, and a plugin's own words name the method already.
  assert.equal(told("is missing", "/note/text"), 'Wrong arguments of desk.write at "/note/text": is missing');
  assert.equal(told("Invalid params of desk.write: bad", "/x/y/z"), "Invalid params of desk.write: bad");
  assert.equal(told("must be an object"), "Wrong arguments of desk.write: must be an object");
});

Deno.test("other errors stay as they are", () => {
  for (const error of [new RpcError("not_found", "gone"), new Error("x"), undefined]) {
    assert.equal(argumentFault(error, call), error);
  }
});
