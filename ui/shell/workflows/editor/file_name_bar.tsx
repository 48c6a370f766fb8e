import { Field, Input } from "@bulkhead/kit";
import { withEnding } from "../../../state/workflow_editor/file_name.ts";

export interface FileNameBarProps {
  file: string;
  problem: string | undefined;
  onChange(file: string): void;
}

/** The name of a file that is not there yet. */
export function FileNameBar({ file, problem, onChange }: FileNameBarProps) {
  return (
    <div className="shrink-0 border-b border-line px-4 py-3">
      <div className="max-w-sm">
        <Field label="File" error={problem} hint="In the workflows folder. The workflow is called as its file.">
          {(control) => (
            <Input
              {...control}
              spellCheck={false}
              autoComplete="off"
              className="font-mono text-13"
              placeholder="welcome.ts"
              value={file}
              onChange={(event) => onChange(event.target.value)}
              onBlur={() => onChange(withEnding(file))}
            />
          )}
        </Field>
      </div>
    </div>
  );
}
