'use client';

import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { Field } from '#ui/parts/field.tsx';
import { words } from '#ui/words.ts';

/** A password that can be looked at while it is typed. */
export function PasswordField(props: Omit<ComponentProps<typeof Field>, 'label' | 'type' | 'end'>) {
  const [visible, setVisible] = useState(false);
  const Icon = visible ? EyeOff : Eye;
  return (
    <Field
      {...props}
      label={words.account.password}
      type={visible ? 'text' : 'password'}
      autoCapitalize="none"
      spellCheck={false}
      end={
        <button
          type="button"
          aria-label={visible ? words.account.hidePassword : words.account.showPassword}
          onClick={() => setVisible(!visible)}
          className="inline-flex size-8 items-center justify-center rounded-control text-muted hover:text-text pointer-coarse:size-11"
        >
          <Icon size={16} aria-hidden />
        </button>
      }
    />
  );
}
