import type { ReactNode } from 'react';
import { formWords } from '#ui/form-words.ts';
import { Logo } from './logo.tsx';

interface AccountPageProps {
  title: string;
  lead: string;
  /** Where else one may want to go. */
  foot?: ReactNode;
  children?: ReactNode;
}

/** The quiet page around sign-in and sign-up. */
export function AccountPage({ title, lead, foot, children }: AccountPageProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center bg-sunken px-4 pt-[max(2rem,12dvh)] pb-10">
      <div className="flex items-center gap-2 pb-6">
        <Logo />
        <span className="text-[1.0625rem] font-semibold">{formWords.product}</span>
      </div>
      <div className="w-full max-w-[25rem] rounded-card border border-border bg-raised p-6 sm:p-8">
        <h1 className="text-title font-semibold">{title}</h1>
        <p className="mt-1 text-muted wrap-anywhere">{lead}</p>
        {children}
      </div>
      {foot && <p className="pt-5 text-small text-muted">{foot}</p>}
    </main>
  );
}

/** A link in running text. */
export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a
      href={href}
      className="inline-block py-1 pointer-coarse:-my-[13px] pointer-coarse:min-w-11 pointer-coarse:py-[13px] font-semibold text-link underline underline-offset-2"
    >
      {children}
    </a>
  );
}
