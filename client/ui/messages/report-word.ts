/** The action's own word: it comes with the script of the actions, not with the page. */
export const reportWord = 'Report message';
