import assert from "node:assert/strict";
import { testHost, until } from "../../tests/harness/mod.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

Deno.test("the trace of a call goes on in the service that it starts, the action that it runs, and in no other", async () => {
  await using host = await testHost({ plugins: ["supervisor"] });
  const traced = async (method: string, params: unknown) => {
    const response = await host.fetch("/rpc", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-forwarded-user": "alice",
        traceparent: `00-${TRACE}-00f067aa0ba902b7-01`,
      },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const { error } = await response.json();
    assert.equal(error, undefined, JSON.stringify(error));
  };
  const told = async (service: string) =>
    (await host.call<{ items: { message: string }[] }>("supervisor.logs.query", { service, limit: 200 })).items
      .map(({ message }) => message).filter((message) => message.startsWith("trace="));
  const exec = ["/bin/sh", "-c", 'echo "trace=$TRACEPARENT"'];
  const spec = (name: string) => ({ service: { name, exec }, action: [{ name: "do", exec }] });
  await host.call("supervisor.service.register", { spec: spec("one") });
  await traced("supervisor.service.start", { name: "one" });
  await until(async () => (await told("one")).length === 1, { what: "the service to say its trace" });
  assert.match((await told("one"))[0]!, new RegExp(`^trace=00-${TRACE}-[0-9a-f]{16}-01$`));

  await traced("supervisor.action.run", { service: "one", action: "do", wait: true });
  await until(async () => (await told("one")).length === 2, { what: "the action to say its trace" });
  assert.match((await told("one"))[1]!, new RegExp(`^trace=00-${TRACE}-`));

  await host.call("supervisor.service.start", { name: "one" });
  await until(async () => (await told("one")).length === 3, { what: "the service to run again" });
  assert.doesNotMatch((await told("one"))[2]!, new RegExp(TRACE));
});
