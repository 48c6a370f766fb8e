import { Link } from "@tanstack/react-router";
import { buttonClass, CopyButton, cx, Facts, PaneHeader, RelativeTime, Section } from "@bulkhead/kit";
import type { AuditEntry } from "../../../state/audit/audit_feed.ts";
import { namesOf } from "../../events/names.ts";
import { OUTCOME_LOOK } from "./audit_list.tsx";
import type { AuditSearch } from "./search.ts";

const KIND: Record<string, string> = { user: "person", plugin: "plugin", workflow: "workflow", system: "the server" };

export interface EntryDetailProps {
  entry: AuditEntry;
  onClose(): void;
  onNarrow(next: AuditSearch): void;
}

/** One entry with everything that is known of it, and the ways on from it. */
export function EntryDetail({ entry, onClose, onNarrow }: EntryDetailProps) {
  const { caller, method, outcome, reason, target, through, time, traceId } = entry;
  const { icon: Icon, word, ink } = OUTCOME_LOOK[outcome];
  const more = "rounded-sm text-left text-accent-ink hover:underline";
  return (
    <>
      <PaneHeader
        title={
          <span className={cx("inline-flex items-center gap-1.5", ink)}>
            <Icon size={15} aria-hidden />
            {word}
          </span>
        }
        onClose={onClose}
      />
      <div className="scroll-y flex min-h-0 flex-1 flex-col gap-6 p-4">
        <Facts
          items={[
            {
              name: "Who",
              value: (
                <>
                  <span dir="auto">{caller.name}</span>
                  <span className="block text-12 text-ink-3">{KIND[caller.kind] ?? caller.kind}, {caller.role}</span>
                  <code className="block font-mono text-12 text-ink-3">{caller.id}</code>
                </>
              ),
            },
            { name: "Did", value: <code className="font-mono text-12">{method}</code> },
            ...(through ? [{ name: "Through", value: namesOf(through) }] : []),
            ...(reason ? [{ name: "Why not", value: <code className="font-mono text-12">{reason}</code> }] : []),
            {
              name: "When",
              value: (
                <>
                  <RelativeTime at={time} />
                  <code className="block font-mono text-12 text-ink-3">{time}</code>
                </>
              ),
            },
            {
              name: "Trace",
              value: (
                <span className="flex items-center gap-1">
                  <code className="min-w-0 truncate font-mono text-12">{traceId}</code>
                  <CopyButton text={traceId} label="Copy trace id" />
                </span>
              ),
            },
          ]}
        />
        {target && (
          <Section title="What it was about">
            <Facts
              items={Object.entries(target).map(([name, value]) => ({
                name,
                value: <code className="font-mono text-12 wrap-anywhere">{value}</code>,
              }))}
            />
          </Section>
        )}
        <Section title="Look further">
          <ul className="flex flex-col items-start gap-2 text-13">
            <li>
              <button type="button" className={more} onClick={() => onNarrow({ who: caller.id })}>
                All of {caller.name}
              </button>
            </li>
            <li>
              <button type="button" className={more} onClick={() => onNarrow({ method })}>All of this method</button>
            </li>
            {!method.startsWith("auth.") && (
              <li>
                <Link to={`/api/${method}` as never} className={more}>What the method does</Link>
              </li>
            )}
          </ul>
          <Link
            to={"/logs" as never}
            search={{ text: traceId, level: "debug" } as never}
            className={cx(buttonClass("secondary"), "mt-2 self-start")}
          >
            Lines of the log
          </Link>
        </Section>
      </div>
    </>
  );
}
