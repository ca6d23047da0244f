const widths = [72, 48, 86, 40, 64, 78] as const;

/** Grey shapes of messages; seen only when the wait is longer than 150 ms. */
export function TimelineSkeleton() {
  return (
    <div
      aria-hidden
      className="flex min-h-0 flex-1 flex-col justify-end gap-6 overflow-hidden px-5 pb-6 animate-late"
    >
      {widths.map((width) => (
        <div key={width} className="flex max-w-[52rem] gap-3">
          <span className="size-9 shrink-0 rounded-card bg-strong" />
          <span className="flex flex-1 flex-col gap-2 pt-1">
            <span className="h-3 w-28 rounded-control bg-strong" />
            <span className="h-3 rounded-control bg-sunken" style={{ inlineSize: `${width}%` }} />
          </span>
        </div>
      ))}
    </div>
  );
}
