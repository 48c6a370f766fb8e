import { Link } from "@tanstack/react-router";
import { Button, buttonClass, ErrorState, Notice, ProgressList } from "@bulkhead/kit";
import { type PackageWork, stageLines } from "../../../state/package_works.ts";
import { usePackageWork, usePackageWorks } from "../../data/packages.ts";

const DOING: Record<PackageWork["work"], string> = {
  inspect: "is looked at",
  install: "is being installed",
  update: "is being updated",
  rollback: "goes back to another version",
  uninstall: "is being uninstalled",
};

/** What is done with its package right now, or why it did not work. */
export function WorkNotice({ id, name }: { id: string; name: string }) {
  const work = usePackageWork(id);
  const works = usePackageWorks();
  if (!work) return null;
  if (work.phase === "running") {
    return (
      <div className="flex flex-col gap-3 rounded-card border border-line p-4">
        <p className="text-13 font-semibold">{name} {DOING[work.work]}</p>
        <ProgressList
          label={`${name} ${DOING[work.work]}`}
          steps={stageLines(work).map(({ stage, ...line }) => ({ key: stage, ...line }))}
        />
      </div>
    );
  }
  const dismiss = <Button size="sm" kind="ghost" onClick={() => works.forget(id)}>Dismiss</Button>;
  if (work.phase === "done") {
    return (
      <Notice
        tone="ok"
        title={work.work === "rollback" ? "The other version is in use" : "It is updated"}
        action={dismiss}
      />
    );
  }
  return (
    <ErrorState
      inline
      title={work.work === "uninstall" ? `${name} was not uninstalled` : `${name} stays as it was`}
      message={work.failure?.message ?? "It did not work"}
      hint={work.failure?.hint}
      traceId={work.failure?.traceId}
      action={
        <>
          <Link
            to={`/plugins/${id}/logs` as never}
            search={{ from: "host" } as never}
            className={buttonClass("secondary", "sm")}
          >
            See its log
          </Link>
          {dismiss}
        </>
      }
    />
  );
}
