import { Bot, Plug, Workflow } from "lucide-react";
import { cx } from "./cx.ts";

/** What kind of author something has; people get initials, machines an icon on a square. */
export type AvatarKind = "user" | "agent" | "workflow" | "plugin" | "system";

const SIZE = { 20: "size-5 text-[9px]", 24: "size-6 text-[10px]", 28: "size-7 text-[11px]", 36: "size-9 text-13" };

export interface AvatarProps {
  id: string;
  name: string;
  kind?: AvatarKind;
  size?: keyof typeof SIZE;
  className?: string;
}

/** Initials on a hue of the person's own, or the mark of a machine. Decorative: the name stands beside it. */
export function Avatar({ id, name, kind = "user", size = 28, className }: AvatarProps) {
  const box = cx("inline-flex shrink-0 items-center justify-center font-semibold select-none", SIZE[size], className);
  if (kind !== "user") {
    const Icon = kind === "workflow" ? Workflow : kind === "agent" ? Bot : Plug;
    return (
      <span aria-hidden className={cx(box, "rounded-control border border-line-strong bg-canvas text-ink-2")}>
        <Icon size={Math.round(size * 0.55)} />
      </span>
    );
  }
  const hue = hueOf(id);
  return (
    <span
      aria-hidden
      data-initials={initials(name)}
      // Drawn by the style sheet, so that the letters are no text beside the name.
      className={cx(box, "rounded-control before:content-[attr(data-initials)]")}
      style={{
        background: `light-dark(oklch(0.9 0.055 ${hue}), oklch(0.38 0.07 ${hue}))`,
        color: `light-dark(oklch(0.38 0.09 ${hue}), oklch(0.93 0.05 ${hue}))`,
      }}
    />
  );
}

/** At most two letters: of the first and the last word. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? "")][0] ?? "");
  return letters.join("").toUpperCase() || "?";
}

/** A steady hue for an id, away from the reds that mean failure. */
export function hueOf(id: string): number {
  let hash = 2166136261;
  for (const char of id) hash = Math.imul(hash ^ char.charCodeAt(0), 16777619) >>> 0;
  return 60 + (hash % 280);
}
