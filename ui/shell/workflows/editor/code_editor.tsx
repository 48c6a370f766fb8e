import { type Ref, useEffect, useEffectEvent, useImperativeHandle, useRef, useState } from "react";
import { useCockpit } from "@bulkhead/ui";
import type { Diagnostic } from "../../../state/wire.ts";
import type { Place } from "../../../state/workflow_editor/positions.ts";
import { CodeView } from "./code/code_view.ts";

export interface CodeEditorHandle {
  goTo(place: Place): void;
  focus(): void;
}

export interface CodeEditorProps {
  ref?: Ref<CodeEditorHandle>;
  text: string;
  /** Grows when the text is to be taken from `text`; typing does not come back in. */
  revision: number;
  file: string;
  readOnly: boolean;
  faults: readonly Diagnostic[];
  /** Shows what differs from this text. */
  original?: string;
  onChange(text: string): void;
  onPlace(place: Place): void;
  onSave(): void;
  onRun(): void;
  onLeave(): void;
}

/** The text area of a script. */
export function CodeEditor({ ref, ...props }: CodeEditorProps) {
  const { rpc } = useCockpit();
  const parent = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<CodeView>();
  const now = useEffectEvent(() => props);
  const { revision, faults, original, readOnly, file } = props;

  useEffect(() => {
    const made = new CodeView({
      parent: parent.current!,
      text: now().text,
      label: `Source of ${now().file || "the new workflow"}`,
      readOnly,
      language: { rpc, file: () => now().file },
      onChange: (text) => now().onChange(text),
      onPlace: (place) => now().onPlace(place),
      onSave: () => now().onSave(),
      onRun: () => now().onRun(),
      onLeave: () => now().onLeave(),
    });
    setView(made);
    return () => {
      setView(undefined);
      made.destroy();
    };
  }, [rpc, readOnly]);
  useEffect(() => view?.setText(now().text), [view, revision]);
  useEffect(() => view?.setFaults(faults), [view, faults]);
  useEffect(() => view?.compare(original), [view, original]);
  useImperativeHandle(ref, () => ({ goTo: (place) => view?.goTo(place), focus: () => view?.focus() }), [view]);

  return <div ref={parent} data-source={file} className="min-h-0 min-w-0 flex-1 overflow-hidden" />;
}
