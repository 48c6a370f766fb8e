import { z } from "zod";
import { hostMethod, type HostMethods } from "../../rpc/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { PermissionInfo } from "../permissions/mod.ts";
import type { PluginInfo } from "../ports.ts";
import { EVERYONE, idOnly, info, permission, present, presentPermission } from "./shapes.ts";

/** What there is. */
export interface OverviewDesk {
  list(): PluginInfo[];
  permissions(id: string): PermissionInfo[];
}

const detail = info.extend({ permissions: z.array(permission).describe("What its manifest asks for") });

/** `host.plugin.list` and `.get`. */
export function overviewMethods(desk: OverviewDesk): HostMethods {
  return {
    "host.plugin.list": hostMethod({
      summary: "Lists all plugins with their state",
      params: z.object({}),
      result: z.object({ items: z.array(info) }),
      roles: EVERYONE,
      readOnly: true,
      handler: (_params, call) => ({ items: desk.list().map((one) => present(one, call)) }),
    }),
    "host.plugin.get": hostMethod({
      summary: "One plugin with its state and its permissions",
      params: idOnly,
      result: detail,
      roles: EVERYONE,
      readOnly: true,
      handler: ({ id }, call) => {
        const found = desk.list().find((plugin) => plugin.id === id);
        if (!found) throw new RpcError("not_found", `No plugin "${id}"`, { path: "/id" });
        return {
          ...present(found, call),
          permissions: desk.permissions(id).map((one) => presentPermission(one, call)),
        };
      },
    }),
  };
}
