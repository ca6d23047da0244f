import { formWords } from '#ui/form-words.ts';
import { AccountPage, TextLink } from './account-page.tsx';
import { wayBackWords } from './way-back-words.ts';

interface DeadLinkProps {
  state: keyof typeof wayBackWords.faults;
  /** Where one asks for another. */
  again: string;
}

/** Says of a link why it leads no further, and where to go on. */
export function DeadLink({ state, again }: DeadLinkProps) {
  const [title, lead] = wayBackWords.faults[state];
  return (
    <AccountPage title={title} lead={lead} foot={<TextLink href="/sign-in">{wayBackWords.signIn}</TextLink>}>
      <title>{formWords.pageTitle(title)}</title>
      <div className="mt-4">
        <TextLink href={again}>{wayBackWords.askAgain}</TextLink>
      </div>
    </AccountPage>
  );
}
