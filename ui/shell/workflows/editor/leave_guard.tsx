import { useBlocker } from "@tanstack/react-router";
import { Button, Dialog } from "@bulkhead/kit";
import type { EditorSession } from "../../../state/workflow_editor/editor_session.ts";

/** Asks before unsaved text is left behind. It is kept as a draft unless somebody says otherwise. */
export function LeaveGuard({ session, draftKept }: { session: EditorSession; draftKept: boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => session.unsaved && current.pathname !== next.pathname,
    // A reload loses nothing as long as the text is kept in this browser.
    enableBeforeUnload: () => session.unsaved && !draftKept,
    withResolver: true,
  });
  if (blocker.status !== "blocked") return null;
  return (
    <Dialog
      open
      onClose={blocker.reset}
      title="Leave with unsaved changes?"
      description={draftKept
        ? "They stay in this browser as a draft and are there when you edit this workflow again."
        : "This browser cannot keep them: what you typed is lost."}
      footer={
        <>
          {draftKept && (
            <Button
              kind="ghost"
              onClick={() => {
                session.forget();
                blocker.proceed();
              }}
            >
              Discard them
            </Button>
          )}
          <Button onClick={blocker.reset}>Stay</Button>
          <Button kind={draftKept ? "primary" : "danger"} onClick={blocker.proceed}>
            {draftKept ? "Leave, keep the draft" : "Leave and lose them"}
          </Button>
        </>
      }
    />
  );
}
