import { useNavigate } from "@tanstack/react-router";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { Panes, toast } from "@bulkhead/kit";
import { useRpcCache } from "@bulkhead/ui";
import type { EditorSession, EditorState } from "../../../state/workflow_editor/editor_session.ts";
import { fileNameProblem } from "../../../state/workflow_editor/file_name.ts";
import type { Place } from "../../../state/workflow_editor/positions.ts";
import type { WorkflowInfo } from "../../../state/wire.ts";
import { CodeEditor, type CodeEditorHandle } from "./code_editor.tsx";
import { type Against, CompareBar, comparisons } from "./compare_bar.tsx";
import { EditorHeader } from "./editor_header.tsx";
import { FileNameBar } from "./file_name_bar.tsx";
import { LeaveGuard } from "./leave_guard.tsx";
import { Notices } from "./notices.tsx";
import { isIn, ProblemList } from "./problem_list.tsx";
import { StatusLine } from "./status_line.tsx";
import { TestPane } from "./test_pane.tsx";

export interface ScriptEditorProps {
  session: EditorSession;
  state: EditorState;
  /** Missing for one that was never saved. */
  workflow: WorkflowInfo | undefined;
  workflows: readonly WorkflowInfo[] | undefined;
  readOnly: boolean;
}

/** A script's text with all that belongs to it: checks, changes, saving, a test beside it. */
export function ScriptEditor({ session, state, workflow, workflows = [], readOnly }: ScriptEditorProps) {
  const navigate = useNavigate();
  const cache = useRpcCache();
  const code = useRef<CodeEditorHandle>(null);
  const status = useRef<HTMLElement>(null);
  const run = useRef<(() => void) | undefined>(undefined);
  const [place, setPlace] = useState<Place>({ line: 1, column: 1 });
  const [against, setAgainst] = useState<Against>();
  const [testing, setTesting] = useState(false);
  const [tried, setTried] = useState(false);

  const isNew = session.name === undefined;
  const files = workflows.map(({ file }) => file);
  const nameProblem = isNew ? fileNameProblem(state.file, files) : undefined;
  const options = comparisons(state);
  const original = options.find(({ value }) => value === against) ?? (against && options[0]);
  const faults = readOnly ? workflow?.diagnostics ?? [] : state.checks.diagnostics;

  const save = async (force = false): Promise<boolean> => {
    if (readOnly) return false;
    setTried(true);
    if (nameProblem) return false;
    const before = session.name;
    const answer = await session.save({ force });
    if (!answer) return false;
    cache.refresh("host.workflow.list");
    if (answer.name !== before) {
      if (before === undefined) toast({ tone: "ok", title: `${answer.name} is saved` });
      await navigate({ to: `/workflows/${encodeURIComponent(answer.name)}/edit` as never, replace: true });
    }
    return answer.state === "live";
  };
  const test = () => {
    if (testing) run.current?.();
    else setTesting(true);
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
    if (event.key === "s") void save();
    else if (event.key === "Enter") test();
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

  return (
    <Panes
      detail={testing && (
        <TestPane
          workflow={workflow}
          dirty={session.dirty}
          handle={run}
          onSave={() => save()}
          onClose={() => setTesting(false)}
        />
      )}
      detailTitle="Test"
      onCloseDetail={() => setTesting(false)}
    >
      <EditorHeader
        session={session}
        state={state}
        workflow={workflow}
        files={files}
        readOnly={readOnly}
        comparing={against !== undefined}
        testing={testing}
        onCompare={options.length === 0 ? undefined : () => setAgainst(against ? undefined : options[0]!.value)}
        onTest={() => setTesting(!testing)}
        onSave={() => void save()}
      />
      {isNew && (
        <FileNameBar
          file={state.file}
          problem={tried ? nameProblem : undefined}
          onChange={(file) => session.setFile(file)}
        />
      )}
      <Notices
        session={session}
        state={state}
        workflow={workflow}
        readOnly={readOnly}
        onCompare={() => setAgainst(options[0]?.value)}
        onSave={(force) => void save(force)}
      />
      {original && (
        <CompareBar
          state={state}
          against={original.value}
          onChange={setAgainst}
          onClose={() => setAgainst(undefined)}
        />
      )}
      <CodeEditor
        ref={code}
        text={state.text}
        revision={state.revision}
        file={state.file}
        readOnly={readOnly}
        faults={faults.filter((fault) => isIn(fault, state.file))}
        original={original ? original.text : undefined}
        onChange={(text) => session.type(text)}
        onPlace={setPlace}
        onSave={() => void save()}
        onRun={test}
        onLeave={() => status.current?.focus()}
      />
      {faults.length > 0 && (
        <ProblemList
          problems={faults}
          file={state.file}
          onGo={(problem) => code.current?.goTo(problem)}
        />
      )}
      <StatusLine
        ref={status}
        state={state}
        dirty={session.dirty}
        readOnly={readOnly}
        place={place}
        onCheckAgain={() => session.checkAgain()}
      />
      <LeaveGuard session={session} draftKept={state.draftKept} />
    </Panes>
  );
}
