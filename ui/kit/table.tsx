import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export interface Column<T> {
  key: string;
  title: string;
  /** The title is only spoken: of a column of buttons. */
  hideTitle?: boolean;
  render(item: T): ReactNode;
  align?: "right";
  /** Left out under 768 pixels. */
  wide?: boolean;
  className?: string;
}

export interface TableProps<T> {
  label: string;
  columns: Column<T>[];
  rows: T[];
  rowKey(item: T): string;
  onOpen?(item: T): void;
}

/** Rows of the same kind with tabular numbers. */
export function Table<T>({ label, columns, rows, rowKey, onOpen }: TableProps<T>) {
  return (
    <table aria-label={label} className="w-full border-collapse text-13">
      <thead>
        <tr className="border-b border-line text-left text-12 text-ink-3">
          {columns.map((column) => (
            <th
              key={column.key}
              scope="col"
              className={cx("h-8 px-3 font-medium whitespace-nowrap first:pl-0 last:pr-0", cellClass(column))}
            >
              {column.hideTitle ? <span className="sr-only">{column.title}</span> : column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((item) => (
          <tr
            key={rowKey(item)}
            onClick={onOpen && (() => onOpen(item))}
            className={cx("border-b border-line last:border-0", onOpen && "hover:bg-hover")}
          >
            {columns.map((column) => (
              <td
                key={column.key}
                className={cx("h-10 px-3 first:pl-0 last:pr-0", cellClass(column), column.className)}
              >
                {column.render(item)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function cellClass<T>(column: Column<T>): string {
  return cx(column.align === "right" && "text-right", column.wide && "max-md:hidden");
}
