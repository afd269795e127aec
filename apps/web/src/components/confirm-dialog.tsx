import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { errorMessage } from '../api/error-message.ts';
import { useT } from '../i18n/i18n.tsx';
import css from './confirm-dialog.module.css';

export interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What will be lost, and what stays. */
  readonly children: ReactNode;
  /** The words of the button that does it. */
  readonly action: string;
  readonly onConfirm: () => void;
  readonly isPending: boolean;
  readonly error: Error | null;
}

/** Asks before something is gone for good; stays open, with the reason, when it could not be done. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const t = useT();
  return (
    <Modal.Root opened={props.isOpen} onClose={props.onClose} centered size={440}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body className={css.body}>
          <Modal.Title className={css.title}>{props.title}</Modal.Title>
          <div className={css.text}>{props.children}</div>
          {props.error && (
            <p role="alert" className={css.failed}>
              {errorMessage(props.error, t)}
            </p>
          )}
          <div className={css.end}>
            <Button variant="default" onClick={props.onClose} data-autofocus>
              {t('action.cancel')}
            </Button>
            <Button className={css.action} loading={props.isPending} onClick={props.onConfirm}>
              {props.action}
            </Button>
          </div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
