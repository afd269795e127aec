import { TextInput } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useView } from '../state/view.ts';
import { Icon } from './icons.tsx';

const pauseMs = 200;

/** Free text that narrows a list; it lives in the URL as `q`. */
export function SearchField(props: { readonly label: string }): ReactNode {
  const { state, update } = useView();
  const [text, setText] = useState(state.text ?? '');
  const written = useRef(state.text ?? '');
  useEffect(() => {
    const outside = state.text ?? '';
    if (outside === written.current) return;
    written.current = outside;
    setText(outside);
  }, [state.text]);
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === written.current) return;
    const timer = setTimeout(() => {
      written.current = wanted;
      update({ text: wanted === '' ? undefined : wanted, open: undefined }, { replace: true });
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [text, update]);
  return (
    <TextInput
      type="search"
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      placeholder={props.label}
      aria-label={props.label}
      leftSection={<Icon name="search" size={13} />}
      style={{ flex: '1 1 150px', minWidth: 120, maxWidth: 260 }}
      autoComplete="off"
      spellCheck={false}
    />
  );
}
