import { SectionView } from '#ui/navigation/section-view.tsx';
import { sections } from './sections.ts';
import { settingsWords } from './settings-words.ts';

/** What is one's own to set. `query` names the section. */
export function SettingsView({ query }: { query: string }) {
  return (
    <SectionView
      view="settings"
      label={settingsWords.sections}
      sections={sections}
      current={query}
      refusal={settingsWords.absent}
    />
  );
}
