import { SectionView } from '#ui/navigation/section-view.tsx';
import { sections } from './sections.ts';
import { workspaceWords } from './workspace-words.ts';

/** Looking after the workspace. `query` names the section. */
export function WorkspaceView({ query }: { query: string }) {
  return (
    <SectionView
      view="workspace"
      label={workspaceWords.sections}
      sections={sections}
      current={query}
      refusal={workspaceWords.refused}
    />
  );
}
