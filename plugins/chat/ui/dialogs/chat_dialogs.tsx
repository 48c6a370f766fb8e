import type { Channel } from "../state/wire.ts";
import { BrowseDialog } from "./browse_dialog.tsx";
import { CreateChannelDialog } from "./create_channel_dialog.tsx";
import { DirectDialog } from "./direct_dialog.tsx";
import { StatusDialog } from "../self/status_dialog.tsx";
import { CreateWorkspaceDialog } from "./create_workspace_dialog.tsx";
import { JoinWorkspaceDialog } from "./join_workspace_dialog.tsx";
import { KeysDialog } from "./keys_dialog.tsx";
import { SectionDialog } from "./section_dialog.tsx";

export type OpenDialog =
  | { kind: "browse" | "direct" | "section" | "status" | "keys" | "create_workspace" | "join_workspace" }
  | { kind: "create"; name: string }
  | { kind: "rename_section"; id: string; name: string; emoji?: string };

export interface ChatDialogsProps {
  open?: OpenDialog;
  onChange(open: OpenDialog | undefined): void;
  onOpened(channel: Channel): void;
}

/** The one dialog that stands before the page. */
export function ChatDialogs({ open, onChange, onOpened }: ChatDialogsProps) {
  const close = () => onChange(undefined);
  switch (open?.kind) {
    case "browse":
      return <BrowseDialog onClose={close} onOpen={onOpened} onCreate={(name) => onChange({ kind: "create", name })} />;
    case "create":
      return <CreateChannelDialog initialName={open.name} onClose={close} onCreated={onOpened} />;
    case "direct":
      return <DirectDialog onClose={close} onOpened={onOpened} />;
    case "section":
      return <SectionDialog onClose={close} />;
    case "rename_section":
      return <SectionDialog section={open} onClose={close} />;
    case "status":
      return <StatusDialog onClose={close} />;
    case "create_workspace":
      return <CreateWorkspaceDialog onClose={close} />;
    case "join_workspace":
      return <JoinWorkspaceDialog onClose={close} />;
    case "keys":
      return <KeysDialog onClose={close} />;
    default:
      return null;
  }
}
