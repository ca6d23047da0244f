import { headers } from 'next/headers';
import { bridge } from '#bridge.ts';
import { ApiPage } from '#ui/api/api-page.tsx';
import { apiWords } from '#ui/api/api-words.ts';
import { words } from '#ui/words.ts';

interface ApiDocsProps {
  searchParams: Promise<{ q?: string | string[] }>;
}

/** For whoever writes a program, signed in or not. */
export default async function ApiDocsPage({ searchParams }: ApiDocsProps) {
  const { q } = await searchParams;
  const given = await headers();
  // The HTTP transport has written both, from whatever it trusts.
  const origin = `${given.get('x-forwarded-proto') ?? 'http'}://${given.get('x-forwarded-host') ?? 'localhost'}`;
  return (
    <>
      <title>{words.pageTitle(apiWords.title)}</title>
      <ApiPage
        document={bridge().openApi()}
        q={typeof q === 'string' ? q.trim().slice(0, 100) : ''}
        origin={origin}
      />
    </>
  );
}
