import { useActions } from '#state/hooks.ts';
import { ExportList } from '#ui/parts/export-list.tsx';
import { exportWords } from '#ui/parts/export-words.ts';
import { PageForm } from '#ui/parts/page-form.tsx';
import { useExports } from '#ui/parts/use-exports.ts';
import { dataWords } from './data-words.ts';

/** What I take along of my own. */
export function Data() {
  const { call } = useActions();
  const exports = useExports('own');

  const make = async (signal: AbortSignal) => {
    await call('export:create', { scope: 'own' }, { signal });
    exports.look();
  };

  return (
    <>
      <PageForm fields={[]} action={dataWords.make} done={exportWords.started} onSubmit={make}>
        {() => (
          <div className="flex flex-col gap-2 text-muted">
            <p>{dataWords.lead}</p>
            <p>{dataWords.format}</p>
          </div>
        )}
      </PageForm>
      <ExportList {...exports} />
    </>
  );
}
