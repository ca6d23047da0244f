import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { bridge } from '#bridge.ts';
import { type Address, isList, pathTo } from '#ui/navigation/address.ts';

/** Who asks for a page of the chat; nobody is led to sign-in, or into an empty installation. */
export async function visitor(address: Address) {
  const { pageSession } = bridge();
  const actor = await pageSession((await headers()).get('cookie'));
  if (actor?.mustSetUp)
    redirect(
      isList(address) ? '/second-factor' : `/second-factor?next=${encodeURIComponent(pathTo(address))}`,
    );
  if (actor) return actor;
  const workspace = await bridge().workspace();
  if (workspace.empty) redirect('/sign-up');
  redirect(isList(address) ? '/sign-in' : `/sign-in?next=${encodeURIComponent(pathTo(address))}`);
}

/** Whether the server answered that this is not there, or not for this visitor. */
export function isAbsent(error: unknown): boolean {
  const code = error instanceof Object && 'code' in error ? error.code : null;
  return code === 'not_found' || code === 'invalid';
}
