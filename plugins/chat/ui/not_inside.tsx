import { Compass, Lock } from "lucide-react";
import type { ReactNode } from "react";
import { Button, EmptyState } from "@bulkhead/kit";
import { usePluginRoute } from "@bulkhead/ui";
import { plural, t } from "./i18n/language.ts";
import { useForm } from "./manage/use_form.ts";
import type { WorkspaceItem } from "./state/wire.ts";
import { useHub } from "./use_workspaces.ts";

/** The address names a workspace that this person is not in: an open one is joined here, of another it says whom to ask. */
export function NotInside({ workspace }: { workspace: WorkspaceItem | undefined }) {
  const { go } = usePluginRoute();
  const back = <Button onClick={() => go("")}>{t("Go to your workspaces")}</Button>;
  if (workspace) return <Open workspace={workspace} back={back} />;
  return (
    <EmptyState
      page
      icon={<Lock size={20} aria-hidden />}
      title={t("You are not in this workspace")}
      description={t(
        "It may be gone, or you have left it. Ask whoever gave you this link: each of its members can let you in.",
      )}
      action={back}
    />
  );
}

function Open({ workspace, back }: { workspace: WorkspaceItem; back: ReactNode }) {
  const { first, board } = useHub();
  const { busy, problem, run } = useForm();
  const { id, name, description, memberCount } = workspace;
  const join = () =>
    void run(async () => {
      await first.rpc.call("chat.workspace.join", { id });
      // With it the address has a workspace, and this page goes.
      await board.load();
    });
  return (
    <EmptyState
      page
      icon={<Compass size={20} aria-hidden />}
      title={t("You are not in {name}", { name })}
      description={[
        description,
        plural("{count} members", memberCount),
        t("It is open to everybody on this server."),
      ].filter(Boolean).join(" · ")}
      action={
        <div className="flex flex-col items-center gap-3">
          <div className="flex flex-wrap justify-center gap-2">
            {back}
            <Button kind="primary" busy={busy} onClick={join}>{t("Join {name}", { name })}</Button>
          </div>
          {problem && <p role="alert" className="text-13 text-bad-ink">{problem}</p>}
        </div>
      }
    />
  );
}
