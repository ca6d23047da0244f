import { type ReactNode, useId } from 'react';

/** A part of a settings page, under its own heading. */
export function Block({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="flex flex-col items-start gap-3 border-t border-border pt-5 first-of-type:border-t-0 first-of-type:pt-0"
    >
      <h3 id={id} className="font-semibold">
        {title}
      </h3>
      {children}
    </section>
  );
}
