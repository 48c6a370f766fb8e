import { type FormEvent, useState } from "react";
import { Button, Dialog, ErrorState, Field, Input } from "@bulkhead/kit";
import { RpcFailure } from "@bulkhead/ui";
import type { WorkflowInfo } from "../../../state/wire.ts";
import { fileNameProblem, withEnding } from "../../../state/workflow_editor/file_name.ts";

export interface RenameDialogProps {
  workflow: WorkflowInfo;
  /** Names of the other files. */
  taken: readonly string[];
  onRename(file: string): Promise<void>;
  onClose(): void;
}

/** Another name for a script's file, and what that means. */
export function RenameDialog({ workflow, taken, onRename, onClose }: RenameDialogProps) {
  const [typed, setTyped] = useState(workflow.file);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<RpcFailure>();
  const file = withEnding(typed);
  const problem = file === workflow.file ? "This is its name already" : fileNameProblem(file, taken);
  // A name of its own in the options stays whatever the file is called.
  const follows = workflow.name === workflow.file.replace(/\.ts$/, "");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (problem || busy) return;
    setBusy(true);
    try {
      await onRename(file);
      onClose();
    } catch (error) {
      setFailure(RpcFailure.wrap(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Rename ${workflow.file}`}
      description={follows
        ? "The workflow is called as its file: its runs so far stay under the old name, and what an owner granted it is asked for anew."
        : `The workflow goes on as ${workflow.name}. What an owner granted it is asked for anew.`}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form="rename-script" busy={busy}>Rename</Button>
        </>
      }
    >
      <form id="rename-script" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        <Field label="File" error={tried ? problem : undefined}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              spellCheck={false}
              className="font-mono text-13"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        {failure && (
          <ErrorState
            inline
            title="It was not renamed"
            message={failure.message}
            hint={failure.hint}
            traceId={failure.traceId}
          />
        )}
      </form>
    </Dialog>
  );
}
