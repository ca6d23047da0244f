'use client';

import { type ComponentProps, useState } from 'react';
import { formWords } from '#ui/form-words.ts';
import { Field } from '#ui/parts/field.tsx';
import { Eye } from './eye.tsx';

/** A password that can be looked at while it is typed. */
export function PasswordField(props: Omit<ComponentProps<typeof Field>, 'label' | 'type' | 'end'>) {
  const [visible, setVisible] = useState(false);
  return (
    <Field
      {...props}
      label={formWords.account.password}
      type={visible ? 'text' : 'password'}
      autoCapitalize="none"
      spellCheck={false}
      end={
        <button
          type="button"
          aria-label={visible ? formWords.account.hidePassword : formWords.account.showPassword}
          onClick={() => setVisible(!visible)}
          className="inline-flex size-8 items-center justify-center rounded-control text-muted hover:text-text pointer-coarse:size-11"
        >
          <Eye crossed={visible} />
        </button>
      }
    />
  );
}
