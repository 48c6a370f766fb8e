import { useRpc } from "@bulkhead/ui";
import type { TemplateInfo } from "../../state/workflow_editor/wire.ts";

/** What a workflow begins with that follows no template. */
export const BLANK = `import { event, workflow } from "@bulkhead/workflow";

export default workflow({
  on: event("chat.message.sent"),
  uses: ["chat"],
}, async ({ event, chat }) => {
});
`;

/** Scripts that ship with the server to begin with. */
export function useTemplates() {
  return useRpc<{ items: TemplateInfo[] }>("host.workflow.templates.list");
}
