import { t } from "../i18n/language.ts";
import { sidebarOf } from "../state/sidebar.ts";
import { type Move, type MovePlan, planMove, planSection, stepOf } from "../state/sidebar_order.ts";
import { attempt, useChannels, useChat, usePersonal } from "../use_chat.ts";

export interface Arranging {
  /** Puts a conversation somewhere; nothing happens where it may not stand. */
  move(move: Move): void;
  /** One step up or down. */
  step(channelId: string, step: 1 | -1): void;
  /** Whether there is such a step. */
  mayStep(channelId: string, step: 1 | -1): boolean;
  moveSection(id: string, before: string | undefined): void;
}

/** Changes the order of the person's own sidebar: at once here, then on all of their devices. */
export function useArranging(): Arranging {
  const chat = useChat();
  const { items } = useChannels();
  const sections = usePersonal((state) => state.sections);
  // What is filtered away or stands first because it is new still has its place.
  const groups = () => sidebarOf(items, { sections, empty: true });
  const carryOut = (plan: MovePlan | undefined) =>
    plan && attempt(chat.arranger.place(plan), t("It stands where it stood"));
  return {
    move: (move) => carryOut(planMove(groups(), move)),
    step: (id, step) => {
      const all = groups();
      const move = stepOf(all, id, step);
      if (move) carryOut(planMove(all, move));
    },
    mayStep: (id, step) => stepOf(groups(), id, step) !== undefined,
    moveSection: (id, before) =>
      attempt(chat.arranger.placeSections(planSection(sections, id, before)), t("It stands where it stood")),
  };
}
