import { Notice } from "@bulkhead/kit";
import { useRpc } from "@bulkhead/ui";

interface Person {
  id: string;
  name: string;
  role: string;
}

/** Who may change workflows, for those who may not. */
export function ReadOnlyNotice() {
  const { data } = useRpc<{ items: Person[] }>("host.user.list", { limit: 200 });
  const names = (data?.items ?? []).filter(({ role }) => role === "owner" || role === "admin").map(({ name }) => name);
  const shown = names.slice(0, 3).join(", ");
  return (
    <Notice title="Owners and admins change workflows">
      {names.length === 0
        ? "You can read this one. Ask one of them to change it, or for their role."
        : `You can read this one. Ask ${shown}${
          names.length > 3 ? " or another of them" : ""
        } to change it, or for their role.`}
    </Notice>
  );
}
