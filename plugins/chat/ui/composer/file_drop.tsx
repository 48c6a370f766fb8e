import { Upload } from "lucide-react";
import {
  createContext,
  type DragEvent,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from "react";
import { cx } from "@bulkhead/kit";

type Take = (files: FileList) => void;

const Context = createContext<((take: Take) => () => void) | undefined>(undefined);

/** The composer takes what is dropped anywhere in its conversation; undefined: nothing can be written there. */
export function useDroppedFiles(take: Take | undefined): void {
  const register = useContext(Context);
  const taken = useEffectEvent((files: FileList) => take?.(files));
  const takes = take !== undefined;
  useEffect(() => takes ? register?.((files) => taken(files)) : undefined, [register, takes]);
}

export interface FileDropProps {
  /** What dropping does: said while files are carried over it. */
  words: string;
  className?: string;
  children: ReactNode;
}

/** A whole conversation as the place where files are dropped; without a composer in it nothing is taken. */
export function FileDrop({ words, className, children }: FileDropProps) {
  const takes = useRef<Take>(undefined);
  const [over, setOver] = useState(false);
  const [register] = useState(() => (take: Take) => {
    takes.current = take;
    return () => void (takes.current === take && (takes.current = undefined));
  });
  const onDragOver = (event: DragEvent) => {
    if (!takes.current || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    if (!over) setOver(true);
  };
  const onDrop = (event: DragEvent) => {
    setOver(false);
    if (!takes.current || event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    takes.current(event.dataTransfer.files);
  };
  const onDragLeave = (event: DragEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
  };
  return (
    <Context value={register}>
      <div
        onDragOver={onDragOver}
        onDrop={onDrop}
        onDragLeave={onDragLeave}
        data-file-drop
        className={cx("relative flex min-h-0 min-w-0 flex-1 flex-col", className)}
      >
        {children}
        {over && (
          <div className="pointer-events-none absolute inset-2 z-30 flex items-center justify-center rounded-card border-2 border-dashed border-accent bg-accent-soft/90">
            <p className="flex items-center gap-2.5 px-6 text-center text-16 font-semibold text-accent-ink">
              <Upload size={20} aria-hidden />
              <span dir="auto">{words}</span>
            </p>
          </div>
        )}
      </div>
    </Context>
  );
}
