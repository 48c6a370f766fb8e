import type { ComponentProps } from "react";
import { cx } from "@bulkhead/kit";

/** The frame of a page from elsewhere: with an origin of its own that nobody shares, and no right beyond scripts and forms. */
export function SandboxedFrame(
  { className, ...rest }: Omit<ComponentProps<"iframe">, "sandbox" | "allow" | "referrerPolicy">,
) {
  return (
    <iframe
      {...rest}
      sandbox="allow-scripts allow-forms"
      allow=""
      referrerPolicy="no-referrer"
      className={cx("block border-0", className)}
    />
  );
}
