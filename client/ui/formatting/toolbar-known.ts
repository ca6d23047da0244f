/** The cookie that remembers whether the formatting toolbar is shown. */
export const toolbarCookie = 'parley-toolbar';

/** What it said, where it said anything sensible. */
export function knownToolbar(text: string | null | undefined): 'shown' | 'hidden' | undefined {
  return text === 'shown' || text === 'hidden' ? text : undefined;
}
