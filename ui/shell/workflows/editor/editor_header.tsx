import { useNavigate } from "@tanstack/react-router";
import { FlaskConical, GitCompare, Save } from "lucide-react";
import { Badge, Button, cx, PageHeader, StatePill } from "@bulkhead/kit";
import { useLinkState } from "@bulkhead/ui";
import type { EditorSession, EditorState } from "../../../state/workflow_editor/editor_session.ts";
import { countChanges } from "../../../state/workflow_editor/text_changes.ts";
import type { WorkflowInfo } from "../../../state/wire.ts";
import { Crumb } from "../../frame/crumb.tsx";
import { Amount } from "./compare_bar.tsx";
import { FileMenu } from "./file_menu.tsx";

export interface EditorHeaderProps {
  session: EditorSession;
  state: EditorState;
  workflow: WorkflowInfo | undefined;
  files: readonly string[];
  readOnly: boolean;
  comparing: boolean;
  testing: boolean;
  /** Missing when there is nothing to compare with. */
  onCompare?: () => void;
  onTest(): void;
  onSave(): void;
}

/** The title line of the editor: whose text it is, how it stands, what to do with it. */
export function EditorHeader(props: EditorHeaderProps) {
  const { session, state, workflow, files, readOnly, comparing, testing, onCompare, onTest, onSave } = props;
  const navigate = useNavigate();
  const offline = useLinkState() === "offline";
  const { name } = session;
  const back = name === undefined ? "/workflows/new" : `/workflows/${encodeURIComponent(name)}`;
  const changes = state.saved ? countChanges(state.saved.source, state.text) : undefined;
  return (
    <PageHeader
      tab={name === undefined ? "New workflow" : `Edit ${name}`}
      onBack={() => void navigate({ to: back as never })}
      title={
        <>
          <span className="max-md:hidden">
            <Crumb to="/workflows">Workflows</Crumb>
            {name !== undefined && <Crumb to={back}>{name}</Crumb>}
          </span>
          {name === undefined ? "New workflow" : <span className="font-mono text-13">{state.file}</span>}
        </>
      }
      note={
        <span className="hidden md:inline-flex">
          {session.dirty && name !== undefined
            ? <Badge tone="accent">Not saved</Badge>
            : workflow && <StatePill state={workflow.diagnostics.length > 0 ? "faulty" : workflow.state} />}
        </span>
      }
      actions={
        <>
          {onCompare && (
            <Button
              kind="ghost"
              aria-pressed={comparing}
              icon={<GitCompare size={15} aria-hidden />}
              className={cx(comparing && "bg-active text-ink")}
              onClick={onCompare}
            >
              <span className="max-md:sr-only">Changes</span>
              {changes && changes.added + changes.removed > 0 && <Amount {...changes} />}
            </Button>
          )}
          {!readOnly && (
            <Button
              kind="ghost"
              aria-pressed={testing}
              icon={<FlaskConical size={15} aria-hidden />}
              className={cx(testing && "bg-active text-ink")}
              onClick={onTest}
            >
              <span className="max-md:sr-only">Test</span>
            </Button>
          )}
          {!readOnly && workflow && <FileMenu session={session} workflow={workflow} files={files} />}
          {!readOnly && (
            <Button
              kind="primary"
              busy={state.saving}
              disabled={offline || !session.dirty}
              icon={<Save size={14} aria-hidden />}
              onClick={onSave}
            >
              Save
            </Button>
          )}
        </>
      }
    />
  );
}
