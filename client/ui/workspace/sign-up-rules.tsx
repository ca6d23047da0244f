import { useEffect, useState } from 'react';
import type { WorkspaceSettings } from '#contract/workspace.ts';
import { useActions, useConnection } from '#state/hooks.ts';
import { Button } from '#ui/parts/button.tsx';
import { Field } from '#ui/parts/field.tsx';
import { PageForm } from '#ui/parts/page-form.tsx';
import { Switch } from '#ui/parts/switch.tsx';
import { words } from '#ui/words.ts';
import { signUpRulesWords } from './invitations-words.ts';

interface Loaded {
  settings: WorkspaceSettings;
  /** Whether mail is sent from here. */
  mail: boolean;
}

/** Who comes in, and how: for those who may change the workspace. */
export function SignUpRules() {
  const { call } = useActions();
  const isLive = useConnection() === 'live';
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const isWanted = loaded === null && !hasFailed && isLive;
  useEffect(() => {
    if (!isWanted) return;
    let current = true;
    Promise.all([call('workspace:settings', {}), call('invitation:settings', {})]).then(
      ([settings, { mail }]) => current && setLoaded({ settings, mail }),
      () => current && setFailed(true),
    );
    return () => {
      current = false;
    };
  }, [call, isWanted]);

  if (hasFailed)
    return (
      <div className="flex flex-wrap items-center gap-3 text-muted">
        {signUpRulesWords.failed}
        <Button onClick={() => setFailed(false)}>{words.timeline.tryAgain}</Button>
      </div>
    );
  return loaded && <Rules {...loaded} />;
}

function Rules({ settings, mail }: Loaded) {
  const { call } = useActions();
  const [openSignUp, setOpenSignUp] = useState(settings.openSignUp);
  const [domains, setDomains] = useState(settings.signUpDomains.join(', '));
  const [membersInvite, setMembersInvite] = useState(settings.membersInvite);
  const [announceNewcomers, setAnnounce] = useState(settings.announceNewcomers);
  const [saved, setSaved] = useState(settings);

  const save = async (signal: AbortSignal) => {
    const signUpDomains = domains.split(/[\s,;]+/).filter((domain) => domain !== '');
    // What is not said again stays open to the first invitation (see openSignUpDecided).
    const open = openSignUp === saved.openSignUp ? {} : { openSignUp };
    const next = await call(
      'workspace:update',
      { ...open, signUpDomains, membersInvite, announceNewcomers },
      { signal },
    );
    setSaved(next);
    setDomains(next.signUpDomains.join(', '));
  };

  return (
    <PageForm fields={['signUpDomains']} onSubmit={save}>
      {({ errors }) => (
        <>
          <Switch
            label={signUpRulesWords.open}
            hint={signUpRulesWords.openHint}
            checked={openSignUp}
            onChange={setOpenSignUp}
          />
          {openSignUp && (
            <Field
              label={signUpRulesWords.domains}
              hint={`${signUpRulesWords.domainsHint} ${mail ? signUpRulesWords.domainsMailed : signUpRulesWords.domainsBelieved}`}
              value={domains}
              onChange={(event) => setDomains(event.target.value)}
              error={errors.signUpDomains}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          )}
          <Switch
            label={signUpRulesWords.membersInvite}
            hint={signUpRulesWords.membersInviteHint}
            checked={membersInvite}
            onChange={setMembersInvite}
          />
          <Switch
            label={signUpRulesWords.announce}
            hint={signUpRulesWords.announceHint}
            checked={announceNewcomers}
            onChange={setAnnounce}
          />
        </>
      )}
    </PageForm>
  );
}
