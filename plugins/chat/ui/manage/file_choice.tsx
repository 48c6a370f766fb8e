import { FileUp } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { Button } from "@bulkhead/kit";

export interface FileChoiceProps {
  /** The accessible name of the field behind the button. */
  label: string;
  /** Media types and ends of names that are offered. */
  accept: string;
  children: ReactNode;
  busy?: boolean;
  onFile(file: File): void;
}

/** A button that chooses one file. */
export function FileChoice({ label, accept, children, busy, onFile }: FileChoiceProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button busy={busy} icon={<FileUp size={14} aria-hidden />} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        aria-label={label}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) onFile(file);
          // The same file can be chosen again.
          event.target.value = "";
        }}
      />
    </>
  );
}
