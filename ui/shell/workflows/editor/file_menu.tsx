import { useNavigate } from "@tanstack/react-router";
import { CopyPlus, Ellipsis, History, PencilLine, Trash2 } from "lucide-react";
import { useState } from "react";
import { IconButton, Menu, MenuItem, MenuSeparator, toast } from "@bulkhead/kit";
import { RpcFailure, useCockpit, useLinkState, useRpcCache } from "@bulkhead/ui";
import type { WorkflowInfo } from "../../../state/wire.ts";
import type { DeleteAnswer } from "../../../state/workflow_editor/wire.ts";
import type { EditorSession } from "../../../state/workflow_editor/editor_session.ts";
import { moveScript, removeScript, restoreScript } from "../../../state/workflow_editor/script_moves.ts";
import { RenameDialog } from "./rename_dialog.tsx";

export interface FileMenuProps {
  session: EditorSession;
  workflow: WorkflowInfo;
  /** Names of all files of the folder. */
  files: readonly string[];
}

/** What can be done with the file as a whole; each can be taken back. */
export function FileMenu({ session, workflow, files }: FileMenuProps) {
  const { rpc } = useCockpit();
  const cache = useRpcCache();
  const navigate = useNavigate();
  const offline = useLinkState() === "offline";
  const [renaming, setRenaming] = useState(false);
  const go = (name?: string) =>
    navigate({ to: (name ? `/workflows/${encodeURIComponent(name)}/edit` : "/workflows") as never });
  const failed = (title: string, error: unknown, again?: () => void) => {
    const { message, hint } = RpcFailure.wrap(error);
    const action = again && { label: "Try again", onClick: again };
    toast({ tone: "bad", title, description: hint ? `${message}. ${hint}` : message, action });
  };
  const bringBack = async (removed: DeleteAnswer): Promise<void> => {
    try {
      const { name } = await restoreScript(rpc, removed);
      cache.refresh("host.workflow.list");
      await go(name);
    } catch (error) {
      failed(`${removed.file} could not be brought back`, error, () => void bringBack(removed));
    }
  };

  const remove = async () => {
    try {
      const removed = await removeScript(rpc, workflow.name);
      session.forget();
      cache.refresh("host.workflow.list");
      await go();
      toast({
        title: `${workflow.name} is removed`,
        description: "It begins no runs any more; those under way go on to their end.",
        action: { label: "Undo", onClick: () => void bringBack(removed) },
      });
    } catch (error) {
      failed(`${workflow.name} was not removed`, error);
    }
  };

  const rename = async (file: string) => {
    const before = workflow.file;
    const moved = await moveScript(rpc, workflow.name, file);
    session.forget();
    cache.refresh("host.workflow.list");
    await go(moved.name);
    toast({
      title: `It is ${moved.file} now`,
      action: {
        label: "Undo",
        onClick: () =>
          void moveScript(rpc, moved.name, before).then(({ name }) => {
            cache.refresh("host.workflow.list");
            return go(name);
          }).catch((error) => failed("It was not renamed back", error)),
      },
    });
  };

  return (
    <>
      <Menu trigger={<IconButton label="More" icon={<Ellipsis size={16} aria-hidden />} />}>
        <MenuItem
          icon={<PencilLine size={14} aria-hidden />}
          disabled={offline || session.dirty}
          onSelect={() => setRenaming(true)}
        >
          Rename the file
        </MenuItem>
        <MenuItem
          icon={<CopyPlus size={14} aria-hidden />}
          onSelect={() =>
            void navigate({ to: "/workflows/new/edit" as never, search: { copy: workflow.name } as never })}
        >
          Make a copy
        </MenuItem>
        <MenuItem
          icon={<History size={14} aria-hidden />}
          disabled={!session.unsaved}
          onSelect={() => session.revert()}
        >
          Discard changes
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<Trash2 size={14} aria-hidden />} danger disabled={offline} onSelect={() => void remove()}>
          Remove
        </MenuItem>
      </Menu>
      {renaming && (
        <RenameDialog
          workflow={workflow}
          taken={files.filter((file) => file !== workflow.file)}
          onRename={rename}
          onClose={() => setRenaming(false)}
        />
      )}
    </>
  );
}
