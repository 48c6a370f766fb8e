import { Eye, PencilLine, TriangleAlert } from "lucide-react";
import { Badge } from "@bulkhead/kit";
import type { ApiMethod } from "../../state/api/document.ts";

/** What a call of it means: it only reads, it changes something, or it should be thought over. */
export function MethodMarks({ method: { readOnly, grave } }: { method: ApiMethod }) {
  if (readOnly) return <Badge icon={<Eye size={11} aria-hidden />}>only reads</Badge>;
  if (grave) return <Badge tone="warn" icon={<TriangleAlert size={11} aria-hidden />}>asks first</Badge>;
  return <Badge icon={<PencilLine size={11} aria-hidden />}>changes something</Badge>;
}
