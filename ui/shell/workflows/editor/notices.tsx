import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Button, buttonClass, ErrorState, Notice, RelativeTime } from "@bulkhead/kit";
import { useLinkState } from "@bulkhead/ui";
import type { EditorSession, EditorState } from "../../../state/workflow_editor/editor_session.ts";
import type { WorkflowInfo } from "../../../state/wire.ts";
import { GrantNotice } from "./grant_notice.tsx";
import { ReadOnlyNotice } from "./read_only_notice.tsx";

export interface NoticesProps {
  session: EditorSession;
  state: EditorState;
  workflow: WorkflowInfo | undefined;
  readOnly: boolean;
  onCompare(): void;
  onSave(force: boolean): void;
}

/** What somebody has to know or to decide about this text, above it. */
export function Notices(props: NoticesProps) {
  const { session, state, workflow, readOnly, onSave } = props;
  const { outcome, restoredAt, refused, saveFailure, theirs, draftKept } = state;
  const offline = useLinkState() === "offline";
  const shown: ReactNode[] = [
    readOnly && <ReadOnlyNotice key="read" />,
    theirs && <TheirsNotice key="theirs" {...props} theirs={theirs} />,
    refused && !theirs && (
      <Notice
        key="refused"
        tone="bad"
        title={refused.length === 1
          ? "Not saved: the text has a problem"
          : `Not saved: the text has ${refused.length} problems`}
        action={<Button size="sm" disabled={offline} onClick={() => onSave(true)}>Save anyway</Button>}
      >
        {refusedWords(workflow)}
      </Notice>
    ),
    saveFailure && (
      <ErrorState
        key="failure"
        inline
        title="It was not saved"
        message={saveFailure.message}
        hint={saveFailure.hint ?? "What you typed is kept in this browser."}
        traceId={saveFailure.traceId}
        onRetry={() => onSave(false)}
      />
    ),
    restoredAt !== undefined && !theirs && session.unsaved && (
      <Notice
        key="draft"
        title="Your unsaved text is back"
        action={
          <>
            {state.saved && <Button size="sm" onClick={props.onCompare}>Show changes</Button>}
            <Button size="sm" onClick={() => session.revert()}>Discard it</Button>
          </>
        }
      >
        Typed <RelativeTime at={restoredAt} /> and kept in this browser.
      </Notice>
    ),
    !draftKept && session.unsaved && (
      <Notice key="kept" tone="warn" title="This text cannot be kept in this browser">
        Its storage is full or refused. Save before you leave the page.
      </Notice>
    ),
    outcome?.answer.state === "faulty" && !session.dirty && (
      <Notice key="faulty" tone="warn" title="Saved with problems">
        {workflow?.lastGood
          ? "The last good version goes on running until you save a mended one."
          : "It does not run until you save a mended one."}
      </Notice>
    ),
    workflow?.state === "needs_grant" && <GrantNotice key="grant" workflow={workflow} />,
  ].filter(Boolean);
  if (shown.length === 0) return null;
  return (
    <div className="scroll-y flex max-h-[45%] shrink-0 flex-col gap-2 border-b border-line p-3 md:px-4">{shown}</div>
  );
}

function TheirsNotice({ session, theirs, onCompare }: NoticesProps & { theirs: NonNullable<EditorState["theirs"]> }) {
  if (theirs.kind === "gone") {
    return (
      <Notice
        tone="warn"
        title="Somebody removed this file"
        action={
          <>
            <Link to={"/workflows" as never} className={buttonClass("ghost", "sm")}>To the workflows</Link>
            <Button size="sm" onClick={() => session.keepMine()}>Keep my text</Button>
          </>
        }
      >
        Keep your text, then Save makes the file anew.
      </Notice>
    );
  }
  const { savedBy } = theirs.view;
  return (
    <Notice
      tone="warn"
      title={savedBy ? `${savedBy.name} changed this file meanwhile` : "This file was changed meanwhile"}
      action={
        <>
          <Button size="sm" kind="ghost" onClick={onCompare}>Compare</Button>
          <Button size="sm" onClick={() => session.takeTheirs()}>Load theirs</Button>
          <Button size="sm" onClick={() => session.keepMine()}>Keep mine</Button>
        </>
      }
    >
      Nothing is saved until you choose. “Keep mine” puts your text in place of theirs with the next save.
    </Notice>
  );
}

function refusedWords(workflow: WorkflowInfo | undefined): string {
  return workflow?.hash
    ? "Mend what the list below says. Saved anyway, the last good version goes on running and this one waits."
    : "Mend what the list below says. Saved anyway, it does not run until it is mended.";
}
