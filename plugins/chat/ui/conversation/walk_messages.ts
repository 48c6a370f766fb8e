import type { KeyboardEvent } from "react";

/** Arrows go from message to message; from the list itself, up goes to the last one in sight. */
export function walkMessages(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
  const from = event.target as HTMLElement;
  if (step === 0 || event.altKey || (from !== event.currentTarget && !from.matches("article"))) return;
  const articles = [...event.currentTarget.querySelectorAll<HTMLElement>("article[data-message]")].sort((left, right) =>
    left.getBoundingClientRect().top - right.getBoundingClientRect().top
  );
  const at = articles.indexOf(from);
  const view = event.currentTarget.getBoundingClientRect();
  const next = at >= 0
    ? articles[at + step]
    : articles.findLast((article) => article.getBoundingClientRect().bottom <= view.bottom);
  if (!next) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}
