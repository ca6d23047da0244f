import type { ReactNode } from 'react';

interface NoticeProps {
  title: string;
  lead: string;
  /** Of its title: the page's own heading, unless something else on the page is. */
  level?: 'h1' | 'h2';
  children?: ReactNode;
}

/** One sentence and one action, in the middle of an otherwise empty space. */
export function Notice({ title, lead, level: Heading = 'h1', children }: NoticeProps) {
  return (
    <div className="flex min-h-0 flex-1 flex-col items-center justify-center gap-1.5 p-6 text-center">
      <Heading className="text-[1.0625rem] leading-6 font-semibold">{title}</Heading>
      <p className="max-w-96 text-muted">{lead}</p>
      {children && <div className="mt-4">{children}</div>}
    </div>
  );
}
