import { Workflow } from "lucide-react";
import { EmptyState } from "@bulkhead/kit";

/** Stands where somebody would write a workflow who may not. */
export function AuthorsOnly() {
  return (
    <EmptyState
      icon={<Workflow size={20} aria-hidden />}
      title="Owners and admins write workflows"
      description="A workflow hears every event of this server. Ask one of them to write it, or for their role."
    />
  );
}
