import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { InputOf, ResultOf, RouteId } from '../api/client.ts';
import { useChange } from '../api/hooks.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';

export interface ConfirmButtonProps<I extends RouteId> {
  /** The words on the button: `Delete`. */
  readonly label: string;
  /** What is read out where the words alone do not say what it is about: `Delete mina`. */
  readonly name: string;
  readonly title: string;
  readonly children: ReactNode;
  readonly route: I;
  readonly input: InputOf<I>;
  /** What is read again afterwards. */
  readonly invalidates: readonly RouteId[];
  readonly onDone?: (answer: ResultOf<I>) => void;
  /** As large as the buttons beside it. */
  readonly isRegular?: boolean;
}

/** A button that asks first and then calls a route. */
export function ConfirmButton<I extends RouteId>(props: ConfirmButtonProps<I>): ReactNode {
  const change = useChange(props.route, props.invalidates);
  const [isAsking, setIsAsking] = useState(false);
  const close = () => {
    setIsAsking(false);
    change.reset();
  };
  const done = (answer: ResultOf<I>) => {
    close();
    props.onDone?.(answer);
  };
  return (
    <>
      <Button
        variant="default"
        {...(props.isRegular === true ? {} : { size: 'compact-xs' })}
        aria-label={props.name}
        onClick={() => setIsAsking(true)}
      >
        {props.label}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={close}
        title={props.title}
        action={props.label}
        // What is read again may take this button away before the call has ended: the promise ends all the same.
        onConfirm={() => void change.mutateAsync(props.input).then(done, () => undefined)}
        isPending={change.isPending}
        error={change.error}
      >
        {props.children}
      </ConfirmDialog>
    </>
  );
}
