const heading = /^## (\d+\.\d+\.\d+)/;
const wanted = 'What operators must do';

/** What CHANGELOG.md tells operators of the releases after `installed` (of all, when it is null), the oldest first. */
export function operatorNotes(
  changelog: string,
  installed: string | null,
): { version: string; text: string }[] {
  const notes = changelog.split(/^(?=## )/m).flatMap((section) => {
    const version = heading.exec(section)?.[1];
    if (version === undefined || (installed !== null && compare(version, installed) <= 0)) return [];
    const part = section.split(/^### /m).find((text) => text.startsWith(wanted));
    return part === undefined ? [] : [{ version, text: part.slice(wanted.length).trim() }];
  });
  return notes.toSorted((one, other) => compare(one.version, other.version));
}

function compare(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}
