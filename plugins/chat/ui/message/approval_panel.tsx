import { CircleCheck, CircleSlash, CircleX, Clock, ShieldQuestion } from "lucide-react";
import type { ReactNode } from "react";
import { cx, RelativeTime } from "@bulkhead/kit";
import { RunLink } from "@bulkhead/ui";
import { Quote } from "./message_buttons.tsx";
import { PressRow } from "./press_row.tsx";
import type { ChannelMessages } from "../state/channel_messages.ts";
import type { Action, Approval, Message } from "../state/wire.ts";
import { t, type Text, text } from "../i18n/language.ts";

const buttons = (): Action[] => [
  { id: "approve", label: t("Approve"), style: "primary", comment: true },
  { id: "reject", label: t("Reject"), comment: true },
];

const DECIDERS: Record<string, Text> = {
  member: text("Members decide"),
  admin: text("Admins decide"),
  owner: text("Owners decide"),
};

export interface ApprovalPanelProps {
  message: Message;
  approval: Approval;
  messages: ChannelMessages;
}

/** What a workflow asks of people, with the buttons that decide it; afterwards what came of it. */
export function ApprovalPanel({ message, approval, messages }: ApprovalPanelProps) {
  return (
    <div
      role="group"
      aria-label={t("Approval")}
      data-approval={approval.state}
      className="mt-1.5 mb-1 flex max-w-xl flex-col gap-2.5 rounded-card border border-line bg-canvas px-3 py-2.5"
    >
      <div className="flex items-start gap-3 text-13">
        <Verdict approval={approval} />
        <RunLink
          workflow={approval.workflow}
          run={approval.run}
          className="ml-auto shrink-0 text-accent-ink underline-offset-2 hover:underline"
        >
          {t("Show run")}
        </RunLink>
      </div>
      {approval.state === "open"
        ? (
          <PressRow
            label={t("Decide")}
            buttons={buttons()}
            onPress={({ id }, comment) => messages.decide(message, id === "approve", comment)}
          />
        )
        : approval.comment && <Quote text={approval.comment} />}
    </div>
  );
}

function Verdict({ approval }: { approval: Approval }) {
  const { state, by, deadline } = approval;
  switch (state) {
    case "open":
      return (
        <Line icon={<ShieldQuestion size={15} aria-hidden />} tone="text-ink-3" quiet>
          {t(DECIDERS[approval.role] ?? "Members decide")}
          {deadline && (
            <>
              {` · ${t("rejected by itself")} `}
              <RelativeTime at={deadline} className="tabular" />
            </>
          )}
        </Line>
      );
    case "approved":
      return (
        <Line icon={<CircleCheck size={15} aria-hidden />} tone="text-ok-ink">
          {by ? t("Approved by {name}", { name: by }) : t("Approved")}
        </Line>
      );
    case "rejected":
      return (
        <Line icon={<CircleX size={15} aria-hidden />} tone="text-bad-ink">
          {by ? t("Rejected by {name}", { name: by }) : t("Rejected")}
        </Line>
      );
    case "expired":
      return (
        <Line icon={<Clock size={15} aria-hidden />} tone="text-warn-ink">
          {t("Expired: nobody decided in time")}
        </Line>
      );
    case "withdrawn":
      return (
        <Line icon={<CircleSlash size={15} aria-hidden />} tone="text-ink-3" quiet>
          {t("Withdrawn: the run does not ask any more")}
        </Line>
      );
  }
}

function Line(
  { icon, tone, quiet, children }: { icon: ReactNode; tone: string; quiet?: boolean; children: ReactNode },
) {
  return (
    <p className={cx("flex min-w-0 items-start gap-1.5", quiet ? "text-ink-2" : "font-medium text-ink")}>
      <span className={cx("mt-0.5 shrink-0", tone)}>{icon}</span>
      <span className="min-w-0 wrap-anywhere" dir="auto">{children}</span>
    </p>
  );
}
