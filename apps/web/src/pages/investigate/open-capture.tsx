import { Button, Progress } from '@mantine/core';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { Icon } from '../../components/icons.tsx';
import { MessagePanel } from '../../components/message-panel.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useFormats } from '../../state/format.ts';
import { useView } from '../../state/view.ts';
import css from './investigate.module.css';
import { closeCapture, type OpenedCapture, openCapture } from './opened-capture.ts';

/** Before a capture is open: choose one, or drop it here; how far its reading is, or why it failed. */
export function OpenCapture(props: { readonly opened: Exclude<OpenedCapture, { kind: 'open' }> }): ReactNode {
  const t = useT();
  const formats = useFormats();
  const { state } = useView();
  const { opened } = props;
  const file = state.capture?.file;
  if (opened.kind === 'reading') {
    const { bytes, total, events } = opened.progress;
    const share = total === 0 ? 0 : bytes / total;
    return (
      <div className={css.reading} role="status">
        <h2 className={css.readingTitle}>{t('investigate.reading', { name: opened.name })}</h2>
        <Progress value={share * 100} aria-label={t('investigate.reading', { name: opened.name })} w="100%" />
        <p className={css.soft}>
          {t('investigate.progress', {
            bytes: formats.bytes(bytes),
            total: formats.bytes(total),
            count: events,
          })}
        </p>
        <Button variant="default" onClick={closeCapture}>
          {t('investigate.cancel')}
        </Button>
      </div>
    );
  }
  return (
    <DropZone>
      {opened.kind === 'failed' && (
        <MessagePanel isError title={t('investigate.failed', { name: opened.name })}>
          {opened.message}
        </MessagePanel>
      )}
      {opened.kind === 'closed' && file !== undefined && (
        <p className={css.again} role="status">
          <Icon name="info" size={14} /> {t('investigate.again', { name: file })}
        </p>
      )}
    </DropZone>
  );
}

function DropZone(props: { readonly children: ReactNode }): ReactNode {
  const t = useT();
  const [isOver, setOver] = useState(false);
  return (
    <div className={css.drop} data-over={isOver} {...dropHandlers(setOver)}>
      {props.children}
      <span className={css.dropIcon}>
        <Icon name="capture" size={34} />
      </span>
      <h2 className={css.dropTitle}>{t('investigate.open')}</h2>
      <p className={css.dropText}>{t('investigate.openText')}</p>
      <ChooseFile label={t('investigate.choose')} />
      <p className={css.dropHint}>{t('investigate.stays')}</p>
    </div>
  );
}

export function ChooseFile(props: { readonly label: string; readonly isQuiet?: boolean }): ReactNode {
  const field = useRef<HTMLInputElement>(null);
  const { update } = useView();
  return (
    <>
      <Button
        variant={props.isQuiet ? 'default' : 'filled'}
        leftSection={<Icon name="capture" size={14} />}
        onClick={() => field.current?.click()}
      >
        {props.label}
      </Button>
      <input
        ref={field}
        type="file"
        hidden
        accept=".scap,.scap.gz,.gz,application/octet-stream"
        aria-label={props.label}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) {
            update((before) => viewOf(before.capture?.file, file.name));
            void openCapture(file);
          }
        }}
      />
    </>
  );
}

/** Another file begins anew; the same one goes on where the address says. */
function viewOf(before: string | undefined, name: string): object {
  return before === name
    ? {}
    : { capture: { file: name }, view: undefined, open: undefined, text: undefined };
}

export function useDrop(): { readonly isOver: boolean; readonly handlers: ReturnType<typeof dropHandlers> } {
  const [isOver, setOver] = useState(false);
  return { isOver, handlers: dropHandlers(setOver) };
}

function dropHandlers(setOver: (isOver: boolean) => void): {
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDragLeave: () => void;
  readonly onDrop: (event: DragEvent) => void;
} {
  return {
    onDragOver: (event) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event) => {
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer.files[0];
      if (file) void openCapture(file);
    },
  };
}
