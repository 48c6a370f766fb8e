import { useEffect } from "react";

/** Puts a dot on the page's icon while something calls this person; the title has the number. */
export function useUnreadIcon(calls: boolean): void {
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (!calls || !link) return;
    const plain = link.href;
    let left = false;
    fetch(plain).then((response) => response.text()).then((svg) => {
      if (left) return;
      link.href = `data:image/svg+xml,${encodeURIComponent(withDot(svg))}`;
    }).catch(() => {});
    return () => {
      left = true;
      link.href = plain;
    };
  }, [calls]);
}

/** The picture with a dot at its upper right, in the measure of its own view box. */
function withDot(svg: string): string {
  const [, x = "0", y = "0", width = "32"] = /viewBox="([\d.-]+) ([\d.-]+) ([\d.]+)/.exec(svg) ?? [];
  const size = Number(width);
  const at = `cx="${Number(x) + size * 0.78}" cy="${Number(y) + size * 0.22}" r="${size * 0.22}"`;
  return svg.replace("</svg>", `<circle ${at} fill="#e5484d" stroke="#fff" stroke-width="${size * 0.05}"/></svg>`);
}
