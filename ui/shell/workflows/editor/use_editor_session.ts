import { useEffect, useMemo, useSyncExternalStore } from "react";
import { useCockpit, useLive } from "@bulkhead/ui";
import { Drafts } from "../../../state/workflow_editor/drafts.ts";
import { EditorSession } from "../../../state/workflow_editor/editor_session.ts";

export interface EditedScript {
  /** Missing for a new one. */
  name?: string;
  fresh?: { file: string; text: string };
  readOnly: boolean;
}

/** The script that this page edits, for as long as the page is there. */
export function useEditorSession({ name, fresh, readOnly }: EditedScript) {
  const { rpc, me } = useCockpit();
  const session = useMemo(
    () => new EditorSession({ rpc, drafts: new Drafts(storage(), me.id), name, fresh, readOnly }),
    // What a new script begins with counts once.
    [rpc, me.id, name, readOnly],
  );
  useEffect(() => {
    void session.open();
    const keep = () => session.keep();
    addEventListener("pagehide", keep);
    return () => {
      removeEventListener("pagehide", keep);
      session.close();
    };
  }, [session]);
  useLive(["host.workflow.changed"], {
    volatile: () => void session.changed(),
    resync: () => void session.changed(),
  });
  return { session, state: useSyncExternalStore(session.state.subscribe, session.state.get) };
}

/** The browser's; none where it is refused. */
function storage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
