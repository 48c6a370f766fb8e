import { cx, hueOf, PluginIcon } from "@bulkhead/kit";

const SIZE = { 32: "size-8 text-13", 36: "size-9 text-14", 48: "size-12 text-20" };

export interface PluginMarkProps {
  id: string;
  name: string;
  /** Name of an icon or an SVG file, as in a manifest; without one its first letter stands there. */
  icon?: string;
  /** False for a plugin that is not on this host: its file cannot be had. Default true. */
  installed?: boolean;
  size?: keyof typeof SIZE;
}

/** The small square by which a plugin is found again. */
export function PluginMark({ id, name, icon, installed = true, size = 36 }: PluginMarkProps) {
  const box = cx(
    "inline-flex shrink-0 items-center justify-center",
    SIZE[size],
    size === 48 ? "rounded-card" : "rounded-control",
  );
  if (icon && (installed || !icon.endsWith(".svg"))) {
    return (
      <span className={cx(box, "border border-line bg-canvas text-ink-2")}>
        <PluginIcon plugin={id} name={icon} size={size / 2} />
      </span>
    );
  }
  const hue = hueOf(id);
  return (
    <span
      aria-hidden
      data-letter={[...name.trim()][0]?.toUpperCase() ?? "?"}
      className={cx(box, "font-semibold before:content-[attr(data-letter)]")}
      style={{
        background: `light-dark(oklch(0.94 0.035 ${hue}), oklch(0.32 0.05 ${hue}))`,
        color: `light-dark(oklch(0.42 0.09 ${hue}), oklch(0.9 0.06 ${hue}))`,
      }}
    />
  );
}
