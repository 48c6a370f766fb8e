import { useEffect, useState } from "react";
import { SearchField } from "@bulkhead/kit";

export type Level = "debug" | "info" | "warn" | "error";

export const LEVELS: { value: Level; label: string }[] = [
  { value: "debug", label: "All levels" },
  { value: "info", label: "Info and above" },
  { value: "warn", label: "Warnings and errors" },
  { value: "error", label: "Errors" },
];

export interface LogSearch {
  source?: string;
  level?: Level;
  text?: string;
  line?: number;
}

/** Asks for words once somebody has stopped typing. */
export function Words({ text = "", onChange }: { text?: string; onChange(text: string): void }) {
  const [typed, setTyped] = useState(text);
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => onChange(typed), 250);
    return () => clearTimeout(timer);
  }, [typed, text, onChange]);
  return (
    <SearchField
      aria-label="Words in the log"
      placeholder="Words"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      className="w-32 md:w-52"
    />
  );
}
