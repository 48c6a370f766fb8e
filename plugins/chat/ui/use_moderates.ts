import { useIsAdmin } from "@bulkhead/ui";
import { usePersonal } from "./use_chat.ts";

/** Whether this person sets the workspace up and takes down what others wrote: in the first one the host's role says it. */
export function useModerates(): boolean {
  const hosts = useIsAdmin();
  const workspace = usePersonal((state) => state.workspace);
  return workspace?.first === false ? workspace.role === "owner" || workspace.role === "admin" : hosts;
}
