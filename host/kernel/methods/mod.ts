import type { HostMethods } from "../../rpc/ports.ts";
import { type GrantsDesk, grantsMethods } from "./grants.ts";
import { type InstallsDesk, installsMethods } from "./installs.ts";
import { type OverviewDesk, overviewMethods } from "./overview.ts";
import { type PageDesk, pageMethods } from "./page.ts";
import { type ProviderDesk, providerMethods } from "./provider.ts";
import { settingsMethods, type SettingsMethodsDesk } from "./settings.ts";
import { type SwitchingDesk, switchingMethods } from "./switching.ts";

/** What the methods need of the kernel; each family names its own part. */
export type PluginDesk =
  & OverviewDesk
  & SwitchingDesk
  & GrantsDesk
  & ProviderDesk
  & SettingsMethodsDesk
  & PageDesk
  & { readonly installs: InstallsDesk };

/** `host.plugin.*`, one file a family. */
export function pluginMethods(desk: PluginDesk): HostMethods {
  return {
    ...overviewMethods(desk),
    ...switchingMethods(desk),
    ...grantsMethods(desk),
    ...providerMethods(desk),
    ...settingsMethods(desk),
    ...pageMethods(desk),
    ...installsMethods(desk.installs),
  };
}
