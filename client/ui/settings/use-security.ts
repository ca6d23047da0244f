import { useCallback, useEffect, useState } from 'react';
import type { Security } from '#contract/second-factor.ts';
import type { SettingUpCall } from '#state/setting-up.ts';
import { sentenceOf } from '#ui/parts/use-submit.ts';

interface Loaded {
  security: Security | null;
  /** Why it did not load. */
  problem: string | null;
  load: () => void;
}

/** How one's own account is guarded, as the server has it. */
export function useSecurity(call: SettingUpCall): Loaded {
  const [security, setSecurity] = useState<Security | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const load = useCallback(() => {
    setProblem(null);
    call('security:get', {}).then(setSecurity, (error: unknown) => setProblem(sentenceOf(error)));
  }, [call]);
  useEffect(load, [load]);
  return { security, problem, load };
}
