import { Button, Dialog } from "@bulkhead/kit";
import { useForm } from "../manage/use_form.ts";
import { WorkspaceMark } from "../sidebar/workspace_mark.tsx";
import type { WorkspaceItem } from "../state/wire.ts";
import { useChatRoute, useHub, useWorkspaces } from "../use_workspaces.ts";
import { plural, t } from "../i18n/language.ts";

/** Open workspaces that this person is not in. */
export function JoinWorkspaceDialog({ onClose }: { onClose(): void }) {
  const { first, board } = useHub();
  const { items } = useWorkspaces();
  const { enter } = useChatRoute();
  const { busy, problem, run } = useForm();
  const open = items.filter(({ member }) => !member);
  const join = (item: WorkspaceItem) =>
    void run(async () => {
      await first.rpc.call("chat.workspace.join", { id: item.id });
      await board.load();
      onClose();
      enter(item);
    });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("Join another workspace")}
      footer={<Button kind="ghost" onClick={onClose}>{t("Close")}</Button>}
    >
      {problem && <p role="alert" className="pb-2 text-13 text-bad-ink">{problem}</p>}
      <ul className="divide-y divide-line" aria-label={t("Open workspaces")}>
        {open.map((item) => (
          <li key={item.id} className="flex min-h-14 items-center gap-3 py-2">
            <WorkspaceMark name={item.name} />
            <span className="min-w-0 flex-1">
              <span className="block truncate text-14 font-medium" dir="auto">{item.name}</span>
              <span className="block truncate text-12 text-ink-3" dir="auto">
                {[plural("{count} members", item.memberCount), item.description].filter(Boolean).join(" · ")}
              </span>
            </span>
            <Button size="sm" disabled={busy} onClick={() => join(item)}>{t("Join")}</Button>
          </li>
        ))}
        {open.length === 0 && <li className="py-3 text-13 text-ink-3">{t("You are in all of them.")}</li>}
      </ul>
    </Dialog>
  );
}
