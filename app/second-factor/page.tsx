import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { appearance } from '#app/(chat)/appearance.ts';
import { bridge } from '#bridge.ts';
import { AccountPage } from '#ui/account/account-page.tsx';
import { safeNext } from '#ui/account/safe-next.ts';
import { FirstFactor } from '#ui/settings/first-factor.tsx';
import { securityWords } from '#ui/settings/security-words.ts';
import { words } from '#ui/words.ts';

interface SecondFactorPageProps {
  searchParams: Promise<{ next?: string | string[] }>;
}

/** Where somebody is led who has to set up a second factor before anything else. */
export default async function SecondFactorPage({ searchParams }: SecondFactorPageProps) {
  const { next } = await searchParams;
  const goal = safeNext(typeof next === 'string' ? next : null);
  const actor = await bridge().pageSession((await headers()).get('cookie'));
  if (!actor) redirect('/sign-in');
  if (!actor.mustSetUp) redirect(goal);
  const { name } = await bridge().workspace();
  const { title, lead } = securityWords.first;
  const { now, timeZone } = await appearance();
  return (
    <AccountPage title={title} lead={lead(name)}>
      <title>{words.pageTitle(title)}</title>
      <FirstFactor next={goal} now={now} timeZone={timeZone} />
    </AccountPage>
  );
}
