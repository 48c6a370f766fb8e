import { useLive, useRpcCache } from "@bulkhead/ui";

const READ = ["host.user.list", "host.group.list", "host.group.get"];

/** Keeps people, groups and open invitations as they are on the host, whoever changes them. */
export function usePeopleLive(): void {
  const cache = useRpcCache();
  const read = (invitations: boolean) => {
    for (const method of READ) cache.refresh(method);
    // Reading them is written down: it is not done for nothing.
    if (invitations) cache.refresh("host.invitation.list");
  };
  useLive(["host.people.changed"], {
    volatile: (_type, data) => read((data as { invitations?: boolean }).invitations === true),
    resync: () => read(true),
  });
}
