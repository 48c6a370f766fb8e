import type { HostClient } from "../../host_client.ts";
import { CliError } from "../../context.ts";

/** By this method of its own one knows the plugin that runs services, whatever it is called. */
const MARK = ".service.wait_ready";

/** The plugin that runs the services of the machine, as the commands speak to it. */
export interface Services {
  /** What its methods and events begin with. */
  readonly prefix: string;
  call<T>(method: string, params?: Record<string, unknown>): Promise<T>;
}

/** Throws {@linkcode CliError} when no enabled plugin runs services. */
export async function servicesOf(host: HostClient): Promise<Services> {
  const { methods } = await host.call<{ methods: { name: string }[] }>("rpc.discover");
  const name = methods.map((method) => method.name).find((name) => name.endsWith(MARK));
  if (name === undefined) {
    throw new CliError(
      'No plugin of this host runs services: see "bulkhead plugin list", and enable the one that does',
    );
  }
  const prefix = name.slice(0, -MARK.length);
  return { prefix, call: (method, params = {}) => host.call(`${prefix}.${method}`, params) };
}
