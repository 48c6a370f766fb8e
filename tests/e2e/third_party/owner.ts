import assert from "node:assert/strict";
import type { GrantsView, InspectInfo, PluginDetail, RegistryInfo } from "../../../ui/state/wire.ts";
import type { RpcError } from "../../../host/sdk/errors.ts";
import type { TestHost } from "../../harness/mod.ts";

type Caller = Pick<TestHost, "call">;

/** What an owner does with plugins of others, over HTTP as alice. */
export function ownerOf(host: Caller) {
  const owner = {
    addRegistry: (url: string) => host.call<RegistryInfo>("host.registry.add", { url }),
    inspect: (source: string) => host.call<InspectInfo>("host.plugin.inspect", { source }),
    /** Reads what it asks for and agrees to it. */
    async install(source: string): Promise<InspectInfo> {
      const info = await owner.inspect(source);
      assert.deepEqual(info.problems, []);
      const { grantHash } = info;
      const installed = await host.call("host.plugin.install", { source: info.source, grantHash });
      assert.deepEqual(installed, {
        id: info.manifest.id,
        version: info.manifest.version,
        enabled: true,
        state: "ready",
      });
      return info;
    },
    plugin: (id: string) => host.call<PluginDetail>("host.plugin.get", { id }),
    grants: (id: string) => host.call<GrantsView>("host.plugin.grants.get", { id }),
  };
  return owner;
}

/** For `assert.rejects`: the reason that an error names. */
export function withReason(reason: string): (error: RpcError) => boolean {
  return (error) => {
    assert.equal(error.data.reason, reason, error.message);
    return true;
  };
}
