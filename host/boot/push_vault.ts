import type { SealedValues } from "../secrets/mod.ts";
import type { VapidVault } from "../services/push/mod.ts";

/** No plugin has such an id. */
const OWNER = "host:push";
const NAME = "vapid";

/** Keeps the key by which push services know this host among the secrets: sealed on disk, taken out of logs, in backups. */
export function pushVault(sealed: SealedValues): VapidVault {
  return {
    get: () => sealed.all(OWNER).get(NAME) as string | undefined,
    set: (privateKey) => sealed.change(OWNER, { set: new Map([[NAME, privateKey]]), clear: [], by: "host" }),
  };
}
