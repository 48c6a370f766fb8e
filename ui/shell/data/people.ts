import { useIsAdmin, useRpc } from "@bulkhead/ui";

/** The name of a person, workflow or plugin by its id; the id itself while, or when, it is not known. */
export function usePersonName(id: string | undefined): string | undefined {
  const isAdmin = useIsAdmin();
  const { data } = useRpc<{ items: { id: string; handle: string; name: string }[] }>(
    "host.user.list",
    { limit: 200 },
    { enabled: isAdmin && id !== undefined },
  );
  if (id === undefined || id === "system" || id === "host") return id && "the server";
  return data?.items.find((person) => person.id === id || person.handle === id)?.name ?? id;
}
